import { type Dtype, isFloating } from "../dtype.ts";
import { checkAs } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { choose } from "./choose.ts";
import { full } from "./create.ts";

/** What is added to scores where a boolean mask says who takes part: 0 where true, -inf elsewhere; numbers stay. */
export function additiveMask(mask: Tensor, dtype: Dtype): Tensor {
  return mask.dtype === "bool" ? chooseNumber(mask, 0, -Infinity, dtype) : mask;
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
  return mask.dtype === "bool" ? chooseNumber(mask, -Infinity, 0, dtype) : mask;
}

function chooseNumber(mask: Tensor, ifTrue: number, ifFalse: number, dtype: Dtype): Tensor {
  const [p, q] = [full([], ifTrue, { dtype }), full([], ifFalse, { dtype })];
  return choose(mask, p, q, mask.shape);
}
