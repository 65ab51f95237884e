import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { startBrowser } from "#harness/browser/chromium";
import { openServed } from "#harness/browser/page/served";
import { setThreads } from "#harness/browser/page/threads";
import { serve } from "#harness/browser/serve";
import { runInBrowser, visit } from "#harness/browser/session";
import { diffCommand } from "#harness/commands/diff";
import { fuzzCommand } from "#harness/commands/fuzz";
import type { FuzzOptions } from "#harness/commands/fuzz-options";
import { layersOf, positive } from "#harness/commands/layers-of";
import { mergeCommand } from "#harness/commands/merge";
import { mergeFuzzCommand } from "#harness/commands/merge-fuzz";
import { type PropertiesOptions, propertiesCommand } from "#harness/commands/properties";
import { recordCommand } from "#harness/commands/record";
import { reportCommand } from "#harness/commands/report";
import { reproProperty } from "#harness/commands/repro-property";
import { type RunOptions, runCommand } from "#harness/commands/run";
import { compareNumbers } from "#harness/compare-numbers";
import { openAll } from "#harness/corpus";
import type { Engine } from "#harness/engine";
import { loadEngine, notInstalled } from "#harness/engines/index";
import { openFixtures, readSurface } from "#harness/fixtures";
import { numbersOf } from "#harness/floats";
import { Counts } from "#harness/fuzz/counts";
import { inTime } from "#harness/in-time";
import { readKnown } from "#harness/known";
import { readNpy, writeNpy } from "#harness/npy";
import { startOracle } from "#harness/oracle";
import { combined, join } from "#harness/properties/ndarray";
import { arrayOf } from "#harness/properties/numbers";
import { firstInput } from "#harness/properties/tensors";
import { mergeFuzz } from "#harness/report/fuzz-merge";
import type { FuzzReport } from "#harness/report/fuzz-report";
import { readRun } from "#harness/report/inputs";
import { checkPlace, writeJson, writeWhole } from "#harness/report/json";
import { mergeShards } from "#harness/report/merge";
import { parseShard, select } from "#harness/select";
import { FrameReader, readRows } from "#harness/wire";
import { fakeOracle, oracle, VERSIONS } from "./harness/kit/fake-oracle.ts";
import { closedBrowser, tellPage } from "./harness/kit/false-browser.ts";
import { emptyFolder, fixturesOf, writeManifest } from "./harness/kit/folder.ts";
import { type ReportParts, shardReport } from "./harness/kit/fuzz-report.ts";
import { runDocument } from "./harness/kit/runs.ts";
import { array, refusing, TOLERANCE } from "./harness/kit/sample.ts";
import { scribe } from "./harness/kit/scribe.ts";
import { messagesIn } from "./harness/kit/sources.ts";
import {
  bytes,
  engine,
  file,
  fixtures,
  GREETING,
  HOME,
  header,
  npy,
  ONE,
  SAMPLE,
  speaker,
} from "./harness/kit/spoilt.ts";

/*
 * Every error once, whole: a message that nobody has looked at is a guess.
 */

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

const NPY: Readonly<Record<string, () => unknown>> = {
  magic: () => readNpy(Uint8Array.of(0x50, 0x4b), "a.npy"),
  "magic alone": () => readNpy(writeNpy(ONE).subarray(0, 8), "a.npy"),
  version: () =>
    readNpy(
      bytes((b) => b.set([9, 1], 6)),
      "a.npy",
    ),
  "header too long": () =>
    readNpy(
      bytes((b) => b.set([0xff, 0xff], 8)),
      "a.npy",
    ),
  "header beyond the file": () => readNpy(writeNpy(ONE).subarray(0, 50), "a.npy"),
  "no line feed": () =>
    readNpy(
      bytes((b) => b.set([0x20], 127)),
      "a.npy",
    ),
  "no dict": () =>
    readNpy(
      bytes((b) => b.set([0x5b], 10)),
      "a.npy",
    ),
  "other keys": () => readNpy(npy("'descr'", "'dtype'"), "a.npy"),
  records: () => readNpy(npy("'<f4'", "[('a', '<f4')]"), "a.npy"),
  "Python objects": () => readNpy(npy("'<f4'", "'|O'"), "a.npy"),
  "big-endian": () => readNpy(npy("'<f4'", "'>f4'"), "a.npy"),
  "unknown type": () => readNpy(npy("'<f4'", "'<u4'"), "a.npy"),
  "Fortran order": () => readNpy(npy("False", "True"), "a.npy"),
  "no order": () => readNpy(npy("False", "(1,)"), "a.npy"),
  "shape that is no tuple": () => readNpy(npy("(3,)", "(3)"), "a.npy"),
  "too many axes": () => readNpy(writeNpy({ ...ONE, shape: Array(33).fill(1) }), "a.npy"),
  "negative size": () => readNpy(npy("(3,)", "(-3,)"), "a.npy"),
  "overflowing shape": () => readNpy(writeNpy({ ...ONE, shape: [2 ** 40, 2 ** 40] }), "a.npy"),
  "short file": () => readNpy(writeNpy(ONE).subarray(0, -1), "a.npy"),
  "trailing bytes": () => readNpy(writeNpy({ ...ONE, shape: [2] }), "a.npy"),
  bool: () => readNpy(writeNpy(array("bool", [2], [0, 2])), "a.npy"),
  "a parser at fault": () =>
    readNpy(writeNpy(ONE), "a.npy", () => ({ data: Float64Array.of(1, 2, 3), shape: [3] })),
};

const FIXTURES: Readonly<Record<string, () => unknown>> = {
  "no folder": () => openFixtures("nowhere"),
  "no folder but a file": () => openFixtures("package.json"),
  "empty folder": () => openFixtures(emptyFolder()),
  "no manifest": fixtures((folder) => rmSync(path.join(folder, "manifest.json"))),
  "no cases": fixtures(() => {}, []),
  "manifest that is no JSON": fixtures((f) => writeFileSync(path.join(f, "manifest.json"), "")),
  "manifest without PyTorch": fixtures((f) => writeManifest(f, [SAMPLE], { torch: "" })),
  "later format": fixtures((f) => writeManifest(f, [SAMPLE], { format: 3 })),
  "earlier format": fixtures((f) => writeManifest(f, [SAMPLE], { format: 1 })),
  "no format": fixtures((f) => writeManifest(f, [SAMPLE], { format: null })),
  "unsafe path": fixtures((f) => writeManifest(f, [SAMPLE], { files: { "../x": "0".repeat(64) } })),
  "no surface": () => readSurface(openFixtures(fixturesOf([SAMPLE]))),
  "other count": fixtures((f) => writeManifest(f, [SAMPLE], { cases: 2 })),
  "upper and lower case": fixtures((f) => {
    writeManifest(f, [{ id: "nn.A/a" }, { id: "nn.a/a" }]);
  }),
  "case in another folder": fixtures((f) =>
    writeManifest(f, [SAMPLE], { packs: { "nn.A": [SAMPLE.id] } }),
  ),
  "case twice": fixtures((f) => writeManifest(f, [SAMPLE, SAMPLE])),
  link: fixtures((f) => symlinkSync("nowhere", path.join(f, HOME, "link"))),
  "dropped file": fixtures((f) => rmSync(path.join(f, HOME, "int64.npy"))),
  "dropped folder": fixtures((f) => rmSync(path.join(f, HOME), { recursive: true })),
  "file too many": fixtures((f) => writeFileSync(path.join(f, HOME, "int8.npy"), "")),
  "changed byte": fixtures((f) => writeFileSync(path.join(f, HOME, "cases.json"), "{ }")),
  "file that is a folder": fixtures((f) => {
    rmSync(path.join(f, "manifest.json"));
    mkdirSync(path.join(f, "manifest.json"));
  }),
  "file too long": fixtures((f) => truncateSync(path.join(f, "manifest.json"), 2 ** 24)),
  "file that went away": () => {
    const folder = fixturesOf([SAMPLE]);
    const { load } = openFixtures(folder);
    rmSync(path.join(folder, HOME), { recursive: true });
    load(SAMPLE.id);
  },
  "format that is nested": fixtures((f) => {
    const deep = `{"format": ${"[".repeat(1e6)}${"]".repeat(1e6)}}`;
    writeFileSync(path.join(f, "manifest.json"), deep);
  }),
  "regression of a fixture's name": () => {
    const folder = fixturesOf([SAMPLE]);
    mkdirSync(path.join(folder, "regressions"));
    openAll(path.dirname(fixturesOf([SAMPLE], path.join(folder, "regressions"))));
  },
  "unknown case": () => openFixtures(fixturesOf([SAMPLE])).load("nn.Gone/a"),
  "no header": fixtures((f) => {
    rmSync(path.join(f, HOME, "cases.json"));
    writeManifest(f, [SAMPLE]);
  }),
  "other id": header((json) => Object.assign(json, { id: "nn.Identity/twin" })),
  "other type": file("int64.npy", writeNpy(ONE)),
  "unreadable .npy": file("int64.npy", "x"),
  "field too many": header((json) => Object.assign(json, { golden: 1 })),
  "other counts": header((json) => Object.assign(json, { arrays: { float32: 3 } })),
  "reference beyond the numbers": header((json) => {
    const answer = json["answer"] as { tensors: Record<string, { at: number }> };
    Object.assign(answer.tensors["output.0"] ?? {}, { at: 1 });
  }),
  "numbers that nobody refers to": header((json) => {
    const answer = json["answer"] as { tensors: Record<string, { shape: number[] }> };
    Object.assign(answer.tensors["output.0"] ?? {}, { shape: [2] });
  }),
  "tensor without a limit": header((json) => Object.assign(json, { limits: {} })),
  "integers with a limit": header((json) => {
    const limit = { terms: 1, amplification: 1, residual: null };
    Object.assign(json, { limits: { "output.0": "bits", "output.1": limit } });
  }),
  "fragment of no refusal": header((json) => Object.assign(json, { fragment: "a" })),
  "fragment of another refusal": fixtures(() => {}, [refusing({ fragment: "x" })]),
};

const PROGRAM: Readonly<Record<string, () => unknown>> = {
  "filter without a case": () => select(["nn.A/a"], { filter: "b" }),
  "layer without a case": () => select(["nn.A/a"], { layer: "B" }),
  "more shards than cases": () => select(["nn.A/a"], { shard: { index: 1, of: 2 } }),
  "no shard": () => parseShard("3/2"),
  "known failure without a reason": () => readKnown("nn.A/a", ["nn.A/a"], "x.txt"),
  "known failure of no case": () => readKnown("nn.B/* # slow", ["nn.A/a"], "x.txt"),
  "no list of known failures": ran({ known: "nowhere.txt" }),
  "no place for a report": () => checkPlace("/nowhere/report.json"),
  "report over a device": () => checkPlace("/dev/null"),
  "report over a folder": () => writeWhole(emptyFolder(), ""),
  "no such run": () => readRun("nowhere.json"),
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
  "process that does not greet": speaker("say({ hello: 1 })"),
  "process that answers otherwise": speaker(`say(${GREETING}); hear(() => say({ answer: 1 }))`),
  "answer that does not come": () => inTime(new Promise(() => {}), 10),
  "answer that an interrupt comes before": () =>
    inTime(new Promise(() => {}), 10, AbortSignal.abort()),
  "no layer to draw": () => layersOf("ModuleList"),
  "no count": () => positive("--runs", "0"),
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
  "integers within a limit": () => {
    const one = array("int8", [1], [1]);
    return compareNumbers("output.0", one, one, TOLERANCE);
  },
  "integers as floats": () => numbersOf(array("int8", [1], [1])),
};

/** Fuzzes with an oracle that is this program. */
function fuzzed(over: Partial<FuzzOptions>, program = "greet(); hear(unfit)") {
  return () => {
    const options = { engine: "touchstone", fixtures: fixturesOf([SAMPLE]), processes: "1" };
    const command = fakeOracle(program);
    const { signal } = new AbortController();
    return fuzzCommand({ ...options, keep: false, ...over }, scribe(), signal, command);
  };
}

const FUZZ: Readonly<Record<string, () => unknown>> = {
  "no such layer": fuzzed({ layer: "Conv7d" }),
  "no time": fuzzed({ seconds: "0" }),
  "no seed": fuzzed({ seed: "-1" }),
  "report that is none": () => mergeFuzzCommand(["package.json"], {}, scribe()),
  "no reports": () => mergeFuzz(new Map()),
  "report of another PyTorch": () => mergeFuzz(shards({}, { shard: "2/2", torch: "2.12.0" })),
  "report twice": () => mergeFuzz(shards({}, {})),
  "layer of another run": () => new Counts([]).of("nn.Linear"),
  "no process": () => startOracle({ processes: 0, manifest: VERSIONS }),
  "PyTorch missing": oracle("", { file: "/nowhere/python" }),
  "PyTorch of another version": oracle("greet({ torch: '2.12.0' })"),
  "PyTorch died": oracle("greet(); hear(() => { console.error('oh'); process.exit(7); })"),
  "PyTorch died at once": oracle("process.exit(7)"),
  "PyTorch hangs": oracle("greet(); hear(() => {})", { sketchMs: 200 }),
  "PyTorch hangs at once": oracle("setInterval(() => {}, 1000)", { startMs: 200 }),
  "another question answered": oracle("greet(); hear((q) => unfit({ ...q, number: 9 }))"),
  "header of a frame too long": oracle("greet(); hear(() => console.log('hello, world'))"),
  "frame too long": () => [...new FrameReader().take(Buffer.from("\0\0\0\0hello", "latin1"))],
  "frame of no JSON": () => [...new FrameReader().take(frame("{"))],
  "frame with too few bytes": () => readRows(new Uint8Array(3), { float32: 1 }),
  "frame with too many bytes": () => readRows(new Uint8Array(5), { float32: 1 }),
};

function shards(...parts: readonly ReportParts[]): ReadonlyMap<string, FuzzReport> {
  return new Map(parts.map((part, i) => [`${i}.json`, shardReport({ shard: "1/2", ...part })]));
}

/** A frame of this text and no numbers. */
function frame(text: string): Uint8Array {
  const lengths = new Uint8Array(8);
  lengths[0] = text.length;
  return Buffer.concat([lengths, Buffer.from(text)]);
}

const SAID = new Map<() => unknown, Promise<string>>();

/** What a work says; it is done once. */
function said(work: () => unknown): Promise<string> {
  const known = SAID.get(work) ?? sayingOf(work);
  SAID.set(work, known);
  return known;
}

async function sayingOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Error)
      return error.message.replaceAll("\\", "/").replace(/\/\S*touchstone-\w+/g, "FOLDER");
    throw error;
  }
  return "nothing";
}

async function allSaid(works: Readonly<Record<string, () => unknown>>): Promise<string> {
  const lines: string[] = [];
  for (const [name, work] of Object.entries(works)) lines.push(`${name}\n  ${await said(work)}`);
  return lines.join("\n");
}

describe("the harness says of", () => {
  test("a .npy file", async () => {
    expect(await allSaid(NPY)).toMatchInlineSnapshot(`
      "magic
        a.npy: must begin with the bytes 93 4e 55 4d 50 59 of a .npy file, came 50 4b
      magic alone
        a.npy: must have at least 12 bytes, came 8
      version
        a.npy: .npy version must be 1.0, 2.0 or 3.0, came 9.1
      header too long
        a.npy: the header must have at most 32768 bytes, came 65535
      header beyond the file
        a.npy: a header of 118 bytes must fit into the file, which has 50 bytes
      no line feed
        a.npy: the header must end with a line feed
      no dict
        a.npy: the header must be a dict literal, came "['descr': '<f4', 'fortran_order': False, 'shape': (3,), }"
      other keys
        a.npy: the header must have exactly descr, fortran_order and shape, came dtype, fortran_order, shape
      records
        a.npy: must hold plain numbers, came structured records [('a', '<f4')]
      Python objects
        a.npy: must hold plain numbers, came Python objects '|O'
      big-endian
        a.npy: must be little-endian, came '>f4'
      unknown type
        a.npy: descr must be one of <f8 <f4 <f2 <u2 <i8 <i4 <i2 |i1 |u1 |b1, came '<u4'
      Fortran order
        a.npy: must be in C order, came Fortran order
      no order
        a.npy: fortran_order must be True or False, came (1,)
      shape that is no tuple
        a.npy: shape must be a tuple, came (3)
      too many axes
        a.npy: shape must have at most 32 axes, came 33
      negative size
        a.npy: sizes must be whole, not negative and below 2^53, came (-3,)
      overflowing shape
        a.npy: shape (1099511627776, 1099511627776) of float32 must have a size below 2^53 bytes
      short file
        a.npy: shape (3) of float32 must be followed by 12 bytes, came 11: the file is cut short
      trailing bytes
        a.npy: shape (2) of float32 must be followed by 8 bytes, came 12: the file has trailing bytes
      bool
        a.npy: bool 1 must be 0 or 1, came 2
      a parser at fault
        a.npy: the parser must give 3 float32, came Float64Array of shape (3)"
    `);
  });

  test("fixtures", async () => {
    expect(await allSaid(FIXTURES)).toMatchInlineSnapshot(`
      "no folder
        nowhere: there is no such folder: record it with "npm run fixtures"
      no folder but a file
        package.json: must be a folder
      empty folder
        FOLDER: the folder is empty: record it with "npm run fixtures"
      no manifest
        FOLDER: there is no manifest.json: record it with "npm run fixtures"
      no cases
        FOLDER: holds no cases: record it with "npm run fixtures"
      manifest that is no JSON
        manifest.json: must be JSON: Unexpected end of JSON input
      manifest without PyTorch
        manifest.json: ✖ Too small: expected string to have >=1 characters
        → at torch
      later format
        manifest.json: format 3, but this touchstone reads format 2: update touchstone
      earlier format
        manifest.json: format 1, but this touchstone reads format 2: record again with "npm run fixtures"
      no format
        manifest.json: must say its format number, came null
      unsafe path
        manifest.json: "../x" must be cases.json or <dtype>.npy in the folder of a pack
      no surface
        surface.json: must be listed in manifest.json: record it with "npm run fixtures"
      other count
        manifest.json: says 2 cases, but lists 1: restore it with "git checkout -- fixtures" or record again with "npm run fixtures"
      upper and lower case
        nn.a: must differ from nn.A by more than upper and lower case
      case in another folder
        manifest.json: nn.Identity/sample must not be in "nn.A"
      case twice
        manifest.json: nn.Identity/sample must be listed once
      link
        nn.Identity/link: must be a file of its own, came a symbolic link
      dropped file
        nn.Identity/int64.npy: listed in manifest.json, but not there: restore it with "git checkout -- fixtures" or record again with "npm run fixtures"
      dropped folder
        nn.Identity/cases.json and 2 more: listed in manifest.json, but not there: restore it with "git checkout -- fixtures" or record again with "npm run fixtures"
      file too many
        nn.Identity/int8.npy: not listed in manifest.json: remove it, or record again with "npm run fixtures"
      changed byte
        nn.Identity/cases.json: SHA-256 must be ea26478a20ed... as in manifest.json, came 257c1be96ae6...: the file was changed: restore it with "git checkout -- fixtures" or record again with "npm run fixtures"
      file that is a folder
        manifest.json: must be a file of its own, came a folder
      file too long
        manifest.json: must have at most 4194304 bytes, came 16777216
      file that went away
        nn.Identity/cases.json: must be readable: ENOENT: no such file or directory, lstat 'FOLDER/nn.Identity/cases.json'
      format that is nested
        manifest.json: must be nested less deeply, or have fewer mistakes: Maximum call stack size exceeded
      regression of a fixture's name
        regressions/manifest.json: must hold no case of the fixtures themselves, came nn.Identity/sample
      unknown case
        nn.Gone/a: no such case in FOLDER
      no header
        nn.Identity/cases.json: must be listed in manifest.json
      other id
        nn.Identity/cases.json: case 0 must be nn.Identity/sample as in manifest.json, came nn.Identity/twin
      other type
        nn.Identity/int64.npy: must hold one row of int64, came float32 of shape (3)
      unreadable .npy
        nn.Identity/int64.npy: must begin with the bytes 93 4e 55 4d 50 59 of a .npy file, came 78
      field too many
        nn.Identity/cases.json: nn.Identity/sample: ✖ Unrecognized key: "golden"
      other counts
        nn.Identity/cases.json: arrays: no int64 must come with as many, came 1
      reference beyond the numbers
        nn.Identity/sample: a float32 of shape (3) at 1 must end within 3 elements, came 4
      numbers that nobody refers to
        nn.Identity/sample: tensors of float32 must lie end to end: one must begin at 2, nothing lies before 3
      tensor without a limit
        nn.Identity/sample: limits: every tensor must have one and only they, came output.0, output.1
      integers with a limit
        nn.Identity/sample: limits: output.1 of int64 must be compared by bits
      fragment of no refusal
        nn.Identity/sample: fragment: must be empty where nothing was thrown
      fragment of another refusal
        nn.Identity/refused: fragment: must be a part of the message "a must be b, got c", came "x""
    `);
  });

  test("what the program is asked", { timeout: 180_000 }, async () => {
    expect(await allSaid(PROGRAM)).toMatchInlineSnapshot(`
      "filter without a case
        --filter b: must match a case, came none of 1, such as nn.A/a
      layer without a case
        --layer B: must match a case, came none of 1, such as nn.A/a
      more shards than cases
        --shard 1/2: must have a case a shard, came 1 cases
      no shard
        --shard: must be i/n with i from 1 to n, came 3/2
      known failure without a reason
        x.txt:1: must be "pattern # reason", came "nn.A/a"
      known failure of no case
        x.txt: nn.B/* must match a case, came none of 1
      no list of known failures
        nowhere.txt: there is no such file
      no place for a report
        --json /nowhere/report.json: there is no folder /nowhere
      report over a device
        --json /dev/null: must be a file, or not be there yet
      report over a folder
        FOLDER: must be a place to write to: EISDIR: illegal operation on a directory
      no such run
        nowhere.json: there is no such file
      run that is no JSON
        FOLDER/run.json: must be readable JSON: Unexpected token 'o', "no" is not valid JSON
      run of an earlier format
        FOLDER/run.json: must be of format 2, came 1: write it with "touchstone run --json"
      run without its cases
        FOLDER/run.json: must be what "touchstone run --json" writes: ✖ Invalid input: expected object, received undefined
        → at summary
      ✖ Invalid input: expected object, received undefined
        → at engine
      ✖ Invalid input: expected object, received undefined
        → at reference
      ✖ Invalid input: expected object, received undefined
        → at selection
      ✖ Invalid input: expected array, received undefined
        → at layers
      ✖ Invalid input: expected array, received undefined
        → at cases
      runs of one engine
        FOLDER/run-1.json: must be of another engine than FOLDER/run-0.json, came parrot 1 again: join shards with "touchstone merge"
      runs on other fixtures
        FOLDER/run-1.json: must be of the same fixtures as FOLDER/run-0.json
      report of no form
        report: must be asked for --html or --junit or --markdown or --badge or --json
      no place for a page
        --html /nowhere/page.html: there is no folder /nowhere
      badge of two runs
        --badge: must be of one run, came 2
      nothing to merge
        merge: must have a shard, came none
      shards of two engines
        FOLDER/run-1.json: must be of the same engine as FOLDER/run-0.json, {"name":"parrot","version":"1","lacks":[]}, came {"name":"parrot","version":"2","lacks":[]}
      part of a run to merge
        FOLDER/run-0.json: must be a whole run of parrot 1, came 3 of 9 cases
      run that is no shard
        FOLDER/run-0.json: must be a shard i/n of a run, came no shard
      shard twice
        FOLDER/run-1.json: shard 1/2 came in FOLDER/run-0.json already
      shard too few
        merge: shard 2/2 must come, too
      case in two shards
        FOLDER/run-1.json: nn.Conv2d/stride-per-axis came in FOLDER/run-0.json already
      part of a run to compare
        FOLDER/run-0.json: must be a whole run, came 3 of 9 cases
      unknown engine
        --engine: must be touchstone, tfjs-cpu, tfjs-wasm, jax-js, onnxruntime-node, onnxruntime-web, js-pytorch, stdio:COMMAND or the path of a module, came torch
      library not installed
        --engine tfjs-cpu: its library must be installed: run "npm run engines" first
      module that throws
        --engine FOLDER/adapter.mjs: must be a module, came an error: boom
      module without an engine
        --engine FOLDER/adapter.mjs: must export engine, came motor
      other protocol
        --engine FOLDER/adapter.mjs: must speak protocol 1, came 2
      no answer
        --engine FOLDER/adapter.mjs: must have a name, a version and answer(call)
      unknown aspect
        --engine FOLDER/adapter.mjs: may lack grad, state, initial, input, structure, repr, print, node, alias, layout, generator, refusal, phase, class, message, came speed
      process that does not greet
        --engine stdio:node FOLDER/speaker.mjs: its first frame must be a greeting: ✖ Invalid input: expected 1
        → at protocol
      ✖ Invalid input: expected string, received undefined
        → at name
      ✖ Invalid input: expected string, received undefined
        → at version
      process that answers otherwise
        no answer came: ✖ Invalid input
      answer that does not come
        it gave no answer in 0.01 s
      answer that an interrupt comes before
        it was interrupted before it gave an answer
      no layer to draw
        --layer ModuleList: must be a layer that can be drawn, or one of linear, embedding, conv, pool, fold, padding, norm, activation, softmax, dropout, recurrent, attention, transformer, distance, loss, shape, shuffle, upsample, container, lazy
      no count
        --runs: must be a whole number above 0, came 0
      no such property
        --property beauty: must be one of repeat, state-dict, grad-mode, backward-linear, in-place, gradients, batch-split, batch-order, channel-order, linearity, shift, patches, groups, adjoint, bidirectional, halves, cells, norms, softmax-shift, softmax-sum, attention-order, attention-mask, dropout, flatten-unflatten, reductions
      property of no such layer
        --property, --layer: there must be a property of these layers
      counterexample of no property
        nn.Identity/refused: must be of a property that there is, came property:gone
      draw of another kind
        a draw for a property must be plain, uniform, integers or values, came ties
      first input that is none
        nn.Identity: its first input must be a tensor
      nothing to join
        join: there must be an array
      nothing to add up
        combined: there must be a term
      no PyTorch
        room/.venv/bin/python: there is no PyTorch to ask: run "npm run setup" first
      no browser
        no chromium was found: install it, or set CHROMIUM to its path; with --no-open any browser may come
      browser that is closed
        the browser was closed before the end
      page that fails
        the page failed: Error: boom
      file that is not served
        /gone/manifest.json: must be served, came 404
      page without threads
        2 threads: the page must be cross-origin isolated
      integers within a limit
        output.0: int8 must be compared by bits
      integers as floats
        numbersOf: dtype must be floating, came int8"
    `);
  });

  test("a live PyTorch, and fuzzing", { timeout: 180_000 }, async () => {
    expect(await allSaid(FUZZ)).toMatchInlineSnapshot(`
      "no such layer
        --layer Conv7d: must be a layer that can be drawn, or one of linear, embedding, conv, pool, fold, padding, norm, activation, softmax, dropout, recurrent, attention, transformer, distance, loss, shape, shuffle, upsample, container, lazy
      no time
        --seconds: must be a whole number above 0, came 0
      no seed
        --seed: must be a whole number below 2^32, came -1
      report that is none
        package.json: must be what "fuzz --json" wrote: ✖ Unrecognized keys: "name", "version", "description", "license", "author", "type", "engines", "bin", "imports", "exports", "files", "scripts", "allowScripts", "devDependencies", "dependencies"
      ✖ Invalid input: expected 1
        → at format
      ✖ Invalid input: expected object, received undefined
        → at summary
      ✖ Invalid input: expected object, received undefined
        → at engine
      ✖ Invalid input: expected object, received undefined
        → at reference
      ✖ Invalid input: expected array, received undefined
        → at layers
      ✖ Invalid input: expected record, received undefined
        → at unfit
      ✖ Invalid input: expected array, received undefined
        → at stops
      ✖ Invalid input: expected array, received undefined
        → at counterexamples
      no reports
        there must be a report to merge, came none
      report of another PyTorch
        1.json: must be of touchstone 1 and PyTorch 2.13.0 like the first, came touchstone 1 and PyTorch 2.12.0
      report twice
        1.json: seed 7, shard 1/2 must be there once
      layer of another run
        nn.Linear is not among the layers of this run
      no process
        processes: must be above 0, came 0
      PyTorch missing
        there is no PyTorch to ask: /nowhere/python is not there: run "npm run setup" first
      PyTorch of another version
        torch must be 2.13.0, as the fixtures were recorded with, came 2.12.0: run "npm run setup", or record them again
      PyTorch died
        PyTorch's process died at nn.Identity/a: exit code 7; the last it said:
        oh
      PyTorch died at once
        PyTorch's process died before it was asked anything: exit code 7
      PyTorch hangs
        PyTorch gave no answer in 0.2 s at nn.Identity/a
      PyTorch hangs at once
        PyTorch gave no answer in 0.2 s while starting
      another question answered
        PyTorch's process answered nonsense at nn.Identity/a: must be an answer to 0, came one to 9
      header of a frame too long
        PyTorch's process answered nonsense at nn.Identity/a: a header must have at most 8388608 bytes, came "hello, world."
      frame too long
        a frame must have at most 268435456 bytes, came "....hello"
      frame of no JSON
        a frame's header must be JSON: Expected property name or '}' in JSON at position 1 (line 1 column 2)
      frame with too few bytes
        3 bytes of a frame's numbers cannot hold 1 float32
      frame with too many bytes
        a frame's numbers must be as many bytes as its header counts, 4, came 5"
    `);
  });

  test("nothing that is not shown here", { timeout: 240_000 }, async () => {
    const works = Object.values({ ...NPY, ...FIXTURES, ...PROGRAM, ...FUZZ });
    const shown: string[] = [];
    for (const work of works) shown.push(await said(work));
    const messages = messagesIn("harness", /engines\/(touchstone|libraries)/);
    const missing = messages.filter(({ pattern }) => !shown.some((line) => pattern.test(line)));
    expect(messages.length).toBeGreaterThan(40);
    expect(missing.map(({ file: source, pattern }) => `${source}: ${pattern.source}`)).toEqual([]);
  });
});
