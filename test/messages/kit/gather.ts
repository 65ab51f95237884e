import { engine } from "#harness/engines/touchstone";
import { openFixtures } from "#harness/fixtures";
import type { Provocation } from "./loose.ts";
import type { Site } from "./sites.ts";
import { type Refusal, refusalsOf } from "./witness.ts";

/**
 * What each provocation makes the engine say, then what each recorded refusal does: first those of `chosen`, so that a
 * new case changes no message that is already shown.
 */
export async function allRefusals(
  provocations: readonly Provocation[],
  chosen: readonly string[],
): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  for (const provocation of provocations) {
    const made = await refusalsOf(provocation);
    if (made.length === 0) throw new Error(`nothing was refused: ${provocation}`);
    refusals.push(...made);
  }
  const { ids, load } = openFixtures("fixtures");
  for (const id of [...chosen, ...ids.filter((one) => !chosen.includes(one))]) {
    const { answer, call } = load(id);
    if (answer.kind === "threw") refusals.push(...(await refusalsOf(() => engine.answer(call))));
  }
  return refusals;
}

/** One refusal of each place in the source, the first, in the order of the source. */
export function firstOfEach(refusals: readonly Refusal[]): Refusal[] {
  const first = new Map<string, Refusal>();
  for (const one of refusals) if (!first.has(keyOf(one))) first.set(keyOf(one), one);
  return [...first.values()].sort((a, b) =>
    a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1,
  );
}

/** A place as text: "engine/ops/view.ts:39". */
export function keyOf({ file, line }: Site): string {
  return `${file}:${line}`;
}

/** All messages on one page: a heading a file, a line a message. */
export function pageOf(refusals: readonly Refusal[]): string {
  const lines: string[] = [];
  let file = "";
  for (const one of refusals) {
    if (one.file !== file) lines.push("", one.file);
    file = one.file;
    lines.push(`  ${one.class}: ${one.message.replaceAll("\n", "\n    ")}`);
  }
  return `${lines.slice(1).join("\n")}\n`;
}
