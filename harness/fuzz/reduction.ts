import { flag, oneOf, rarely } from "./option.ts";

const old = { size_average: rarely(flag()), reduce: rarely(flag()) };
const plain = { reduction: oneOf("mean", "sum", "none") };

/** What becomes of a loss's elements, with and without the options that said it in older times. */
export const reduction = {
  plain,
  legacy: { ...old, ...plain },
  divergence: { ...old, reduction: oneOf("mean", "sum", "none", "batchmean") },
};
