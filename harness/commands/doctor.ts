import pc from "picocolors";
import { ConversationError } from "../conversation.ts";
import { openAll } from "../corpus.ts";
import { adviceFor } from "../doctor/diagnose.ts";
import { DOCTOR_FORMAT, type Examination, type Finding } from "../doctor/document.ts";
import { examine, type Found } from "../doctor/examine.ts";
import type { Engine } from "../engine.ts";
import { EngineLoadError, loadEngine } from "../engines/index.ts";
import { checkPlace, writeJson } from "../report/json.ts";
import { plainTable, tableText } from "../report/plain-table.ts";
import type { Terminal } from "../terminal.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";

/** The options of `touchstone doctor`. */
export interface DoctorOptions {
  readonly engine: string;
  readonly fixtures: string;
  readonly json?: string;
}

/** Tells what is wrong with an adapter, by ten cases. */
export async function doctorCommand(options: DoctorOptions, terminal: Terminal): Promise<ExitCode> {
  if (options.json !== undefined) checkPlace(options.json);
  const { load } = openAll(options.fixtures);
  const start = performance.now();
  const engine = await started(options.engine);
  const found =
    "about" in engine ? notStarted(engine) : await examined(engine, options.engine, load);
  const examination: Examination = {
    format: DOCTOR_FORMAT,
    healthy: found.findings.length === 0,
    engine: "about" in engine ? null : describe(engine),
    visits: [...found.visits],
    findings: [...found.findings],
    notes: [...found.notes],
    seconds: (performance.now() - start) / 1000,
  };
  terminal.out(render(examination, options.engine));
  if (options.json !== undefined) writeJson(options.json, examination);
  return examination.healthy ? EXIT.green : EXIT.red;
}

async function started(name: string): Promise<Engine | Finding> {
  try {
    return await loadEngine(name);
  } catch (error) {
    if (!(error instanceof EngineLoadError)) throw error;
    const { message, cause } = error;
    const advice = adviceFor(cause instanceof ConversationError ? cause : error);
    return { about: "start", what: `it does not start: ${message}`, advice };
  }
}

function notStarted(finding: Finding): Found {
  return { visits: [], findings: [finding], notes: [] };
}

async function examined(
  engine: Engine,
  named: string,
  load: Parameters<typeof examine>[2],
): Promise<Found> {
  try {
    return await examine(engine, named, load);
  } finally {
    await engine.close?.();
  }
}

function describe({ name, version, lacks = [] }: Engine): NonNullable<Examination["engine"]> {
  return { name, version, lacks: [...lacks] };
}

function render({ engine, visits, findings, notes, seconds }: Examination, named: string): string {
  const head = engine === null ? named : `${engine.name} ${engine.version}`;
  const lacks = engine?.lacks.length ? `lacks ${engine.lacks.join(", ")}` : "lacks nothing";
  const table = plainTable(["family", "case", ""], ["left", "left", "left"]);
  for (const { family, id, outcome, reason = "" } of visits) {
    const colour = { right: pc.green, wrong: pc.red, unsupported: pc.dim }[outcome];
    table.push([family, id ?? pc.dim("none"), `${colour(outcome)}${reason && `: ${reason}`}`]);
  }
  const right = visits.filter(({ outcome }) => outcome === "right").length;
  const verdict =
    findings.length === 0
      ? pc.green(`Nothing is wrong with the adapter: ${right} of ${visits.length} families right.`)
      : pc.red(`${findings.length} ${findings.length === 1 ? "thing is" : "things are"} wrong.`);
  return [
    `${pc.bold(head)}${engine === null ? "" : `: ${lacks}`}`,
    ...(visits.length > 0 ? ["", tableText(table)] : []),
    "",
    ...findings.map((one) => `${told(one)}\n`),
    ...notes.map((one) => `${pc.dim("Note:")} ${told(one)}\n`),
    `${verdict} ${pc.dim(`${seconds.toFixed(1)} s.`)}`,
  ].join("\n");
}

function told({ about, what, advice }: Finding): string {
  return `${pc.bold(about)}: ${what.replace(/\.$/, "")}.\n  ${advice}`;
}
