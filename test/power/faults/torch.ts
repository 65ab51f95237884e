import { type Fault, faultsOf } from "../fault.ts";

const layers = ["torch.*"];

/** torch's own operations. */
export const operations: readonly Fault[] = faultsOf("torch", layers, [
  {
    name: "variance-biased",
    kind: "correction",
    file: "ops/moments.ts",
    find: "others.correction ?? (unbiased ? 1 : 0)",
    replace: "others.correction ?? 0",
  },
  {
    name: "clamp-gradient-at-its-bounds",
    kind: "gradient",
    file: "ops/clamp.ts",
    find: 'const enough = low && compareElements("ge", x, low);',
    replace: 'const enough = low && compareElements("gt", x, low);',
  },
  {
    name: "max-shares-ties-unevenly",
    kind: "gradient",
    file: "kernels/extreme.ts",
    find: "const share = given / <T>count",
    replace: "const share = given",
  },
  {
    name: "extremes-drop-nan",
    kind: "NaN",
    file: "kernels/extreme.ts",
    find: "if (v != v) return v;",
    replace: "if (v != v) continue;",
  },
  {
    name: "extremes-last-of-equals",
    kind: "index",
    file: "kernels/extreme.ts",
    find: "while (load<T>(at) != best) at += sizeof<T>();",
    replace:
      "at = x + <usize>(n - 1) * sizeof<T>();\n    while (load<T>(at) != best) at -= sizeof<T>();",
  },
  {
    name: "sort-puts-nan-first",
    kind: "NaN",
    file: "ops/sort.ts",
    find: "return turn * (Number(Number.isNaN(a)) - Number(Number.isNaN(b)));",
    replace: "return -turn * (Number(Number.isNaN(a)) - Number(Number.isNaN(b)));",
  },
  {
    name: "remainder-with-the-dividends-sign",
    kind: "sign",
    file: "kernels/binary.ts",
    find: "return rest != <T>0 && rest < <T>0 != q < <T>0 ? rest + q : rest;",
    replace: "return rest;",
  },
  {
    name: "round-half-away",
    kind: "rounding",
    file: "kernels/pointwise.ts",
    find: "class Round<T> { @inline of(v: v128): v128 { return v128.nearest<T>(v); } }",
    replace:
      "class Round<T> { @inline of(v: v128): v128 { return v128.trunc<T>(v128.add<T>(v, v128.bitselect(v, v128.splat<T>(<T>0.5), v128.splat<T>(<T>-0.0)))); } }",
  },
  {
    name: "maximum-drops-nan",
    kind: "NaN",
    file: "kernels/binary.ts",
    find: "class Maximum<T> { @inline of(p: v128, q: v128): v128 { return v128.bitselect(q, v128.pmax<T>(p, q), v128.ne<T>(q, q)); } }",
    replace:
      "class Maximum<T> { @inline of(p: v128, q: v128): v128 { return v128.pmax<T>(p, q); } }",
  },
  {
    name: "power-gradient-at-zero",
    kind: "gradient",
    file: "ops/pointwise.ts",
    find: "[exponent === 0 ? zerosLike(x) : mul(",
    replace: "[exponent === -99 ? zerosLike(x) : mul(",
  },
  {
    name: "where-swaps-its-gradients",
    kind: "gradient",
    file: "ops/where.ts",
    find: "choose(condition, zero, g, shape)",
    replace: "choose(condition, g, zero, shape)",
  },
  {
    name: "cumsum-gradient-forwards",
    kind: "gradient",
    file: "ops/scan.ts",
    find: "[g && to(summedBack(g, axis), x.dtype)]",
    replace: "[g && to(g, x.dtype)]",
  },
  {
    name: "sum-of-integers-in-float",
    kind: "dtype",
    file: "ops/sum-axes.ts",
    find: '{ dtype: "int64" },',
    replace: '{ dtype: "int32" },',
  },
]);
