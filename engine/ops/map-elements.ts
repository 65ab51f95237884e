import { computeType, getDefaultDtype, isFloating, isHalf } from "../dtype.ts";
import { kernels } from "../memory.ts";
import { pin } from "../pin.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { contiguous, detached, to } from "./copy.ts";

/** The functions of kernels/pointwise.ts by their numbers. */
const UNARY = {
  neg: 0,
  abs: 1,
  exp: 2,
  log: 3,
  sqrt: 4,
  tanh: 5,
  sigmoid: 6,
  relu: 7,
  log1p: 8,
  expm1: 9,
  reciprocal: 10,
  rsqrt: 11,
  sin: 12,
  cos: 13,
  floor: 14,
  ceil: 15,
  round: 16,
  trunc: 17,
  sign: 18,
  log2: 19,
  log10: 20,
  erf: 21,
  erfc: 22,
  tan: 23,
  asin: 24,
  acos: 25,
  atan: 26,
  sinh: 27,
  cosh: 28,
  asinh: 29,
  acosh: 30,
  atanh: 31,
  exp2: 32,
  frac: 33,
} as const;

/** The name of an elementwise function of the kernels. */
export type UnaryName = keyof typeof UNARY;

/** An elementwise function on plain values: no autograd. Half types are computed in float32 and rounded once. */
export function mapElements(name: UnaryName, x: Tensor): Tensor {
  const type = isFloating(x.dtype) ? computeType(x.dtype) : getDefaultDtype();
  const data = contiguous(to(detached(x), type));
  const out = emptyTensor(x.shape, type);
  const kernel = type === "float32" ? kernels.unary_f32 : kernels.unary_f64;
  pin([data, out], 1, (a, y) => kernel(UNARY[name], a as number, y as number, x.numel));
  return isHalf(x.dtype) ? to(out, x.dtype) : out;
}
