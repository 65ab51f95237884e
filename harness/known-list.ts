import type { Engine } from "./engine.ts";
import type { KnownFailures } from "./known.ts";
import type { CaseReport } from "./report/document.ts";

/**
 * A list of known failures as a run found them, grouped by reason, to be read over before it is kept. A failure that was
 * known keeps its reason, a new one gets what its differences have in common; what passes leaves the list, and what was not
 * asked stays as it was.
 */
export function listKnown(
  { name, version }: Engine,
  cases: readonly CaseReport[],
  ids: readonly string[],
  known: KnownFailures,
): string {
  const asked = new Set(cases.map(({ id }) => id));
  const kept = ids.filter((id) => !asked.has(id)).map((id) => [id, known.reasonFor(id)] as const);
  const groups = new Map<string, string[]>();
  for (const [id, reason] of [...kept, ...cases.map((one) => [one.id, reasonOf(one)] as const)]) {
    if (reason !== null) groups.set(reason, [...(groups.get(reason) ?? []), id]);
  }
  const head = `# Cases that ${name} ${version} is known to fail, as "pattern # reason".`;
  if (groups.size === 0) return `${head} There are none.\n`;
  const sorted = [...groups].sort(
    ([a, one], [b, two]) => two.length - one.length || (a < b ? -1 : 1),
  );
  const blocks = sorted.map(([reason, all]) =>
    all
      .sort()
      .map((id) => `${id} # ${reason}\n`)
      .join(""),
  );
  return `${head}\n\n${blocks.join("\n")}`;
}

/** Why a case fails, or null where it does not. */
function reasonOf({ outcome, reason, differences = [] }: CaseReport): string | null {
  if (outcome === "xfail") return reason ?? "";
  if (outcome !== "fail") return null;
  return differences.map(causeOf).join(" ");
}

/** What a difference says of more than its own numbers. */
function causeOf({
  where,
  sentence,
  lines,
  hints,
}: NonNullable<CaseReport["differences"]>[number]): string {
  if (where === "") return [sentence, ...lines.slice(-1)].join(" ").split("\n")[0]?.trim() ?? "";
  if (hints.length > 0) return `${where}: ${hints.join(" ")}`;
  return sentence
    .replace(/\d+ of \d+ elements differ/, "elements differ")
    .replace(/; \d+ of them.*/, ", some NaN or infinite.");
}
