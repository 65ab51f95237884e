import type { Answer, Call, Returned } from "#harness/case";
import type { Engine } from "#harness/engine";
import { changed } from "#harness/properties/ndarray";
import { firstInput } from "#harness/properties/tensors";

/** What a faulty engine makes of the right answer, and of the calls that it has heard. */
export type Fault = (answer: Returned, call: Call, heard: number) => Returned;

/** An engine with a fault. */
export function faulty(engine: Engine, fault: Fault): Engine {
  let heard = 0;
  return {
    ...engine,
    async answer(call) {
      const answer = await engine.answer(call);
      return answer.kind === "returned" ? fault(answer, call, heard++) : (answer as Answer);
    },
  };
}

/** The slots whose names begin so, with each number changed. */
export function spoilt(
  answer: Returned,
  beginning: string,
  change: (x: number, i: number) => number,
): Returned {
  const tensors = Object.entries(answer.tensors).map(
    ([slot, array]) => [slot, slot.startsWith(beginning) ? changed(array, change) : array] as const,
  );
  return { ...answer, tensors: Object.fromEntries(tensors) };
}

/** The size of an axis of the first input. */
export function sizeAt(call: Call, axis: number): number {
  return firstInput(call).shape.at(axis) ?? 0;
}
