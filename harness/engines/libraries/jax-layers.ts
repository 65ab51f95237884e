import { nn, numpy as np } from "@jax-js/jax";
import { type Given, type Layer, only } from "../table.ts";
import { convolve, transposed } from "./jax-convolution.ts";
import { alongChannels, plus, reduced, type T } from "./jax-layout.ts";
import { WINDOWS } from "./jax-windows.ts";
import { sizes } from "./sizes.ts";

/** What jax-js has of torch.nn, by PyTorch's names. */
export const LAYERS: Readonly<Record<string, Layer<T>>> = {
  "torch.matmul": (_, a, b) => np.matmul(a.ref, b.ref),
  "torch.bmm": (_, a, b) => np.matmul(a.ref, b.ref),
  "torch.exp": (_, x) => np.exp(x.ref),
  "nn.Identity": (_, x) => x.ref,
  "nn.Linear": ({ state }, x) =>
    plus(np.matmul(x.ref, np.transpose(weight(state).ref)), state["bias"]),
  "nn.Conv1d": (given, x) => convolve(given, x, 1),
  "nn.Conv2d": (given, x) => convolve(given, x, 2),
  "nn.Conv3d": (given, x) => convolve(given, x, 3),
  "nn.ConvTranspose1d": (given, x) => transposed(given, x, 1),
  "nn.ConvTranspose2d": (given, x) => transposed(given, x, 2),
  "nn.ConvTranspose3d": (given, x) => transposed(given, x, 3),
  ...WINDOWS,
  "nn.ReLU": (_, x) => nn.relu(x.ref),
  "nn.ReLU6": (_, x) => nn.relu6(x.ref),
  "nn.Sigmoid": (_, x) => nn.sigmoid(x.ref),
  "nn.Tanh": (_, x) => np.tanh(x.ref),
  "nn.SELU": (_, x) => nn.selu(x.ref),
  "nn.SiLU": (_, x) => nn.silu(x.ref),
  "nn.Mish": (_, x) => nn.mish(x.ref),
  "nn.LogSigmoid": (_, x) => nn.logSigmoid(x.ref),
  "nn.Softsign": ({ dtypes }, x) => {
    only(dtypes[0] !== "int64", "integers divided");
    return nn.softSign(x.ref);
  },
  "nn.Hardsigmoid": (_, x) => nn.hardSigmoid(x.ref),
  "nn.Hardswish": (_, x) => nn.hardSilu(x.ref),
  "nn.Hardtanh": ({ options }, x) => {
    const least = options["min_value"] ?? options["min_val"];
    const most = options["max_value"] ?? options["max_val"];
    only(least === -1 && most === 1, "another range than -1 to 1");
    return nn.hardTanh(x.ref);
  },
  "nn.ELU": ({ options }, x) => nn.elu(x.ref, Number(options["alpha"])),
  "nn.CELU": ({ options }, x) => nn.celu(x.ref, Number(options["alpha"])),
  "nn.LeakyReLU": ({ options }, x) => nn.leakyRelu(x.ref, Number(options["negative_slope"])),
  "nn.GELU": ({ options }, x) => nn.gelu(x.ref, { approximate: options["approximate"] === "tanh" }),
  "nn.GLU": ({ options }, x) => nn.glu(x.ref, Number(options["dim"])),
  "nn.Softplus": ({ options }, x) => {
    only(
      options["beta"] === 1 && options["threshold"] === 20,
      "softplus with a beta or a threshold",
    );
    return nn.softplus(x.ref);
  },
  "nn.Softmax": ({ options }, x) => nn.softmax(x.ref, axis(options)),
  "nn.LogSoftmax": ({ options }, x) => nn.logSoftmax(x.ref, axis(options)),
  "nn.LayerNorm": ({ state, options }, x) => {
    const axes = sizes(options["normalized_shape"]).map((_, i, all) => i - all.length);
    const y = nn.standardize(x.ref, axes, { epsilon: Number(options["eps"]) });
    return plus(state["weight"] ? np.multiply(y, state["weight"].ref) : y, state["bias"]);
  },
  "nn.GroupNorm": (given, x) => {
    const groups = Number(given.options["num_groups"]);
    const apart = np.reshape(x.ref, [x.shape[0] as number, groups, -1]);
    const y = nn.standardize(apart, -1, { epsilon: Number(given.options["eps"]) });
    return scaled(given, np.reshape(y, x.shape));
  },
  "nn.BatchNorm1d": batchNorm,
  "nn.BatchNorm2d": batchNorm,
  "nn.BatchNorm3d": batchNorm,
  "nn.Embedding": ({ state, options }, x) => {
    only(
      options["max_norm"] === null && options["padding_idx"] === null,
      "padding_idx and max_norm",
    );
    only(
      options["scale_grad_by_freq"] === false && options["sparse"] === false,
      "scaled and sparse gradients",
    );
    return np.take(weight(state).ref, x.ref, 0);
  },
  "nn.MSELoss": (given, x, y) => {
    checkShapes(x, y);
    return reduced(np.square(np.subtract(x.ref, y.ref)), given);
  },
  "nn.L1Loss": (given, x, y) => {
    checkShapes(x, y);
    return reduced(np.absolute(np.subtract(x.ref, y.ref)), given);
  },
  "nn.CrossEntropyLoss": (given, x, y) => {
    only(given.options["label_smoothing"] === 0, "smoothed labels");
    return likelihood(given, nn.logSoftmax(x.ref, 1), y);
  },
  "nn.NLLLoss": (given, x, y) => likelihood(given, x.ref, y),
};

function weight(state: Given<T>["state"]): T {
  return state["weight"] as T;
}

function axis({ dim }: Given<T>["options"]): number {
  only(typeof dim === "number", "softmax along no axis in particular");
  return dim;
}

function checkShapes(x: T, y: T): void {
  only(x.shape.join() === y.shape.join(), "a loss of unlike shapes");
}

function scaled({ state }: Given<T>, y: T): T {
  const [scale, offset] = [state["weight"], state["bias"]];
  const grown = scale ? np.multiply(y, alongChannels(scale, y.ndim)) : y;
  return offset ? np.add(grown, alongChannels(offset, y.ndim)) : grown;
}

/** Batch norm by the running statistics, or by those of the batch, which the library does not keep. */
function batchNorm(given: Given<T>, x: T): T {
  const [mean, variance] = [given.state["running_mean"], given.state["running_var"]];
  const epsilon = Number(given.options["eps"]);
  if (!given.training && mean !== undefined && variance !== undefined) {
    const kept = { mean: alongChannels(mean, x.ndim), variance: alongChannels(variance, x.ndim) };
    return scaled(given, nn.standardize(x.ref, 1, { ...kept, epsilon }));
  }
  only(x.ndim > 1 && x.size > 0, "statistics of nothing");
  const axes = x.shape.map((_, axis) => axis).filter((axis) => axis !== 1);
  return scaled(given, nn.standardize(x.ref, axes, { epsilon }));
}

/** Less the log-likelihood of the classes y. */
function likelihood(given: Given<T>, logs: T, y: T): T {
  const { state, options } = given;
  only(state["weight"] === undefined && (options["weight"] ?? null) === null, "weighted classes");
  only(logs.ndim === 2 && y.ndim === 1, "classes of more than a batch");
  const ignored = (of: number): boolean => of < 0 || of === options["ignore_index"];
  only(!Array.from(y.ref.dataSync()).some(ignored), "classes that are ignored");
  const found = np.takeAlongAxis(logs, np.reshape(y.ref, [-1, 1]), 1);
  return reduced(np.negative(np.reshape(found, [-1])), given);
}
