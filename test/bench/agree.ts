import type { Answer } from "#harness/case";
import type { Unsupported } from "#harness/engine";
import { isFloat, numbersOf } from "#harness/floats";

/** Beyond this share of the greatest number an answer is another one, not a less exact one. */
const APART = 2e-3;

/** Why a peer's answer is not ours; null where it is. What the peer did not answer is not looked at. */
export function disagreement(
  ours: Answer | Unsupported,
  theirs: Answer | Unsupported,
): string | null {
  if (ours.kind !== "returned") return `ours ${said(ours)}`;
  if (theirs.kind !== "returned") return said(theirs);
  const slots = Object.keys(ours.tensors).filter((slot) => /^(output|grad)\./.test(slot));
  const shared = slots.filter((slot) => Object.hasOwn(theirs.tensors, slot));
  if (!shared.some((slot) => slot.startsWith("output."))) return "it gives no output";
  if (slots.some(isGradient) && !shared.some(isGradient)) return "it gives no gradient";
  for (const slot of shared) {
    const [a, b] = [ours.tensors[slot], theirs.tensors[slot]];
    if (a === undefined || b === undefined || !isFloat(a.dtype) || !isFloat(b.dtype)) continue;
    const [want, got] = [numbersOf(a), numbersOf(b)];
    if (want.length !== got.length) return `${slot} has ${got.length} elements, not ${want.length}`;
    const [size, off] = farthest(want, got);
    if (!(off <= APART * size))
      return `${slot} is off by ${off.toPrecision(3)} of ${size.toPrecision(3)}`;
  }
  return null;
}

/** The greatest number, and the greatest difference; NaN where one of them is. */
function farthest(want: ArrayLike<number>, got: ArrayLike<number>): [size: number, off: number] {
  let [size, off] = [0, 0];
  for (let i = 0; i < want.length; i++) {
    const [a, b] = [want[i] as number, got[i] as number];
    size = Math.max(size, Math.abs(a));
    off = Math.max(off, Math.abs(a - b));
  }
  return [size, off];
}

function isGradient(slot: string): boolean {
  return slot.startsWith("grad.");
}

function said(answer: Answer | Unsupported): string {
  if (answer.kind === "unsupported") return answer.reason;
  return answer.kind === "threw" ? `refuses: ${answer.message}` : "returns";
}
