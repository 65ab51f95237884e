import * as tf from "@tensorflow/tfjs";
import type { Value } from "../../case.ts";
import { type Given, type Layer, only } from "../table.ts";
import { perAxis } from "./per-axis.ts";
import { convolve, transposed } from "./tfjs-convolution.ts";
import { biased, first, last, type T, weight } from "./tfjs-layout.ts";

/** What TensorFlow.js has of torch.nn, by PyTorch's names. */
export const LAYERS: Readonly<Record<string, Layer<T>>> = {
  "torch.matmul": (_, a, b) => tf.matMul(a, b),
  "torch.bmm": (_, a, b) => tf.matMul(a, b),
  "torch.exp": (_, x) => tf.exp(x),
  "nn.Linear": ({ state }, x) =>
    tf.reshape(biased(tf.matMul(flat(x), weight(state), false, true), state), [
      ...x.shape.slice(0, -1),
      weight(state).shape[0] as number,
    ]),
  "nn.Conv1d": (given, x) => convolve(given, x, 1),
  "nn.Conv2d": (given, x) => convolve(given, x, 2),
  "nn.Conv3d": (given, x) => convolve(given, x, 3),
  "nn.ConvTranspose2d": transposed,
  "nn.MaxPool2d": (given, x) => pooled(given, x, "max"),
  "nn.AvgPool2d": (given, x) => pooled(given, x, "avg"),
  "nn.BatchNorm2d": ({ state, training, options }, x) => {
    only(!training, "batch norm in training");
    only(
      options["affine"] !== false && options["track_running_stats"] !== false,
      "batch norm without affine or statistics",
    );
    const [mean, variance, offset, scale] = ["running_mean", "running_var", "bias", "weight"].map(
      (key) => state[key] as tf.Tensor1D,
    );
    const y = tf.batchNorm(
      last(x),
      mean as tf.Tensor1D,
      variance as tf.Tensor1D,
      offset,
      scale,
      Number(options["eps"]),
    );
    return first(y);
  },
  "nn.ReLU": (_, x) => tf.relu(x),
  "nn.ReLU6": (_, x) => tf.relu6(x),
  "nn.Sigmoid": (_, x) => tf.sigmoid(x),
  "nn.Tanh": (_, x) => tf.tanh(x),
  "nn.SELU": (_, x) => tf.selu(x),
  "nn.LogSigmoid": (_, x) => tf.logSigmoid(x),
  "nn.ELU": ({ options }, x) => {
    only(options["alpha"] === 1, "ELU with an alpha");
    return tf.elu(x);
  },
  "nn.LeakyReLU": ({ options }, x) => tf.leakyRelu(x, Number(options["negative_slope"])),
  "nn.Softplus": ({ options }, x) => {
    only(
      options["beta"] === 1 && options["threshold"] === 20,
      "softplus with a beta or a threshold",
    );
    return tf.softplus(x);
  },
  "nn.Softmax": ({ options }, x) => tf.softmax(x, axis(options, x)),
  "nn.LogSoftmax": ({ options }, x) => tf.logSoftmax(x, axis(options, x)),
  "nn.Embedding": ({ state, options }, x) => {
    only(
      options["max_norm"] === null && options["padding_idx"] === null,
      "padding_idx and max_norm",
    );
    only(
      options["scale_grad_by_freq"] === false && options["sparse"] === false,
      "scaled and sparse gradients",
    );
    return tf.gather(weight(state), tf.cast(x, "int32") as tf.Tensor1D);
  },
  "nn.ZeroPad2d": ({ options }, x) => tf.pad(x, pads(options["padding"], x, 2)),
  "nn.ConstantPad1d": ({ options }, x) =>
    tf.pad(x, pads(options["padding"], x, 1), Number(options["value"])),
  "nn.ConstantPad2d": ({ options }, x) =>
    tf.pad(x, pads(options["padding"], x, 2), Number(options["value"])),
  "nn.ReflectionPad2d": ({ options }, x) =>
    tf.mirrorPad(x, pads(options["padding"], x, 2), "reflect"),
  "nn.Flatten": ({ options }, x) => {
    only(options["start_dim"] === 1 && options["end_dim"] === -1, "flatten of a part");
    return tf.reshape(x, [x.shape[0] as number, -1]);
  },
  "nn.PReLU": ({ state }, x) => {
    only(weight(state).size === 1, "a slope a channel");
    return tf.prelu(x, weight(state));
  },
};

function flat(x: T): tf.Tensor2D {
  return tf.reshape(x, [-1, x.shape.at(-1) as number]);
}

function axis({ dim }: Given<T>["options"], x: T): number {
  only(typeof dim === "number", "softmax along no axis in particular");
  only((dim < 0 ? dim + x.rank : dim) === x.rank - 1, "softmax along another axis than the last");
  return dim;
}

function pads(value: Value | undefined, x: T, axes: number): [number, number][] {
  const flatPads = Array.isArray(value)
    ? value.map(Number)
    : new Array<number>(2 * axes).fill(Number(value));
  only(flatPads.length === 2 * axes, "padding of fewer axes");
  only(
    flatPads.every((n) => n >= 0),
    "padding that crops",
  );
  const pairs = Array.from({ length: axes }, (_, i): [number, number] => [
    flatPads[2 * i] as number,
    flatPads[2 * i + 1] as number,
  ]);
  const none = Array.from({ length: x.rank - axes }, (): [number, number] => [0, 0]);
  return [...none, ...pairs.reverse()];
}

function pooled({ options }: Given<T>, x: T, kind: "max" | "avg"): T {
  only(x.rank === 4, "pooling without a batch");
  const size = perAxis(options["kernel_size"], 2);
  const stride = options["stride"] === null ? size : perAxis(options["stride"], 2);
  const padding = perAxis(options["padding"], 2);
  only(
    perAxis(options["dilation"] ?? 1, 2).every((n) => n === 1),
    "pooling with dilation",
  );
  only(options["return_indices"] !== true, "indices of the greatest");
  only(
    options["divisor_override"] === undefined || options["divisor_override"] === null,
    "a divisor of one's own",
  );
  only(
    kind === "max" || options["count_include_pad"] === false || padding.every((n) => n === 0),
    "padding that counts",
  );
  const explicit = [[0, 0], ...padding.map((n) => [n, n]), [0, 0]] as never;
  const room = x.shape.slice(2).map((n, i) => n + 2 * (padding[i] as number) - (size[i] as number));
  only(x.size > 0 && room.every((n) => n >= 0), "windows beyond the image");
  only(
    [...size, ...stride].every((n) => n > 0),
    "windows of nothing",
  );
  const mode = options["ceil_mode"] === true ? "ceil" : "floor";
  const pool = tf.pool(
    last(x),
    size as [number, number],
    kind,
    explicit,
    [1, 1],
    stride as [number, number],
    mode,
  );
  return first(pool);
}
