import { fuzzCommand } from "#harness/commands/fuzz";
import type { FuzzOptions } from "#harness/commands/fuzz-options";
import { mergeFuzzCommand } from "#harness/commands/merge-fuzz";
import { Counts } from "#harness/fuzz/counts";
import { startOracle } from "#harness/oracle";
import { mergeFuzz } from "#harness/report/fuzz-merge";
import type { FuzzReport } from "#harness/report/fuzz-report";
import { FrameReader, readRows } from "#harness/wire";
import { fakeOracle, oracle, VERSIONS } from "../kit/fake-oracle.ts";
import { fixturesOf } from "../kit/folder.ts";
import { type ReportParts, shardReport } from "../kit/fuzz-report.ts";
import { scribe } from "../kit/scribe.ts";
import { SAMPLE } from "../kit/spoilt.ts";

/** Fuzzes with an oracle that is this program. */
function fuzzed(over: Partial<FuzzOptions>, program = "greet(); hear(unfit)") {
  return () => {
    const options = { engine: "touchstone", fixtures: fixturesOf([SAMPLE]), processes: "1" };
    const command = fakeOracle(program);
    const { signal } = new AbortController();
    return fuzzCommand({ ...options, keep: false, ...over }, scribe(), signal, command);
  };
}

export const FUZZ: Readonly<Record<string, () => unknown>> = {
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
