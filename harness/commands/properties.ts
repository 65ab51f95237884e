import { hash } from "node:crypto";
import pc from "picocolors";
import type { Engine } from "../engine.ts";
import { loadEngine } from "../engines/index.ts";
import { openFixtures } from "../fixtures.ts";
import { seedFrom } from "../fuzz/seed.ts";
import { check, type Pair, type PairResult, pairsOf } from "../properties/drive.ts";
import { keepBroken } from "../properties/kept.ts";
import { PROPERTIES } from "../properties/properties.ts";
import type { Property } from "../properties/property.ts";
import { checkPlace, writeWhole } from "../report/json.ts";
import {
  explained,
  propertiesReport,
  renderProperties,
  renderPropertiesSummary,
  summarizeProperties,
} from "../report/properties.ts";
import { globOf, SelectionError } from "../select.ts";
import type { Terminal } from "../terminal.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { layersOf } from "./layers-of.ts";
import { positive } from "./positive.ts";

/** The options of `touchstone properties`, as they are typed. */
export interface PropertiesOptions {
  readonly engine: string;
  readonly fixtures: string;
  /** Where counterexamples are kept. */
  readonly found: string;
  readonly layer?: string;
  readonly property?: string;
  readonly runs: string;
  readonly seed?: string;
  readonly json?: string;
  /** False: counterexamples are shown, and not kept. */
  readonly keep: boolean;
}

/** Asks an engine what must hold of any answers, and keeps what breaks it. */
export async function propertiesCommand(
  options: PropertiesOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ExitCode> {
  if (options.json !== undefined) checkPlace(options.json);
  const [layers, properties] = [layersOf(options.layer), propertiesOf(options.property)];
  const pairs = pairsOf(properties, layers);
  if (pairs.length === 0) {
    throw new SelectionError("--property, --layer: there must be a property of these layers");
  }
  const [runs, seed] = [positive("--runs", options.runs), await seedFrom(options.seed)];
  const engine = await loadEngine(options.engine);
  const head = `${properties.length} properties of ${layers.length} layers, seed ${seed}`;
  terminal.out(`${pc.bold(`${engine.name} ${engine.version}`)}: ${head}`);
  try {
    const { results, seconds, calls } = await all(pairs, engine, { runs, seed }, terminal, signal);
    const summary = summarizeProperties(results, seconds, calls, seed);
    terminal.out(`\n${renderProperties(results, properties)}\n`);
    sayBad(results, options, terminal);
    terminal.out(renderPropertiesSummary(summary));
    if (options.json !== undefined) {
      write(options.json, propertiesReport(summary, engine, results, properties, layers));
    }
    if (signal.aborted) return EXIT.interrupted;
    return summary.failed + summary.unsupported === 0 ? EXIT.green : EXIT.red;
  } finally {
    await engine.close?.();
  }
}

/** Each pair in turn, with a seed of its own, so that it can be asked again alone. */
async function all(
  pairs: readonly Pair[],
  engine: Engine,
  { runs, seed }: { readonly runs: number; readonly seed: number },
  terminal: Terminal,
  signal: AbortSignal,
) {
  const [start, results] = [performance.now(), [] as PairResult[]];
  const progress = terminal.progress(pairs.length, "properties of layers");
  let calls = 0;
  for (const pair of pairs) {
    if (signal.aborted) break;
    const own = seedOf(seed, pair);
    results.push(await check(pair, engine, runs, own, () => calls++));
    progress.advance(results.length);
    await new Promise<void>((resume) => setImmediate(resume));
  }
  progress.stop();
  return { results, calls, seconds: (performance.now() - start) / 1000 };
}

/** The seed of one pair: the same whatever else is asked. */
export function seedOf(seed: number, { property, layer }: Pair): number {
  const own = hash("sha256", `${seed} ${property.name} ${layer.layer}`);
  return Number.parseInt(own.slice(0, 8), 16) | 0;
}

/** Shows each counterexample, and keeps it where that is wanted; and says of what nothing could be seen. */
function sayBad(
  results: readonly PairResult[],
  options: PropertiesOptions,
  terminal: Terminal,
): void {
  for (const { property, layer, outcome, broken, reasons, shrinks } of results) {
    if (outcome === "passed") continue;
    if (broken !== null) {
      terminal.out(`${explained(broken)}\n  Made smaller ${shrinks} times.\n`);
      if (!options.keep) continue;
      keepBroken(options.found, property, broken, openFixtures(options.fixtures).manifest);
      continue;
    }
    const [[why = "nothing was drawn"] = []] = Object.entries(reasons).sort(
      ([, a], [, b]) => b - a,
    );
    const what = outcome === "unsupported" ? "unsupported" : "could be asked of nothing";
    terminal.out(`${property} of ${layer} ${what}: ${why}`);
  }
}

function propertiesOf(wanted: string | undefined): readonly Property[] {
  if (wanted === undefined) return PROPERTIES;
  const found = PROPERTIES.filter(({ name }) => globOf(wanted).test(name));
  if (found.length > 0) return found;
  const names = PROPERTIES.map(({ name }) => name).join(", ");
  throw new SelectionError(`--property ${wanted}: must be one of ${names}`);
}

function write(file: string, data: object): void {
  writeWhole(file, `${JSON.stringify(data, null, 1)}\n`);
}
