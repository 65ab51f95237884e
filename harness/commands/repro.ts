import type { Answer, Case } from "../case.ts";
import { openAll } from "../corpus.ts";
import type { Unsupported } from "../engine.ts";
import { loadEngine } from "../engines/index.ts";
import { explain } from "../explain.ts";
import { openKept } from "../properties/kept.ts";
import { judge } from "../run.ts";
import { showArray } from "../show-array.ts";
import { worstOf } from "../tally.ts";
import type { Terminal } from "../terminal.ts";
import type { SlotStatistics, Verdict } from "../verdict.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { reproProperty } from "./repro-property.ts";
import { showGivenOf } from "./show-given.ts";

/** The options of `touchstone repro`. */
export interface ReproOptions {
  readonly engine: string;
  readonly fixtures: string;
  /** Where counterexamples of properties are kept. */
  readonly found: string;
}

/** Shows one case whole: the call, what PyTorch answered, what the engine answers, and how they differ. */
export async function reproCommand(
  id: string,
  options: ReproOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const found = openKept(options.found);
  if (found?.ids.includes(id)) {
    return reproProperty(found.load(id), await loadEngine(options.engine), terminal);
  }
  const one = openAll(options.fixtures).load(id);
  const engine = await loadEngine(options.engine);
  const [called = "", ...given] = showGivenOf(one.call);
  terminal.out([one.id, called, ...aboutOf(one), ...given].join("\n"));
  terminal.out(`\nPyTorch answers\n${showAnswer(one.answer)}`);
  const { answer, verdict } = await judge(engine, one);
  if (answer !== null) terminal.out(`\n${engine.name} answers\n${showAnswer(answer)}`);
  terminal.out(`\n${said(one, answer, verdict)}`);
  return verdict.kind === "pass" && verdict.unchecked.length === 0 ? EXIT.green : EXIT.red;
}

function aboutOf({ call, tags }: Case): string[] {
  const tagged = tags.length > 0 ? `, tags ${tags.join(", ")}` : "";
  return [`  seed ${call.seed}, profile ${call.profile}${tagged}`];
}

function showAnswer(answer: Answer | Unsupported): string {
  if (answer.kind === "unsupported") return `  unsupported: ${answer.reason}`;
  if (answer.kind === "threw") return `  ${answer.class} in ${answer.phase}: ${answer.message}`;
  const tensors = Object.entries(answer.tensors).map(
    ([slot, array]) => `  ${slot} ${showArray(array)}`,
  );
  const facts = Object.entries(answer.facts).map(([name, fact]) => `  ${name}: ${indent(fact)}`);
  return [...tensors, ...facts].join("\n");
}

function indent(text: string): string {
  return text.replaceAll("\n", "\n    ");
}

function samplesOf(slots: readonly SlotStatistics[]): string {
  const found = slots.flatMap(({ slot, sampled }) =>
    sampled === undefined ? [] : [`${slot} sampled ${sampled.compared} of ${sampled.of}`],
  );
  return found.length > 0 ? `; ${found.join(", ")}` : "";
}

function said(one: Case, answer: Answer | Unsupported | null, verdict: Verdict): string {
  if (verdict.kind === "fail") return explain(one, answer, verdict);
  if (verdict.kind === "unsupported") return `unsupported: ${verdict.reason}`;
  const worst = worstOf(verdict.slots);
  const used =
    worst === null || worst.share === 0
      ? ""
      : `, using ${(100 * worst.share).toFixed(1)} % of the limit at ${worst.slot}`;
  const { unchecked } = verdict;
  return `passes${used}${samplesOf(verdict.slots)}${unchecked.length > 0 ? `; unchecked: ${unchecked.join(", ")}` : ""}`;
}
