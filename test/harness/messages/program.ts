import { truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { startBrowser } from "#harness/browser/chromium";
import { openServed } from "#harness/browser/page/served";
import { setThreads } from "#harness/browser/page/threads";
import { serve } from "#harness/browser/serve";
import { runInBrowser, visit } from "#harness/browser/session";
import { diffCommand } from "#harness/commands/diff";
import { layersOf } from "#harness/commands/layers-of";
import { mergeCommand } from "#harness/commands/merge";
import { positive } from "#harness/commands/positive";
import { type PropertiesOptions, propertiesCommand } from "#harness/commands/properties";
import { recordCommand } from "#harness/commands/record";
import { reportCommand } from "#harness/commands/report";
import { reproProperty } from "#harness/commands/repro-property";
import { type RunOptions, runCommand } from "#harness/commands/run";
import { compareNumbers } from "#harness/compare-numbers";
import type { Engine } from "#harness/engine";
import { loadEngine, notInstalled } from "#harness/engines/index";
import { numbersOf } from "#harness/floats";
import { inTime } from "#harness/in-time";
import { readKnown } from "#harness/known";
import { combined, join } from "#harness/properties/ndarray";
import { arrayOf } from "#harness/properties/numbers";
import { firstInput } from "#harness/properties/tensors";
import { readRun } from "#harness/report/inputs";
import { checkPlace, writeJson, writeWhole } from "#harness/report/json";
import { mergeShards } from "#harness/report/merge";
import { parseShard, select } from "#harness/select";
import { ask } from "#harness/tour/thread/answer";
import { closedBrowser, tellPage } from "../kit/false-browser.ts";
import { emptyFolder, fixturesOf } from "../kit/folder.ts";
import { runDocument } from "../kit/runs.ts";
import { array, refusing, TOLERANCE } from "../kit/sample.ts";
import { scribe } from "../kit/scribe.ts";
import { engine, GREETING, SAMPLE, speaker } from "../kit/spoilt.ts";

function ran(over: Partial<RunOptions>): () => Promise<unknown> {
  return () => {
    const options = { engine: "touchstone", fixtures: fixturesOf([SAMPLE]), ...over };
    return runCommand(options, scribe(), new AbortController().signal);
  };
}

function properties(over: Partial<PropertiesOptions>): () => Promise<unknown> {
  return () => {
    const options = { engine: "touchstone", fixtures: "", found: "", runs: "1", seed: "1" };
    const all = { ...options, keep: false, ...over };
    return propertiesCommand(all, scribe(), new AbortController().signal);
  };
}

const NO_PLAN = { corpora: [], known: {}, threads: 1 };

/** An engine that nobody asks. */
const silent: Engine = {
  name: "silent",
  version: "1",
  protocol: 1,
  answer: () => ({ kind: "unsupported", reason: "" }),
};

/** Reads a file with this text. */
function written(name: string, text: string, read: (file: string) => unknown): () => unknown {
  return () => {
    const place = path.join(emptyFolder(), name);
    writeFileSync(place, text);
    return read(place);
  };
}

const FIRST = { shard: { index: 1, of: 2 } };
const SECOND = { shard: { index: 2, of: 2 } };

/** Work on the files of runs that were to be like this. */
function reported(
  plans: readonly Parameters<typeof runDocument>[0][],
  work: (files: readonly string[]) => unknown,
): () => Promise<unknown> {
  return async () => {
    const files: string[] = [];
    for (const plan of plans) {
      const file = place(`run-${files.length}.json`);
      writeJson(file, await runDocument(plan));
      files.push(file);
    }
    return work(files);
  };
}

function page(files: readonly string[]): Promise<unknown> {
  return reportCommand(files, { html: place("page.html") }, scribe());
}

function merge(files: readonly string[]): unknown {
  return mergeCommand(files, { json: place("merged.json") }, scribe());
}

function place(name: string): string {
  return path.join(emptyFolder(), name);
}

const WHOLE = "name: 'x', version: '1', protocol: 1, answer() {}";

export const PROGRAM: Readonly<Record<string, () => unknown>> = {
  "filter without a case": () => select(["nn.A/a"], { filter: "b" }),
  "empty filter": () => select(["nn.A/a"], { filter: "" }),
  "layer without a case": () => select(["nn.A/a"], { layer: "B" }),
  "more shards than cases": () => select(["nn.A/a"], { shard: { index: 1, of: 2 } }),
  "no shard": () => parseShard("3/2"),
  "known failure without a reason": () => readKnown("nn.A/a", ["nn.A/a"], "x.txt"),
  "known failure of no case": () => readKnown("nn.B/* # slow", ["nn.A/a"], "x.txt"),
  "no list of known failures": ran({ known: "nowhere.txt" }),
  "known failures in a device": ran({ known: "/dev/zero" }),
  "no place for a report": () => checkPlace("/nowhere/report.json"),
  "report over a device": () => checkPlace("/dev/null"),
  "report over a folder": () => writeWhole(emptyFolder(), ""),
  "no such run": () => readRun("nowhere.json"),
  "run in a device": () => readRun("/dev/zero"),
  "run that is too long": written("run.json", "", (file) => {
    truncateSync(file, 2 ** 28 + 1);
    return readRun(file);
  }),
  "run that is no JSON": written("run.json", "no", readRun),
  "run of an earlier format": written("run.json", '{"format": 1}', readRun),
  "run without its cases": written("run.json", '{"format": 2}', readRun),
  "runs of one engine": reported([{}, {}], page),
  "runs on other fixtures": reported(
    [{}, { engine: { name: "other" }, manifest: { files: { a: "" } } }],
    page,
  ),
  "report of no form": () => reportCommand(["run.json"], {}, scribe()),
  "no place for a page": () => reportCommand([], { html: "/nowhere/page.html" }, scribe()),
  "badge of two runs": reported([{}, { engine: { name: "other" } }], (files) =>
    reportCommand(files, { badge: place("badge.svg") }, scribe()),
  ),
  "nothing to merge": () => mergeShards([]),
  "shards of two engines": reported([{ selection: FIRST }, { engine: { version: "2" } }], merge),
  "part of a run to merge": reported([{ selection: FIRST, selected: 9 }], merge),
  "run that is no shard": reported([{}], merge),
  "shard twice": reported([{ selection: FIRST }, { selection: FIRST }], merge),
  "shard too few": reported([{ selection: FIRST }], merge),
  "case in two shards": reported([{ selection: FIRST }, { selection: SECOND }], merge),
  "part of a run to compare": reported([{ selected: 9 }], ([file = ""]) =>
    diffCommand(file, file, {}, scribe()),
  ),
  "unknown engine": () => loadEngine("torch"),
  "library not installed": () => {
    throw notInstalled("tfjs-cpu");
  },
  "module that throws": engine("throw new Error('boom')"),
  "module without an engine": engine("export const motor = 1"),
  "other protocol": engine(`export const engine = { ${WHOLE.replace("l: 1", "l: 2")} }`),
  "no answer": engine("export const engine = { protocol: 1 }"),
  "unknown aspect": engine(`export const engine = { ${WHOLE}, lacks: ['speed'] }`),
  "no command": () => loadEngine("stdio:"),
  "command that there is not": () => loadEngine("stdio:/no/such/command"),
  "process that does not greet": speaker("say({ hello: 1 })"),
  "process that answers otherwise": speaker(`say(${GREETING}); hear(() => say({ answer: 1 }))`),
  "answer that does not come": () => inTime(new Promise(() => {}), 10),
  "answer that an interrupt comes before": () =>
    inTime(new Promise(() => {}), 10, AbortSignal.abort()),
  "no layer to draw": () => layersOf("ModuleList"),
  "no count": () => positive("--runs", "0"),
  "more than there is room for": () => positive("--processes", "129", 128),
  "no such property": properties({ property: "beauty" }),
  "property of no such layer": properties({ property: "in-place", layer: "Linear" }),
  "counterexample of no property": () =>
    reproProperty(refusing({ tags: ["property:gone"] }), silent, scribe()),
  "draw of another kind": () => arrayOf({ shape: [], kind: "ties" }, "float64", () => 0),
  "first input that is none": () => firstInput(refusing().call),
  "nothing to join": () => join([], 0),
  "nothing to add up": () => combined([]),
  "no PyTorch": () => recordCommand({}, new AbortController().signal, "room"),
  "no browser": () => startBrowser(null),
  "browser that is closed": () => visit(closedBrowser(), "", new Promise(() => undefined)),
  "page that fails": () =>
    runInBrowser({
      plan: NO_PLAN,
      fixtures: "fixtures",
      open: false,
      served: (address) => tellPage(address, { kind: "ended", error: "Error: boom" }),
      begun: () => undefined,
      came: () => undefined,
      signal: new AbortController().signal,
    }),
  "file that is not served": async () => {
    const site = { script: "", plan: NO_PLAN, fixtures: emptyFolder(), heard: () => undefined };
    const server = await serve(site);
    try {
      await openServed(`${server.address}gone`);
    } finally {
      await server.close();
    }
  },
  "page without threads": () => setThreads({ ...silent, ready: silent.answer as never }, 2),
  "layer of no tour": () => ask({ ...refusing().call, layer: "nn.Gone" }),
  "integers within a limit": () => {
    const one = array("int8", [1], [1]);
    return compareNumbers("output.0", one, one, TOLERANCE);
  },
  "integers as floats": () => numbersOf(array("int8", [1], [1])),
};
