import type { Dtype, NdArray } from "#harness/array";
import type { Call, Case, Limit, Returned } from "#harness/case";
import { UNIT_ROUNDOFF } from "#harness/floats";
import { array, returning, TOLERANCE } from "./sample.ts";

export const { NaN: NAN } = Number;
export const INF = Infinity;
/** The unit roundoff of float32. */
export const U = UNIT_ROUNDOFF.float32;

/** One float32 output. */
export function floats(...numbers: number[]): NdArray {
  return array("float32", [numbers.length], numbers);
}

/** An answer with these tensors. */
export function returned(
  tensors: Readonly<Record<string, NdArray>>,
  facts?: Returned["facts"],
): Returned {
  return { kind: "returned", tensors, facts: facts ?? { structure: "tensor" } };
}

/** An answer with one float32 output. */
export function output(...numbers: number[]): Returned {
  return returned({ "output.0": floats(...numbers) });
}

/** A case with one float32 output, within a limit. */
export function within(...numbers: number[]): Case {
  return returning({ "output.0": floats(...numbers) });
}

/** A case whose call makes `after` of one float32 part of the state, and of `before` where its state is given. */
export function moving(before: number | null, after: number, over: Partial<Call> = {}): Case {
  const state = before === null ? null : { mean: floats(before) };
  const one = returning({ "state.mean": floats(after) });
  return { ...one, call: { ...one.call, state, ...over } };
}

/** A case with one output, by bits. */
export function bitwise(dtype: Dtype, numbers: readonly number[]): Case {
  return returning({ "output.0": array(dtype, [numbers.length], numbers) }, "bits");
}

/** A case with one float32 output, within a limit of one's own. */
export function limited(over: Partial<Exclude<Limit, "bits">>, ...numbers: number[]): Case {
  return returning({ "output.0": floats(...numbers) }, {
    ...(TOLERANCE as object),
    ...over,
  } as Limit);
}
