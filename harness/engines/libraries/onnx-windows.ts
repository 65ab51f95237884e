import type { Value } from "../../case.ts";
import { type Given, type Layer, only } from "../table.ts";
import { type Attribute, node, type Wire } from "./onnx-graph.ts";

/** Convolutions and pooling. */
export const WINDOWS: Readonly<Record<string, Layer<Wire>>> = {
  "nn.Conv1d": (given, x) => convolve(given, x, 1),
  "nn.Conv2d": (given, x) => convolve(given, x, 2),
  "nn.Conv3d": (given, x) => convolve(given, x, 3),
  "nn.ConvTranspose1d": (given, x) => transposed(given, x, 1),
  "nn.ConvTranspose2d": (given, x) => transposed(given, x, 2),
  "nn.ConvTranspose3d": (given, x) => transposed(given, x, 3),
  "nn.MaxPool1d": (given, x) => maxPool(given, x, 1),
  "nn.MaxPool2d": (given, x) => maxPool(given, x, 2),
  "nn.MaxPool3d": (given, x) => maxPool(given, x, 3),
  "nn.AvgPool1d": (given, x) => avgPool(given, x, 1),
  "nn.AvgPool2d": (given, x) => avgPool(given, x, 2),
  "nn.AvgPool3d": (given, x) => avgPool(given, x, 3),
};

function perAxis(value: Value | undefined, axes: number): number[] {
  const all = Array.isArray(value) ? value.map(Number) : [Number(value)];
  return all.length === 1 ? new Array<number>(axes).fill(all[0] as number) : all;
}

function checkRank({ shapes }: Given<Wire>, axes: number): void {
  only(shapes[0]?.length === axes + 2, "images without a batch");
}

/** The beginnings of all axes, then the ends. */
function pads(padding: readonly number[]): number[] {
  return [...padding, ...padding];
}

/** PyTorch's "same" keeps the size at stride one: what is odd goes to the end. */
function convolutionPads({ options }: Given<Wire>, axes: number): number[] {
  const { padding } = options;
  if (padding === "valid") return pads(perAxis(0, axes));
  if (padding !== "same") return pads(perAxis(padding, axes));
  const dilation = perAxis(options["dilation"], axes);
  const all = perAxis(options["kernel_size"], axes).map(
    (n, i) => (n - 1) * (dilation[i] as number),
  );
  return [...all.map((n) => Math.floor(n / 2)), ...all.map((n) => Math.ceil(n / 2))];
}

function convolve(given: Given<Wire>, x: Wire, axes: number): Wire {
  const { state, options } = given;
  checkRank(given, axes);
  only(options["padding_mode"] === "zeros", "convolution padded with other than zeros");
  return node("Conv", [x, state["weight"], state["bias"]], {
    strides: perAxis(options["stride"], axes),
    dilations: perAxis(options["dilation"], axes),
    group: Number(options["groups"]),
    pads: convolutionPads(given, axes),
  });
}

function transposed(given: Given<Wire>, x: Wire, axes: number): Wire {
  const { state, options } = given;
  checkRank(given, axes);
  only((options["output_size"] ?? null) === null, "an output size that is given with the input");
  return node("ConvTranspose", [x, state["weight"], state["bias"]], {
    strides: perAxis(options["stride"], axes),
    dilations: perAxis(options["dilation"], axes),
    group: Number(options["groups"]),
    pads: pads(perAxis(options["padding"], axes)),
    output_padding: perAxis(options["output_padding"], axes),
  });
}

function windows({ options }: Given<Wire>, axes: number): Record<string, Attribute> {
  const size = perAxis(options["kernel_size"], axes);
  const { stride } = options;
  return {
    kernel_shape: size,
    strides: stride === null || stride === undefined ? size : perAxis(stride, axes),
    pads: pads(perAxis(options["padding"], axes)),
    ceil_mode: options["ceil_mode"] === true ? 1 : 0,
  };
}

function maxPool(given: Given<Wire>, x: Wire, axes: number): Wire {
  checkRank(given, axes);
  only(given.options["return_indices"] !== true, "indices of the greatest in an image of its own");
  return node("MaxPool", [x], {
    ...windows(given, axes),
    dilations: perAxis(given.options["dilation"], axes),
  });
}

function avgPool(given: Given<Wire>, x: Wire, axes: number): Wire {
  const { options } = given;
  checkRank(given, axes);
  only((options["divisor_override"] ?? null) === null, "a divisor of one's own");
  return node("AveragePool", [x], {
    ...windows(given, axes),
    count_include_pad: options["count_include_pad"] === true ? 1 : 0,
  });
}
