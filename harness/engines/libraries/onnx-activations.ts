import { type Layer, only } from "../table.ts";
import { node, real, type Wire } from "./onnx-graph.ts";

/** A layer that is one operation without attributes. */
const plain =
  (type: string): Layer<Wire> =>
  (_, x) =>
    node(type, [x]);

/** ONNX's activations, by the names of PyTorch's. */
export const ACTIVATIONS: Readonly<Record<string, Layer<Wire>>> = {
  "nn.ReLU": plain("Relu"),
  "nn.Sigmoid": plain("Sigmoid"),
  "nn.Tanh": plain("Tanh"),
  "nn.Softsign": plain("Softsign"),
  "nn.Hardswish": plain("HardSwish"),
  "nn.Mish": plain("Mish"),
  "nn.Identity": plain("Identity"),
  "nn.SELU": plain("Selu"),
  "nn.Hardsigmoid": (_, x) => node("HardSigmoid", [x], { alpha: real(1 / 6), beta: real(0.5) }),
  "nn.ReLU6": (_, x) => node("Clip", [x, x.graph.scalar(0), x.graph.scalar(6)]),
  "nn.Hardtanh": ({ options }, x) =>
    node("Clip", [
      x,
      x.graph.scalar(options["min_value"] ?? options["min_val"]),
      x.graph.scalar(options["max_value"] ?? options["max_val"]),
    ]),
  "nn.ELU": ({ options }, x) => node("Elu", [x], { alpha: real(options["alpha"]) }),
  "nn.CELU": ({ options }, x) => node("Celu", [x], { alpha: real(options["alpha"]) }),
  "nn.LeakyReLU": ({ options }, x) =>
    node("LeakyRelu", [x], { alpha: real(options["negative_slope"]) }),
  "nn.GELU": ({ options }, x) => node("Gelu", [x], { approximate: `${options["approximate"]}` }),
  "nn.Softplus": ({ options }, x) => {
    only(
      options["beta"] === 1 && options["threshold"] === 20,
      "softplus with a beta or a threshold",
    );
    return node("Softplus", [x]);
  },
  "nn.Hardshrink": ({ options }, x) =>
    node("Shrink", [x], { lambd: real(options["lambd"]), bias: real(0) }),
  "nn.Softshrink": ({ options }, x) =>
    node("Shrink", [x], { lambd: real(options["lambd"]), bias: real(options["lambd"]) }),
  "nn.PReLU": ({ state, options, shapes }, x) => {
    const rank = shapes[0]?.length ?? 0;
    const { weight } = state;
    if (rank === 0) return node("PRelu", [x, node("Reshape", [weight, x.graph.integers()])]);
    if (options["num_parameters"] === 1 || rank < 2) return node("PRelu", [x, weight]);
    const slope = x.graph.integers(-1, ...new Array<number>(rank - 2).fill(1));
    return node("PRelu", [x, node("Reshape", [weight, slope])]);
  },
  "nn.Softmax": ({ options }, x) => along("Softmax", options["dim"], x),
  "nn.LogSoftmax": ({ options }, x) => along("LogSoftmax", options["dim"], x),
};

function along(type: string, dim: unknown, x: Wire): Wire {
  only(typeof dim === "number", "softmax along no axis in particular");
  return node(type, [x], { axis: dim });
}
