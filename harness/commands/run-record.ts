import type { CaseReport } from "../report/document.ts";
import type { Came } from "../report/json.ts";
import { renderLayers, renderSummary } from "../report/terminal.ts";
import { Tally } from "../tally.ts";
import type { Terminal } from "../terminal.ts";

const MOST_EXPLAINED = 10;

/** What is kept of a run for its report: numbers and sentences, no arrays. */
export class RunRecord {
  readonly #tally = new Tally();
  readonly #cases: CaseReport[] = [];

  /** Takes a case in; the number of cases so far. */
  add(report: CaseReport): number {
    this.#tally.add(report);
    return this.#cases.push(report);
  }

  /** What came of it; `selected` is how many cases there were to be. */
  came(selected: number): Came {
    const summary = this.#tally.summary(selected);
    return { summary, layers: this.#tally.rows(), cases: this.#cases };
  }
}

/** Says what came of a run: a table of layers, failures explained, and the sum. */
export function sayRun(terminal: Terminal, { cases, layers, summary }: Came): void {
  terminal.out(`\n${renderLayers(layers)}\n`);
  const failures = cases.filter(({ outcome }) => outcome === "fail");
  for (const { explanation } of failures.slice(0, MOST_EXPLAINED)) terminal.out(`${explanation}\n`);
  if (failures.length > MOST_EXPLAINED) {
    const rest = failures.slice(MOST_EXPLAINED).map(({ id }) => `  ${id}`);
    terminal.out(`These fail too:\n${rest.join("\n")}\n`);
  }
  for (const [reason, ids] of groupUnsupported(cases)) {
    const more = ids.length > 1 ? ` and ${ids.length - 1} more` : "";
    terminal.out(`Unsupported: ${reason} (${ids[0]}${more})`);
  }
  for (const { id, outcome, reason } of cases) {
    if (outcome === "stale") terminal.out(`${id} passes, but is known to fail: ${reason}`);
  }
  terminal.out(renderSummary(summary));
}

/** The ids of unsupported cases, by the engine's reason. */
function groupUnsupported(cases: readonly CaseReport[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { id, outcome, reason = "" } of cases) {
    if (outcome === "unsupported") groups.set(reason, [...(groups.get(reason) ?? []), id]);
  }
  return groups;
}
