import type { NdArray } from "../array.ts";
import type { Call, Limit, Returned } from "../case.ts";
import { isFloat, UNIT_ROUNDOFF } from "../floats.ts";
import { mapped } from "../mapped.ts";
import type { Ask } from "./asking.ts";
import { changed, combined, greatest } from "./ndarray.ts";
import { uniform } from "./numbers.ts";
import { inputsOf, withInputs } from "./tensors.ts";

/** How often inputs are disturbed. */
const TIMES = 2;

/** What may lie between two right answers to a call. */
export interface Margins {
  /** The limit of a slot of an answer, or of a sum of `times` answers. Integers have none. */
  limitOf(slot: string, times: number): Limit;
}

/**
 * The margins of an answer. Rounding within a layer moves its results as far as rounding of what it is given would, times
 * a factor that grows with the root of the number of terms; so every number that the layer is given is disturbed by up to
 * e = sqrt(u) of itself, and what comes out, in units of e, is the amplification A of the limits that cases have, though
 * never below the greatest result. As each answer may be so far from the truth, a comparison of two allows twice that.
 */
export async function measure(ask: Ask, call: Call, answer: Returned): Promise<Margins> {
  const reach = new Map<string, number>();
  for (let time = 0; time < TIMES; time++) {
    const { tensors } = await ask(disturbed(call, uniform(call.seed, `disturb ${time}`)));
    for (const [slot, array] of Object.entries(answer.tensors)) {
      const other = tensors[slot];
      if (!isFloat(array.dtype) || other?.data.length !== array.data.length) continue;
      const moved =
        greatest(
          combined([
            [1, other],
            [-1, array],
          ]),
        ) / sizeOfStep(call);
      reach.set(slot, Math.max(reach.get(slot) ?? greatest(array), moved));
    }
  }
  const terms = termsOf(call);
  return {
    limitOf(slot, times) {
      const amplification = reach.get(slot);
      if (amplification === undefined) return "bits";
      return {
        terms,
        amplification: times * amplification,
        residual: null,
        referenceLimited: false,
      };
    },
  };
}

/** sqrt(u): large beside rounding, and small beside the curvature of a layer. */
function sizeOfStep({ dtype }: Call): number {
  return Math.sqrt(isFloat(dtype) ? UNIT_ROUNDOFF[dtype] : UNIT_ROUNDOFF.float32);
}

/** No sum in a layer has more terms than the layer is given numbers. */
function termsOf(call: Call): number {
  const arrays = [...inputsOf(call).values()].map(({ array }) => array);
  const all = [...arrays, ...Object.values(call.state ?? {}), ...Object.values(call.upstream)];
  return all.reduce((sum, { data }) => sum + data.length, 0);
}

/** Only what gradients are asked of: targets and masks are whole numbers of a kind. */
function disturbed(call: Call, next: () => number): Call {
  const step = sizeOfStep(call);
  const shake = (array: NdArray): NdArray =>
    isFloat(array.dtype) ? changed(array, (x) => x * (1 + step * (2 * next() - 1))) : array;
  const shaken = withInputs(call, (value) =>
    value.grad ? { ...value, array: shake(value.array) } : value,
  );
  return {
    ...shaken,
    state: call.state && mapped(call.state, shake),
    upstream: mapped(call.upstream, shake),
  };
}
