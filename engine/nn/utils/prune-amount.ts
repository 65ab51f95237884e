import { checkAs } from "../../errors.ts";

/** Refuses what cannot be an amount: a whole number counts what is pruned, a fraction between 0 and 1 is the share. */
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

/** How many of `size` are pruned. Throws ValueError for more than there are. */
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

function roundToEven(x: number): number {
  const below = Math.floor(x);
  if (x - below !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}
