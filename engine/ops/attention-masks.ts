import { type Dtype, isFloating } from "../dtype.ts";
import { checkAs } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { choose } from "./choose.ts";
import { full, zeros } from "./create.ts";
import { maskedFill } from "./where.ts";

/** What is added to scores where a boolean mask says who takes part: 0 where true, -inf elsewhere; numbers stay. */
export function additiveMask(mask: Tensor, dtype: Dtype): Tensor {
  if (mask.dtype !== "bool") return mask;
  const [kept, left] = [full([], 0, { dtype }), full([], -Infinity, { dtype })];
  return choose(mask, kept, left, mask.shape);
}

/** What is added to scores where a boolean mask says who is left out: -inf where true, 0 elsewhere; numbers stay. */
export function canonicalMask(mask: Tensor | null, name: string, dtype: Dtype): Tensor | null {
  if (!mask) return null;
  checkAs(
    "AssertionError",
    mask.dtype === "bool" || isFloating(mask.dtype),
    "attention",
    () => `only bool and floating types of ${name} are supported, not ${mask.dtype}`,
  );
  return mask.dtype === "bool" ? maskedFill(zeros(mask.shape, { dtype }), mask, -Infinity) : mask;
}
