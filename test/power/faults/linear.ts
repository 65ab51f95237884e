import { type Fault, faultsOf } from "../fault.ts";

const layers = [
  "nn.Linear",
  "nn.Bilinear",
  "nn.LazyLinear",
  "nn.functional.linear",
  "nn.functional.bilinear",
  "torch.*mm",
  "torch.matmul",
  "nn.Sequential",
  "nn.Module*",
  "nn.Parameter*",
];

/** Linear layers and matrix products. */
export const linears: readonly Fault[] = faultsOf("linear", layers, [
  {
    name: "linear-bias-lost-in-batches",
    kind: "bias",
    file: "ops/linear.ts",
    find: "return bias ? add(y, bias) : y;",
    replace: "return bias ? y : y;",
  },
  {
    name: "linear-bias-before-the-product",
    kind: "draws",
    file: "nn/linear.ts",
    find: "kaimingUniform_(this.weight, { a: Math.sqrt(5) });\n    if (!this.bias) return;\n    const bound = biasBound(this.inFeatures);\n    uniform_(this.bias, { a: -bound, b: bound });",
    replace:
      "const bound = biasBound(this.inFeatures);\n    if (this.bias) uniform_(this.bias, { a: -bound, b: bound });\n    kaimingUniform_(this.weight, { a: Math.sqrt(5) });",
  },
  {
    name: "linear-prints-without-bias",
    kind: "repr",
    file: "nn/linear.ts",
    find: ", bias=${formatValue(this.bias !== null)}`",
    replace: "`",
  },
  {
    name: "bilinear-inputs-swapped",
    kind: "weight",
    file: "ops/bilinear.ts",
    find: "const half = reshape(mm(left, table), [rows, out, in2]);\n  const y = batchedProduct(half, unsqueeze(right, 2));",
    replace:
      "const half = reshape(mm(left, table), [rows, out, in2]);\n  const y = batchedProduct(half, unsqueeze(in1 === in2 ? left : right, 2));",
  },
  {
    name: "bilinear-drawn-by-both-widths",
    kind: "draws",
    file: "nn/bilinear.ts",
    find: "const bound = 1 / Math.sqrt(this.in1Features);",
    replace: "const bound = 1 / Math.sqrt(this.in1Features * this.in2Features);",
  },
  {
    name: "product-last-row-of-a-tile-lost",
    kind: "border",
    file: "kernels/tile.ts",
    find: "if (rows == MR) storeRow<T>(to + rowC, c10",
    replace: "if (rows == MR && i + MR < m) storeRow<T>(to + rowC, c10",
  },
  {
    name: "product-last-term-lost",
    kind: "border",
    file: "kernels/small.ts",
    find: "for (; a < end; a += 4, b += 4) sum +=",
    replace: "for (; a + 4 < end; a += 4, b += 4) sum +=",
  },
  {
    name: "gemm-forgets-later-blocks",
    kind: "border",
    file: "kernels/gemm.ts",
    find: "const add = accumulate | (pc > 0 ? 1 : 0);",
    replace: "const add = accumulate;",
  },
  {
    name: "half-precision-leaks",
    kind: "float64",
    file: "kernels/gemm.ts",
    find: "  if (n == 1 && gemv<T>(",
    replace:
      "  if (sizeof<T>() == 8) { for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) { let sum: f32 = 0; for (let p = 0; p < k; p++) sum += <f32>load<T>(a + <usize>((i * rowA + p * colA) * sizeof<T>())) * <f32>load<T>(b + <usize>((p * rowB + j * colB) * sizeof<T>())); const to = c + <usize>((i * rowC + j * colC) * sizeof<T>()); store<T>(to, accumulate ? load<T>(to) + <T>sum : <T>sum); } return; }\n  if (n == 1 && gemv<T>(",
  },
  {
    name: "flatten-to-the-last-axis",
    kind: "end_dim",
    file: "nn/flatten.ts",
    find: "return flatten(x, this.startDim, this.endDim);",
    replace: "return flatten(x, this.startDim, -1);",
    layers: ["nn.Flatten"],
  },
]);
