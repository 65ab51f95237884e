import { type Fault, faultsOf } from "../fault.ts";

const layers = [
  "nn.*LU*",
  "nn.*igmoid",
  "nn.Tanh*",
  "nn.*tanh",
  "nn.Soft*",
  "nn.Log*",
  "nn.Hard*",
  "nn.Mish",
  "nn.Threshold",
  "nn.functional.*",
];

/** Activation functions of straight pieces, and ELU. */
export const activations: readonly Fault[] = faultsOf("activation", layers, [
  {
    name: "relu-keeps-negative-zero",
    kind: "-0.0",
    file: "kernels/activation-straight.ts",
    find: "return v128.andnot(v, v128.lt<T>(v, v128.splat<T>(<T>0))); }\n  @inline back(d: v128, v: v128, a: v128, b: v128, c: v128): v128 { return v128.andnot(d, v128.le<T>(v, v128.splat<T>(<T>0))); }\n}\n\n/** Of slope",
    replace:
      "return v128.mul<T>(v, v128.and(v128.splat<T>(<T>1), v128.gt<T>(v, v128.splat<T>(<T>0)))); }\n  @inline back(d: v128, v: v128, a: v128, b: v128, c: v128): v128 { return v128.andnot(d, v128.le<T>(v, v128.splat<T>(<T>0))); }\n}\n\n/** Of slope",
  },
  {
    name: "relu-drops-nan",
    kind: "NaN",
    file: "kernels/activation-straight.ts",
    find: "export class Relu<T> {\n  @inline of(v: v128, a: v128, b: v128, c: v128): v128 { return v128.andnot(v, v128.lt<T>(v, v128.splat<T>(<T>0))); }",
    replace:
      "export class Relu<T> {\n  @inline of(v: v128, a: v128, b: v128, c: v128): v128 { return v128.and(v, v128.gt<T>(v, v128.splat<T>(<T>0))); }",
  },
  {
    name: "relu-gradient-at-zero",
    kind: "gradient",
    file: "kernels/activation-straight.ts",
    find: "export class Relu<T> {\n  @inline of(v: v128, a: v128, b: v128, c: v128): v128 { return v128.andnot(v, v128.lt<T>(v, v128.splat<T>(<T>0))); }\n  @inline back(d: v128, v: v128, a: v128, b: v128, c: v128): v128 { return v128.andnot(d, v128.le<T>",
    replace:
      "export class Relu<T> {\n  @inline of(v: v128, a: v128, b: v128, c: v128): v128 { return v128.andnot(v, v128.lt<T>(v, v128.splat<T>(<T>0))); }\n  @inline back(d: v128, v: v128, a: v128, b: v128, c: v128): v128 { return v128.andnot(d, v128.lt<T>",
  },
  {
    name: "leaky-relu-gradient-at-zero",
    kind: "negative_slope",
    file: "kernels/activation-straight.ts",
    find: "return v128.bitselect(d, v128.mul<T>(d, a), v128.gt<T>(v, v128.splat<T>(<T>0)));",
    replace: "return v128.bitselect(d, v128.mul<T>(d, a), v128.ge<T>(v, v128.splat<T>(<T>0)));",
  },
  {
    name: "threshold-included",
    kind: "threshold",
    file: "kernels/activation-straight.ts",
    find: "return v128.bitselect(b, v, v128.le<T>(v, a));",
    replace: "return v128.bitselect(b, v, v128.lt<T>(v, a));",
  },
  {
    name: "threshold-value-ignored",
    kind: "value",
    file: "ops/hard-activation.ts",
    find: "const parameters = [threshold, value];",
    replace: "const parameters = [threshold, threshold];",
  },
  {
    name: "hardtanh-gradient-at-its-bounds",
    kind: "gradient",
    file: "kernels/activation-straight.ts",
    find: "v128.or(v128.le<T>(v, a), v128.ge<T>(v, b))",
    replace: "v128.or(v128.lt<T>(v, a), v128.gt<T>(v, b))",
  },
  {
    name: "hardtanh-lower-bound-mirrored",
    kind: "min_val",
    file: "ops/activation.ts",
    find: "const parameters = [minVal, maxVal];",
    replace: "const parameters = [-maxVal, maxVal];",
  },
  {
    name: "hardshrink-bound-not-included",
    kind: "lambd",
    file: "kernels/activation-straight.ts",
    find: "return v128.and(v128.ge<T>(v, v128.neg<T>(a)), v128.le<T>(v, a));",
    replace: "return v128.and(v128.gt<T>(v, v128.neg<T>(a)), v128.lt<T>(v, a));",
  },
  {
    name: "softshrink-does-not-move",
    kind: "lambd",
    file: "kernels/activation-straight.ts",
    find: "return v128.bitselect(v128.sub<T>(v, a), low, v128.gt<T>(v, a));",
    replace: "return v128.bitselect(v, low, v128.gt<T>(v, a));",
  },
  {
    name: "hardsigmoid-slope-of-a-fifth",
    kind: "formula",
    file: "kernels/activation-straight.ts",
    find: "v128.div<T>(raised<T>(v), v128.splat<T>(<T>6))",
    replace:
      "v128.pmin<T>(v128.pmax<T>(v128.add<T>(v128.mul<T>(v, v128.splat<T>(<T>0.2)), v128.splat<T>(<T>0.5)), v128.splat<T>(<T>0)), v128.splat<T>(<T>1))",
  },
  {
    name: "hardswish-gradient-between",
    kind: "gradient",
    file: "kernels/activation-straight.ts",
    find: "v128.add<T>(v128.div<T>(v, v128.splat<T>(<T>3)), v128.splat<T>(<T>0.5))",
    replace: "v128.add<T>(v128.div<T>(v, v128.splat<T>(<T>6)), v128.splat<T>(<T>0.5))",
  },
  {
    name: "elu-alpha-ignored",
    kind: "alpha",
    file: "ops/elu.ts",
    find: 'return applyElu(x, "Elu", inplace, [alpha * scale, scale, 1], (round)',
    replace: 'return applyElu(x, "Elu", inplace, [scale, scale, 1], (round)',
  },
  {
    name: "elu-gradient-forgets-alpha",
    kind: "alpha",
    file: "ops/elu.ts",
    find: "round(round(alpha) * round(scale)),",
    replace: "round(scale),",
  },
  {
    name: "celu-alpha-not-inside",
    kind: "alpha",
    file: "ops/elu.ts",
    find: '"Celu", inplace, [alpha, 1, 1 / alpha]',
    replace: '"Celu", inplace, [alpha, 1, 1]',
  },
  {
    name: "selu-constant-in-its-fifth-digit",
    kind: "formula",
    file: "ops/elu.ts",
    find: "1.0507009873554805",
    replace: "1.05073",
  },
  {
    name: "elu-gradient-in-place-of-the-input",
    kind: "inplace",
    file: "ops/elu.ts",
    find: 'inplace ? "eluOfOutput" : "elu"',
    replace: 'inplace ? "elu" : "elu"',
  },
  {
    name: "gelu-by-tanh",
    kind: "approximate",
    file: "ops/activation.ts",
    find: 'approximate === "tanh" ? "geluTanh" : "gelu"',
    replace: 'approximate === "tanh" ? "geluTanh" : "geluTanh"',
  },
  {
    name: "gelu-tanh-by-erf",
    kind: "approximate",
    file: "ops/activation.ts",
    find: 'approximate === "tanh" ? "geluTanh" : "gelu"',
    replace: 'approximate === "tanh" ? "gelu" : "gelu"',
  },
  {
    name: "softplus-threshold-ignored",
    kind: "threshold",
    file: "kernels/activation-smooth.ts",
    find: "return v128.bitselect(v, v128.div<T>(y, a), v128.gt<T>(z, b));",
    replace: "return v128.div<T>(y, a);",
  },
]);
