import { relu, sigmoid, tanh } from "../ops/activation.ts";
import { bitwiseAnd, bitwiseNot, bitwiseOr, bitwiseXor } from "../ops/bitwise.ts";
import { addcdiv, addcmul, atan2, copysign, hypot, lerp } from "../ops/blend.ts";
import { clamp, clampMax, clampMin } from "../ops/clamp.ts";
import {
  allclose,
  eq,
  equal,
  ge,
  gt,
  isclose,
  isfinite,
  isinf,
  isnan,
  le,
  logicalAnd,
  logicalNot,
  logicalOr,
  logicalXor,
  lt,
  ne,
} from "../ops/compare.ts";
import { divide, floorDivide, fmod, remainder } from "../ops/division.ts";
import { add, maximum, minimum, mul, neg, pow, sub } from "../ops/pointwise.ts";
import { abs, ceil, floor, frac, round, sign, trunc } from "../ops/rounding.ts";
import * as unary from "../ops/unary.ts";
import { addMethods, type Methods } from "./add-methods.ts";

const functions = {
  ...{ add, sub, mul, div: divide, floorDivide, remainder, fmod, pow, neg, maximum, minimum },
  ...{ abs, ceil, floor, frac, round, sign, trunc, clamp, clampMin, clampMax },
  ...{ eq, ne, lt, le, gt, ge, equal, allclose, isclose, isfinite, isinf, isnan },
  ...{ logicalAnd, logicalNot, logicalOr, logicalXor },
  ...{ bitwiseAnd, bitwiseNot, bitwiseOr, bitwiseXor },
  ...{ addcdiv, addcmul, atan2, copysign, hypot, lerp },
  ...unary,
  ...{ relu, sigmoid, tanh },
};

declare module "../tensor.ts" {
  interface Tensor extends Methods<typeof functions> {}
}

addMethods(functions);
