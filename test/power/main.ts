import { existsSync } from "node:fs";
import path from "node:path";
import { Command, InvalidArgumentError } from "commander";
import * as z from "zod";
import { PYTORCH } from "#harness/oracle";
import { POWER_FORMAT } from "#harness/report/inputs";
import { checkPlace, ReportError, writeWhole } from "#harness/report/json";
import { matches } from "#harness/select";
import { terminal } from "#harness/terminal";
import { type Catches, readCatches } from "./before.ts";
import type { Fault } from "./fault.ts";
import { FAULTS } from "./faults/index.ts";
import { FUZZED } from "./fuzzed.ts";
import { VARIANTS, type Variant } from "./honest.ts";
import { showFaults, showFuzz, showSummary, showVariants } from "./show.ts";
import { type FaultRow, isCaught, isPowerful, summarize, type VariantRow } from "./summary.ts";
import type { TrialResult } from "./trial.ts";
import { shared, TrialError, Trials } from "./trials.ts";

const optionsJson = z.object({
  fault: z.string().optional(),
  json: z.string().optional(),
  after: z.string().optional(),
  fuzz: z.boolean(),
  fuzzSeconds: z.number(),
  processes: z.number(),
  fixtures: z.string(),
});
type Options = z.infer<typeof optionsJson>;

const FIXTURES = path.join(import.meta.dirname, "..", "..", "fixtures");
/** An engine that is slow on a busy machine has not hung. */
const TIMEOUT_MS = 1_800_000;
const SEED = 1;
/** Of twenty faults fuzzing must find so many, by counterexamples of at most so many elements in the median. */
const LEAST_FOUND = 0.95;
const MOST_ELEMENTS = 8;

const command = new Command("power")
  .description(
    "Seeds faults in the engine, one at a time, and tells which case catches each; and holds correct engines that compute otherwise against the same cases.",
  )
  .option("-f, --fault <name>", "faults with this in their name or, with * and ?, like this")
  .option("-j, --json <file>", "write what came of it as JSON too")
  .option(
    "-a, --after <file>",
    "a report as JSON: each fault meets the case first that caught it there",
  )
  .option("--fuzz", "fuzz alone, against twenty of the faults", false)
  .option("-t, --fuzz-seconds <n>", "how long each fault that survives is fuzzed", number, 60)
  .option("-p, --processes <n>", "how many faults are tried at once", number, 2)
  .option("--fixtures <folder>", "the recorded cases", FIXTURES)
  .action(async (options: unknown) => {
    const read = optionsJson.parse(options);
    process.exitCode = (await (read.fuzz ? fuzzAlone(read) : power(read))) ? 0 : 1;
  });
await command.parseAsync();

/** Faults, survivors once more by fuzzing, correct engines. */
async function power(options: Options): Promise<boolean> {
  checkJson(options);
  const faults = selected(options);
  const before = catchesBefore(options);
  const variants = options.fault === undefined ? VARIANTS : [];
  const workers = workersOf(options, Math.min(options.processes, faults.length));
  try {
    const tried = await allFaults(workers, faults, before);
    await checkSound(workers[0] as Trials, tried);
    const survivors = tried.filter((row) => !isCaught(row) && row.error === undefined);
    const fuzzed = existsSync(PYTORCH.file);
    const later = fuzzed ? await fuzzAll(workers[0] as Trials, survivors, options) : [];
    const rows = tried.map((row) => later.find(({ name }) => name === row.name) ?? row);
    const honest = await allVariants(workers, variants);
    const summary = summarize(rows, honest, fuzzed);
    terminal.out(`${showFaults(rows)}\n`);
    if (honest.length > 0) terminal.out(`${showVariants(honest)}\n`);
    terminal.out(showSummary(summary, rows));
    write(options.json, { format: POWER_FORMAT, summary, faults: rows, variants: honest });
    return isPowerful(summary, [...rows, ...honest]);
  } finally {
    await Promise.all(workers.map((worker) => worker.close()));
  }
}

/** A case that the engine fails without any fault shows nothing. */
async function checkSound(worker: Trials, rows: readonly FaultRow[]): Promise<void> {
  const ids = rows.flatMap(({ failures }) => failures.map(({ id }) => id));
  const trial = { patches: [], first: ids, layers: [], bail: true, others: false };
  const { failures } = await worker.run(trial);
  const [first] = failures;
  if (first !== undefined) {
    command.error(`the engine itself must pass every case, but fails ${first.id}: ${first.how}`);
  }
}

/** Twenty faults by fuzzing alone: whether nearly all are found, and by small counterexamples. */
async function fuzzAlone(options: Options): Promise<boolean> {
  checkJson(options);
  const faults = FAULTS.filter(({ name }) => FUZZED.includes(name));
  const worker = new Trials(options.fixtures, TIMEOUT_MS);
  try {
    const untried = faults.map((fault) => ({ ...fault, cases: 0, failures: [], fuzz: null }));
    const rows = await fuzzAll(worker, untried, options);
    const found = rows.flatMap(({ fuzz }) => (fuzz?.found ? [fuzz.found] : []));
    const sizes = found.map(({ elements }) => elements).sort((a, b) => a - b);
    const elements = sizes[Math.floor((sizes.length - 1) / 2)] ?? Infinity;
    const summary = { faults: rows.length, found: found.length, medianElements: elements };
    terminal.out(showFuzz(rows));
    terminal.out(
      `${found.length} of ${rows.length} faults found within ${options.fuzzSeconds} s each; the median counterexample has ${elements} elements.`,
    );
    write(options.json, { format: POWER_FORMAT, summary, faults: rows });
    return found.length >= LEAST_FOUND * rows.length && elements <= MOST_ELEMENTS;
  } finally {
    await worker.close();
  }
}

async function allFaults(workers: readonly Trials[], faults: readonly Fault[], before: Catches) {
  const progress = terminal.progress(faults.length, "faults");
  let done = 0;
  const rows = await shared(workers, faults, async (worker, fault): Promise<FaultRow> => {
    const first = before.get(fault.name) ?? [];
    const trial = { patches: [fault], first, layers: fault.layers, bail: true };
    const row = { ...fault, ...(await tried(worker.run(trial))), fuzz: null };
    if (!isCaught(row)) terminal.note(`${fault.name}: ${row.error ?? "survived"}`);
    progress.advance(++done);
    return row;
  });
  progress.stop();
  return rows;
}

async function allVariants(workers: readonly Trials[], variants: readonly Variant[]) {
  const trial = { layers: [], bail: false };
  return shared(workers, variants, async (worker, { name, how, patches }): Promise<VariantRow> => {
    // A whole run leaves gigabytes behind.
    await worker.close();
    return { name, how, ...(await tried(worker.run({ ...trial, patches }))) };
  });
}

/** One after the other: each has all of PyTorch's processes. */
async function fuzzAll(worker: Trials, rows: readonly FaultRow[], { fuzzSeconds }: Options) {
  return shared([worker], rows, async (_, row): Promise<FaultRow> => {
    terminal.note(`${row.name}: fuzzing`);
    try {
      const trial = { patches: [row], seconds: fuzzSeconds, seed: SEED };
      return { ...row, fuzz: await worker.fuzz(trial) };
    } catch (error) {
      if (!(error instanceof TrialError)) throw error;
      return { ...row, error: error.message };
    }
  });
}

/** A trial's result, or why there is none. */
async function tried(trial: Promise<TrialResult>): Promise<TrialResult & { error?: string }> {
  try {
    return await trial;
  } catch (error) {
    if (!(error instanceof TrialError)) throw error;
    return { cases: 0, failures: [], error: error.message };
  }
}

function selected({ fault }: Options): readonly Fault[] {
  const found = FAULTS.filter(({ name }) => fault === undefined || matches(fault, name));
  if (found.length === 0) command.error(`--fault ${fault}: must be in a fault's name`);
  return found;
}

function catchesBefore({ after }: Options): Catches {
  if (after === undefined) return new Map();
  try {
    return readCatches(after);
  } catch (error) {
    return command.error(`--after: ${(error as Error).message}`);
  }
}

function workersOf({ fixtures }: Options, count: number): Trials[] {
  return Array.from({ length: count }, () => new Trials(fixtures, TIMEOUT_MS));
}

function number(text: string): number {
  const found = Number(text);
  if (Number.isInteger(found) && found > 0) return found;
  throw new InvalidArgumentError(`must be a whole number above 0, came ${text}`);
}

function checkJson({ json }: Options): void {
  try {
    if (json !== undefined) checkPlace(json);
  } catch (error) {
    if (error instanceof ReportError) command.error(error.message);
    throw error;
  }
}

function write(file: string | undefined, report: object): void {
  if (file !== undefined) writeWhole(file, `${JSON.stringify(report, null, 1)}\n`);
}
