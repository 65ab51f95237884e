import { type Fault, faultsOf } from "../fault.ts";

const layers = ["nn.utils.*"];

/** torch.nn.utils. */
export const utilities: readonly Fault[] = faultsOf("nn.utils", layers, [
  {
    name: "clip-norm-of-the-greatest",
    kind: "norm_type",
    file: "nn/utils/clip-grad.ts",
    find: "vectorNorm(stack(all.map((x) => vectorNorm(x, normType))), normType)",
    replace: "vectorNorm(stack(all.map((x) => vectorNorm(x, normType))), Infinity)",
  },
  {
    name: "clip-norm-scales-up",
    kind: "max_norm",
    file: "nn/utils/clip-grad.ts",
    find: "clampMax(div(maxNorm, add(totalNorm, 1e-6)), 1)",
    replace: "div(maxNorm, add(totalNorm, 1e-6))",
  },
  {
    name: "clip-value-one-sided",
    kind: "clip_value",
    file: "nn/utils/clip-grad.ts",
    find: "clamp(grad, { min: -clipValue, max: clipValue })",
    replace: "clamp(grad, { max: clipValue })",
  },
  {
    name: "weight-norm-of-the-whole",
    kind: "dim",
    file: "ops/weight-norm.ts",
    find: "const others = otherAxes(v, dim);\n  if (dim === -1) return vectorNorm(v);",
    replace: "const others = otherAxes(v, dim);\n  if (dim !== 99) return vectorNorm(v);",
  },
  {
    name: "weight-norm-gradient-along-v",
    kind: "gradient",
    file: "ops/weight-norm.ts",
    find: "sub(inFull(d), mul(direction, dg))",
    replace: "inFull(d)",
  },
  {
    name: "spectral-norm-not-iterated",
    kind: "n_power_iterations",
    file: "nn/utils/spectral-norm.ts",
    find: "if (training) noGrad(() => this.improve(matrix, u, v));",
    replace: "if (training && !matrix) noGrad(() => this.improve(matrix, u, v));",
  },
  {
    name: "spectral-norm-iterates-in-evaluation",
    kind: "training",
    file: "nn/utils/spectral-norm.ts",
    find: "if (training) noGrad(() => this.improve(matrix, u, v));",
    replace: "noGrad(() => this.improve(matrix, u, v));",
  },
  {
    name: "spectral-norm-of-rows-when-transposed",
    kind: "dim",
    file: "nn/utils/spectral-matrix.ts",
    find: "module instanceof kind) ? 1 : 0",
    replace: "module instanceof kind) ? 0 : 0",
  },
  {
    name: "fusion-eps-lost",
    kind: "eps",
    file: "nn/utils/fusion.ts",
    find: "const inverse = rsqrt(add(bnRv, bnEps));",
    replace: "const inverse = rsqrt(add(bnRv, 0 * bnEps));",
  },
  {
    name: "fusion-transpose-ignored",
    kind: "transpose",
    file: "nn/utils/fusion.ts",
    find: "transpose ? [1, -1, ...ones] : [-1, 1, ...ones]",
    replace: "[-1, 1, ...ones]",
  },
  {
    name: "prune-greatest",
    kind: "amount",
    file: "nn/utils/prune-methods.ts",
    find: "topk(reshape(abs(t), [-1]), count, { largest: false })",
    replace: "topk(reshape(abs(t), [-1]), count, { largest: true })",
  },
  {
    name: "prune-share-rounded-down",
    kind: "amount",
    file: "nn/utils/prune-amount.ts",
    find: "Number.isInteger(amount) ? amount : roundToEven(amount * size)",
    replace: "Number.isInteger(amount) ? amount : Math.floor(amount * size)",
  },
  {
    name: "prune-structured-along-the-last-axis",
    kind: "dim",
    file: "nn/utils/prune-methods.ts",
    find: "const axis = this.dim < 0 ? this.dim + t.ndim : this.dim;",
    replace: "const axis = t.ndim - 1;",
  },
  {
    name: "orthogonal-cayley-inverse",
    kind: "orthogonal_map",
    file: "nn/utils/orthogonal-map.ts",
    find: "solve(add(identity, a, { alpha: -0.5 }), add(identity, a, { alpha: 0.5 }))",
    replace: "solve(add(identity, a, { alpha: 0.5 }), add(identity, a, { alpha: -0.5 }))",
  },
]);
