import { type Array as JaxArray, numpy as np } from "@jax-js/jax";
import { type Given, only } from "../table.ts";

/**
 * An array of jax-js. Every function takes what it is given and frees it, so that whoever uses an array says `.ref`:
 * layers only borrow their inputs and state.
 */
export type T = JaxArray;

/** y plus b, if there is one. */
export function plus(y: T, b: T | undefined): T {
  return b === undefined ? y : np.add(y, b.ref);
}

/** A vector along the second axis of so many. */
export function alongChannels(vector: T, rank: number): T {
  return np.reshape(vector.ref, [1, -1, ...new Array<number>(rank - 2).fill(1)]);
}

/** A loss of each element, reduced as its option says. */
export function reduced(loss: T, { options }: Given<T>): T {
  only(
    (options["size_average"] ?? null) === null && (options["reduce"] ?? null) === null,
    "the options before reduction",
  );
  if (options["reduction"] === "none") return loss;
  return options["reduction"] === "sum" ? np.sum(loss) : np.mean(loss);
}
