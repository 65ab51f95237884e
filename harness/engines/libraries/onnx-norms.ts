import type { Value } from "../../case.ts";
import { type Given, type Layer, only } from "../table.ts";
import { node, real, type Wire } from "./onnx-graph.ts";

/** ONNX's normalizations, by the names of PyTorch's. */
export const NORMS: Readonly<Record<string, Layer<Wire>>> = {
  "nn.BatchNorm1d": batchNorm,
  "nn.BatchNorm2d": batchNorm,
  "nn.BatchNorm3d": batchNorm,
  "nn.InstanceNorm1d": (given, x) => instanceNorm(given, x, 3),
  "nn.InstanceNorm2d": (given, x) => instanceNorm(given, x, 4),
  "nn.InstanceNorm3d": (given, x) => instanceNorm(given, x, 5),
  "nn.LayerNorm": ({ state, options, shapes }, x) => {
    const count = axesOf(options["normalized_shape"]);
    only(count > 0, "layer norm over no axis");
    const tail = shapes[0]?.slice(-count) ?? [];
    const scale = state["weight"] ?? filled(x, tail, 1);
    return node("LayerNormalization", [x, scale, state["bias"]], {
      axis: -count,
      epsilon: real(options["eps"]),
    });
  },
  "nn.GroupNorm": ({ state, options, shapes }, x) => {
    const channels = [shapes[0]?.[1] ?? 0];
    const { weight = filled(x, channels, 1), bias = filled(x, channels, 0) } = state;
    return node("GroupNormalization", [x, weight, bias], {
      num_groups: Number(options["num_groups"]),
      epsilon: real(options["eps"]),
    });
  },
  "nn.LocalResponseNorm": ({ options, shapes }, x) => {
    only(shapes[0]?.length === 4, "local response norm of other than images");
    return node("LRN", [x], {
      size: Number(options["size"]),
      alpha: real(options["alpha"]),
      beta: real(options["beta"]),
      bias: real(options["k"]),
    });
  },
};

/** How many axes a normalized shape has: a number, a tuple or a list. */
function axesOf(shape: Value | undefined): number {
  if (typeof shape === "number") return 1;
  if (Array.isArray(shape)) return shape.length;
  only(typeof shape === "object" && shape !== null && "items" in shape, "such a normalized shape");
  return shape.items.length;
}

function filled(x: Wire, shape: readonly number[], value: number): Wire {
  const size = shape.reduce((product, n) => product * n, 1);
  return x.graph.constant({ dtype: "float32", shape, data: new Float32Array(size).fill(value) });
}

function batchNorm({ state, training, options, shapes }: Given<Wire>, x: Wire): Wire {
  const { running_mean: mean, running_var: variance } = state;
  only(!training && mean !== undefined, "batch norm by the statistics of the batch");
  const channels = [shapes[0]?.[1] ?? 0];
  const { weight = filled(x, channels, 1), bias = filled(x, channels, 0) } = state;
  return node("BatchNormalization", [x, weight, bias, mean, variance], {
    epsilon: real(options["eps"]),
  });
}

function instanceNorm({ state, training, options, shapes }: Given<Wire>, x: Wire, rank: number) {
  only(shapes[0]?.length === rank, "instance norm without a batch");
  only(training || state["running_mean"] === undefined, "instance norm by kept statistics");
  const channels = [shapes[0]?.[1] ?? 0];
  const { weight = filled(x, channels, 1), bias = filled(x, channels, 0) } = state;
  return node("InstanceNormalization", [x, weight, bias], { epsilon: real(options["eps"]) });
}
