import { checkAs } from "../../errors.ts";
import { showShape } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";

/** Refuses an amount that is neither a share from 0 to 1 nor a count. */
export function checkAmount(amount: number): void {
  checkAs(
    "TypeError",
    typeof amount === "number",
    "prune",
    () => `Invalid type for amount: ${amount}. Must be int or float.`,
  );
  checkAs(
    "ValueError",
    Number.isInteger(amount) ? amount >= 0 : amount >= 0 && amount <= 1,
    "prune",
    () => `amount=${amount} should either be a float in the range [0, 1] or a non-negative integer`,
  );
}

/** How many of `size` an amount is: itself if whole, else a share of them, rounded to even. */
export function countOf(amount: number, size: number): number {
  const count = Number.isInteger(amount) ? amount : roundToEven(amount * size);
  checkAs(
    "ValueError",
    count <= size,
    "prune",
    () => `amount=${count} should be smaller than the number of parameters to prune=${size}`,
  );
  return count;
}

/** Refuses a tensor without slices, and an axis that it does not have. */
export function checkSlices(x: Tensor, dim: number): void {
  checkAs(
    "ValueError",
    x.ndim > 1,
    "prune",
    () =>
      `Structured pruning can only be applied to multidimensional tensors. Found tensor of shape torch.Size([${x.shape.join(", ")}]) with ${x.ndim} dims`,
  );
  checkAs(
    "IndexError",
    dim < x.ndim,
    "prune",
    () => `Invalid index ${dim} for tensor of size ${showShape(x.shape)}`,
  );
}

function roundToEven(x: number): number {
  const low = Math.floor(x);
  const over = x - low;
  if (over !== 0.5) return over < 0.5 ? low : low + 1;
  return low % 2 === 0 ? low : low + 1;
}
