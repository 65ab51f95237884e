import * as tf from "@tensorflow/tfjs";
import { allocate, type NdArray, sizeOf } from "../../array.ts";
import type { Value } from "../../case.ts";
import type { TimedEngine } from "../../timed.ts";
import { type Given, type Layer, type Library, only, tableEngine } from "../table.ts";

type T = tf.Tensor;

/** TensorFlow.js on one of its backends. */
export async function tfjsEngine(name: string, backend: string): Promise<TimedEngine> {
  await tf.setBackend(backend);
  await tf.ready();
  const library: Library<T> = {
    name,
    version: tf.version.tfjs,
    put: ({ dtype, shape, data }) =>
      tf.tensor(
        Float32Array.from(data, Number),
        [...shape],
        dtype === "float32" ? "float32" : "int32",
      ),
    take,
    drop: (tensors) => tf.dispose([...tensors]),
    settle: async (tensors) => {
      await Promise.all(tensors.map((tensor) => tensor.data()));
    },
    gradients: (f, inputs, upstream) => {
      only(upstream.length === 1, "gradients of several outputs");
      const all = tf.grads((...given: T[]) => f(given)[0] as T);
      const outputs = tf.tidy(() => [...f(inputs)]);
      return { outputs, gradients: all([...inputs], upstream[0]) };
    },
  };
  return tableEngine(library, within(LAYERS));
}

async function take(tensor: T): Promise<NdArray> {
  const values = await tensor.data();
  const integral = tensor.dtype !== "float32";
  const data = allocate(integral ? "int64" : "float32", sizeOf(tensor.shape));
  for (let i = 0; i < values.length; i++)
    data[i] = integral ? BigInt(values[i] as number) : (values[i] as number);
  return { dtype: integral ? "int64" : "float32", shape: tensor.shape, data };
}

/** Each layer frees what it makes on its way. */
function within(layers: Readonly<Record<string, Layer<T>>>): Record<string, Layer<T>> {
  const tidy =
    (layer: Layer<T>): Layer<T> =>
    (given, ...inputs) => {
      only(
        inputs.every(({ size }) => size > 0),
        "empty inputs, on which a backend may divide by zero",
      );
      return tf.tidy(() => layer(given, ...inputs) as T);
    };
  return Object.fromEntries(Object.entries(layers).map(([name, layer]) => [name, tidy(layer)]));
}

const LAYERS: Readonly<Record<string, Layer<T>>> = {
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

function weight(state: Given<T>["state"]): T {
  return state["weight"] as T;
}

function flat(x: T): tf.Tensor2D {
  return tf.reshape(x, [-1, x.shape.at(-1) as number]);
}

function biased(y: T, { bias }: Given<T>["state"]): T {
  return bias === undefined ? y : tf.add(y, bias);
}

function axis({ dim }: Given<T>["options"], x: T): number {
  only(typeof dim === "number", "softmax along no axis in particular");
  only((dim < 0 ? dim + x.rank : dim) === x.rank - 1, "softmax along another axis than the last");
  return dim;
}

function axesOf(x: T): number[] {
  return x.shape.map((_, axis) => axis);
}

/** Channels from the second axis to the last one. */
function last(x: T): tf.Tensor4D {
  return tf.transpose(x, [0, ...axesOf(x).slice(2), 1]) as tf.Tensor4D;
}

function first(x: T): T {
  return tf.transpose(x, [0, x.rank - 1, ...axesOf(x).slice(1, -1)]);
}

function perAxis(value: Value | undefined, axes: number): number[] {
  return Array.isArray(value) ? value.map(Number) : new Array<number>(axes).fill(Number(value));
}

function pads(value: Value | undefined, x: T, axes: number): [number, number][] {
  const flatPads = Array.isArray(value)
    ? value.map(Number)
    : new Array<number>(2 * axes).fill(Number(value));
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

function convolve({ state, options }: Given<T>, x: T, axes: 1 | 2 | 3): T {
  const { groups, padding_mode: mode } = options;
  only(mode === "zeros", `padding with ${mode}`);
  only(x.rank === axes + 2, "convolution without a batch");
  const channels = x.shape[1] as number;
  const depthwise = axes === 2 && groups !== 1 && groups === channels;
  only(groups === 1 || depthwise, "groups, but for depthwise ones in two dimensions");
  const [stride, dilation] = [perAxis(options["stride"], axes), perAxis(options["dilation"], axes)];
  only(
    stride.every((n) => n === 1) || dilation.every((n) => n === 1),
    "stride and dilation together",
  );
  const padding = options["padding"];
  only(typeof padding !== "string", `padding "${String(padding)}"`);
  const amounts = perAxis(padding, axes);
  only(
    [...amounts, ...stride.map((n) => n - 1), ...dilation.map((n) => n - 1)].every((n) => n >= 0),
    "negative options",
  );
  const reach = amounts.map(
    (n, i) =>
      (x.shape[i + 2] as number) +
      2 * n -
      (dilation[i] as number) * ((weight(state).shape[i + 2] as number) - 1),
  );
  only(
    reach.every((n) => n > 0),
    "a kernel beyond the image",
  );
  const padded = amounts.every((n) => n === 0)
    ? x
    : tf.pad(x, [[0, 0], [0, 0], ...amounts.map((n): [number, number] => [n, n])]);
  const [input, kernel] = [last(padded), weight(state)];
  const y = depthwise
    ? tf.depthwiseConv2d(
        input,
        depthwiseKernel(kernel, channels),
        stride as [number, number],
        "valid",
        "NHWC",
        dilation as [number, number],
      )
    : plainConvolution(axes, input, kernel, stride, dilation);
  return first(biased(y, state));
}

function depthwiseKernel(kernel: T, channels: number): tf.Tensor4D {
  const [outs, , height, width] = kernel.shape as [number, number, number, number];
  return tf.transpose(tf.reshape(kernel, [channels, outs / channels, height, width]), [2, 3, 0, 1]);
}

function plainConvolution(
  axes: 1 | 2 | 3,
  input: T,
  kernel: T,
  stride: number[],
  dilation: number[],
): T {
  const filter = tf.transpose(kernel, [...axesOf(kernel).slice(2), 1, 0]);
  if (axes === 1) {
    return tf.conv1d(
      input as tf.Tensor3D,
      filter as tf.Tensor3D,
      stride[0] as number,
      "valid",
      "NWC",
      dilation[0],
    );
  }
  if (axes === 2) {
    return tf.conv2d(
      input as tf.Tensor4D,
      filter as tf.Tensor4D,
      stride as [number, number],
      "valid",
      "NHWC",
      dilation as [number, number],
    );
  }
  only(
    dilation.every((n) => n === 1),
    "dilation in three dimensions",
  );
  return tf.conv3d(
    input as tf.Tensor5D,
    filter as tf.Tensor5D,
    stride as [number, number, number],
    "valid",
  );
}

function transposed({ state, options, shapes }: Given<T>, x: T): T {
  only(shapes[0]?.length === 4, "convolution without a batch");
  only(options["groups"] === 1, "groups in transposed convolution");
  const [stride, padding, extra, dilation] = [
    "stride",
    "padding",
    "output_padding",
    "dilation",
  ].map((key) => perAxis(options[key], 2)) as [number[], number[], number[], number[]];
  only(
    dilation.every((n) => n === 1) && extra.every((n) => n === 0),
    "dilation or output padding in transposed convolution",
  );
  only(
    padding.every((n) => n === padding[0]),
    "another padding each axis",
  );
  const [batch, , height, width] = x.shape as [number, number, number, number];
  const [, outs, kh, kw] = weight(state).shape as [number, number, number, number];
  const size = [height, width].map(
    (n, i) =>
      (n - 1) * (stride[i] as number) - 2 * (padding[i] as number) + ([kh, kw][i] as number),
  );
  const filter = tf.transpose(weight(state), [2, 3, 1, 0]) as tf.Tensor4D;
  const y = tf.conv2dTranspose(
    last(x),
    filter,
    [batch, ...size, outs] as [number, number, number, number],
    stride as [number, number],
    padding[0] as number,
  );
  return first(biased(y, state));
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
