import { attach } from "../autograd.ts";
import { isFloating } from "../dtype.ts";
import { check } from "../errors.ts";
import { Tensor } from "../tensor.ts";
import { addcdiv, addcmul, lerp, type ValueOptions } from "./blend.ts";
import { spread } from "./choose.ts";
import { type Bounds, clamp } from "./clamp.ts";
import { detached, to } from "./copy.ts";
import { full, zerosLike } from "./create.ts";
import { type DivideOptions, divide, remainder } from "./division.ts";
import { type IndexPutOptions, type Indices, indexPut } from "./index.ts";
import { overwrite } from "./overwrite.ts";
import { type AlphaOptions, add, mul, neg, pow, sub } from "./pointwise.ts";
import type { Operand } from "./promotion.ts";
import { abs, ceil, floor, round, trunc } from "./rounding.ts";
import {
  type IndexAddOptions,
  indexAdd,
  indexCopy,
  indexFill,
  scatter,
  scatterAdd,
} from "./scatter.ts";
import { sumAxes } from "./sum-axes.ts";
import { cos, exp, log, reciprocal, rsqrt, sin, sqrt, square } from "./unary.ts";
import { maskedFill } from "./where.ts";

// Tensor.add_ and its like: each gives its first argument, in place, the value of the function without underscore.

type Function_<Rest extends readonly unknown[]> = (x: Tensor, ...rest: Rest) => Tensor;

function inPlace<Rest extends readonly unknown[]>(
  name: string,
  of: Function_<Rest>,
): Function_<Rest> {
  return (x, ...rest) => overwrite(x, name, (before) => of(before, ...rest));
}

export const add_ = inPlace<[Operand, AlphaOptions?]>("add_", add);
export const sub_ = inPlace<[Operand, AlphaOptions?]>("sub_", sub);
export const mul_ = inPlace<[Operand]>("mul_", mul);
export const div_ = inPlace<[Operand, DivideOptions?]>("div_", divide);
export const pow_ = inPlace<[Operand]>("pow_", pow);
export const remainder_ = inPlace<[Operand]>("remainder_", remainder);
export const neg_ = inPlace<[]>("neg_", neg);
export const abs_ = inPlace<[]>("abs_", abs);
export const exp_ = inPlace<[]>("exp_", exp);
export const log_ = inPlace<[]>("log_", log);
export const sqrt_ = inPlace<[]>("sqrt_", sqrt);
export const rsqrt_ = inPlace<[]>("rsqrt_", rsqrt);
export const reciprocal_ = inPlace<[]>("reciprocal_", reciprocal);
export const square_ = inPlace<[]>("square_", square);
export const sin_ = inPlace<[]>("sin_", sin);
export const cos_ = inPlace<[]>("cos_", cos);
export const floor_ = inPlace<[]>("floor_", floor);
export const ceil_ = inPlace<[]>("ceil_", ceil);
export const round_ = inPlace<[]>("round_", round);
export const trunc_ = inPlace<[]>("trunc_", trunc);
export const clamp_ = inPlace<(Operand | null | Bounds | undefined)[]>("clamp_", clamp);
export const lerp_ = inPlace<[Tensor, Operand]>("lerp_", lerp);
export const addcmul_ = inPlace<[Tensor, Tensor, ValueOptions?]>("addcmul_", addcmul);
export const addcdiv_ = inPlace<[Tensor, Tensor, ValueOptions?]>("addcdiv_", addcdiv);
export const maskedFill_ = inPlace<[Tensor, number]>("maskedFill_", maskedFill);
export const scatter_ = inPlace<[number, Tensor, Tensor | number]>("scatter_", scatter);
export const scatterAdd_ = inPlace<[number, Tensor, Tensor]>("scatterAdd_", scatterAdd);
export const indexAdd_ = inPlace<[number, Tensor, Tensor, IndexAddOptions?]>("indexAdd_", indexAdd);
export const indexCopy_ = inPlace<[number, Tensor, Tensor]>("indexCopy_", indexCopy);
export const indexFill_ = inPlace<[number, Tensor, number | Tensor]>("indexFill_", indexFill);
export const indexPut_ = inPlace<[Indices, Tensor, IndexPutOptions?]>("indexPut_", indexPut);

/** Tensor.fill_: every element becomes `value`. */
export const fill_ = inPlace<[Tensor | number]>("fill_", filled);

/** Tensor.zero_: every element becomes 0. */
export const zero_ = inPlace<[]>("zero_", (x) =>
  attach("ZeroBackward0", [x], zerosLike(x), (g) => [g && zerosLike(g)]),
);

function filled(x: Tensor, value: Tensor | number): Tensor {
  if (!(value instanceof Tensor)) {
    const out = full(x.shape, value, { dtype: x.dtype });
    return attach("FillBackward2", [x], out, (g) => [g && zerosLike(g)]);
  }
  check(
    value.ndim === 0,
    "fill_",
    () =>
      `fill_ only supports 0-dimension value tensor but got tensor with ${value.ndim} dimensions.`,
  );
  const out = spread(to(detached(value), x.dtype), x.shape);
  return attach("FillBackward3", [x, value], out, (g) => {
    if (!g) return [null, null];
    const total = isFloating(value.dtype)
      ? sumAxes(
          g,
          g.shape.map((_, i) => i),
        )
      : null;
    return [zerosLike(g), total && to(total, value.dtype)];
  });
}
