import type { NdArray } from "#harness/array";
import type { Answer, Call, Returned } from "#harness/case";
import type { Engine, Unsupported } from "#harness/engine";
import { engine as right } from "#harness/engines/touchstone";

/** What an ailment makes of a right answer. */
type Ailment = (answer: Returned, call: Call) => Answer | Unsupported;

/** Our engine with an adapter that has something wrong with it. */
export function ailing(ailment: Ailment, more: Partial<Engine> = {}): Engine {
  const answer = async (call: Call) => {
    const given = await right.answer(structuredClone(call));
    return given.kind === "returned" ? ailment(given, call) : given;
  };
  return { ...right, answer, ...more };
}

/** The answer with its tensors changed. */
export function changed(
  answer: Returned,
  change: (array: NdArray, slot: string) => NdArray,
): Returned {
  const entries = Object.entries(answer.tensors);
  const tensors = Object.fromEntries(entries.map(([slot, one]) => [slot, change(one, slot)]));
  return { ...answer, tensors };
}

/** The answer without the slots and facts that begin so. */
export function without(answer: Returned, ...beginnings: readonly string[]): Returned {
  const kept = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(
      Object.entries(record).filter(([name]) => !beginnings.some((one) => name.startsWith(one))),
    );
  return { ...answer, tensors: kept(answer.tensors), facts: kept(answer.facts) };
}
