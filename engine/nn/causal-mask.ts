import { type Dtype, getDefaultDtype, isFloating } from "../dtype.ts";
import { check } from "../errors.ts";
import { numbers, writer } from "../ops/copy.ts";
import { zeros } from "../ops/create.ts";
import { sameShape } from "../shape.ts";
import { elementsOf, type Tensor } from "../tensor.ts";

/** Options of generateSquareSubsequentMask. */
export interface SquareMaskOptions {
  dtype?: Dtype;
}

/** The mask (sz, sz) that lets position i see only 0 to i: 0 there, -inf elsewhere. */
export function generateSquareSubsequentMask(
  sz: number,
  { dtype = getDefaultDtype() }: SquareMaskOptions = {},
): Tensor {
  const mask = zeros([sz, sz], { dtype });
  const write = writer(dtype, elementsOf(mask));
  for (let i = 0; i < sz; i++) {
    for (let j = i + 1; j < sz; j++) write(i * sz + j, -Infinity);
  }
  return mask;
}

/** Whether a stack tells its layers that the mask is causal: as `hint` says, or, without a hint, if the mask is that of `length`. */
export function isCausalMask(mask: Tensor | null, hint: boolean | null, length: number): boolean {
  if (hint !== null || mask === null) return hint === true;
  check(
    isFloating(mask.dtype) || mask.dtype === "bool",
    "Transformer",
    () => `mask: value cannot be converted to type ${mask.dtype}_t without overflow`,
  );
  if (!sameShape(mask.shape, [length, length])) return false;
  const causal = numbers(generateSquareSubsequentMask(length, { dtype: mask.dtype }));
  return numbers(mask).every((value, i) => value === causal[i]);
}
