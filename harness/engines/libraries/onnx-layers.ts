import type { Layer } from "../table.ts";
import { ACTIVATIONS } from "./onnx-activations.ts";
import { node, type Wire } from "./onnx-graph.ts";
import { NORMS } from "./onnx-norms.ts";
import { PADDING } from "./onnx-padding.ts";
import { RECURRENT } from "./onnx-recurrent.ts";
import { RESIZE } from "./onnx-resize.ts";
import { SHAPES } from "./onnx-shapes.ts";
import { WINDOWS } from "./onnx-windows.ts";

/** What ONNX has of torch.nn, by PyTorch's names. */
export const LAYERS: Readonly<Record<string, Layer<Wire>>> = {
  "torch.matmul": (_, a, b) => node("MatMul", [a, b]),
  "torch.bmm": (_, a, b) => node("MatMul", [a, b]),
  "torch.exp": (_, x) => node("Exp", [x]),
  "nn.Linear": ({ state, shapes }, x) => {
    const { weight, bias } = state;
    if (shapes[0]?.length === 2) return node("Gemm", [x, weight, bias], { transB: 1 });
    const y = node("MatMul", [x, node("Transpose", [weight], { perm: [1, 0] })]);
    return bias === undefined ? y : node("Add", [y, bias]);
  },
  ...ACTIVATIONS,
  ...NORMS,
  ...WINDOWS,
  ...SHAPES,
  ...PADDING,
  ...RESIZE,
  ...RECURRENT,
};
