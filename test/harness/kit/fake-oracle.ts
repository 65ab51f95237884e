import { writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";
import { FORMAT } from "#harness/case";
import {
  type Oracle,
  type OracleCommand,
  type OraclePlan,
  type Reply,
  startOracle,
} from "#harness/oracle";
import type { Sketch } from "#harness/sketch";
import { emptyFolder } from "./folder.ts";

/** The versions that a fake oracle greets with, which are those of `writeManifest`. */
export const VERSIONS = {
  format: FORMAT,
  torch: "2.13.0",
  numpy: "2.4.6",
  python: "3.11.7",
} as const;

const ROOT = path.join(import.meta.dirname, "..", "..", "..");
const at = (file: string): string => JSON.stringify(pathToFileURL(path.join(ROOT, file)).href);

/**
 * The words of such a process: `say` writes a frame, `hear` calls back with each question, `unfit` and `answer` reply to
 * one. `once(name)` is true the first time that any process says it in this folder.
 */
const WORDS = `
  import { existsSync, readFileSync, writeFileSync, appendFileSync } from "node:fs";
  import { FrameReader, writeFrame } from ${at("harness/wire.ts")};
  import { encodeCase } from ${at("harness/encode.ts")};
  import * as sample from ${at("test/harness/kit/sample.ts")};
  const reader = new FrameReader();
  const say = (header, arrays) => process.stdout.write(writeFrame(header, arrays));
  const greet = (over = {}) => say({ ...${JSON.stringify(VERSIONS)}, ...over });
  const hear = (reply) => process.stdin.on("data", (bytes) => {
    for (const { header } of reader.take(bytes)) reply(header);
  });
  const unfit = ({ number, sketch }, why = sketch.id) => say({ number, seconds: 0, unfit: why });
  const answer = ({ number, sketch }, one = sample.refusing()) => {
    const { json, arrays } = encodeCase({ ...one, id: sketch.id });
    say({ number, seconds: 0, case: json }, arrays);
  };
  const once = (name) => {
    if (existsSync(name)) return false;
    writeFileSync(name, "");
    return true;
  };
`;

/** A command that is an oracle with this program, in a folder of its own. */
export function fakeOracle(program: string, over: Partial<OracleCommand> = {}): OracleCommand {
  const folder = emptyFolder();
  writeFileSync(path.join(folder, "oracle.mjs"), WORDS + program);
  const command = { file: process.execPath, args: ["oracle.mjs"], cwd: folder };
  return { ...command, startMs: 20_000, sketchMs: 10_000, ...over };
}

/** Starts such an oracle, which is closed after the test. */
export async function started(
  program: string,
  { over = {}, ...plan }: Partial<OraclePlan> & { readonly over?: Partial<OracleCommand> } = {},
): Promise<Oracle> {
  const command = fakeOracle(program, over);
  const oracle = await startOracle({ processes: 1, manifest: VERSIONS, command, ...plan });
  onTestFinished(() => oracle.close());
  return oracle;
}

/** Starts such an oracle, and asks it one sketch. */
export function oracle(program: string, over: Partial<OracleCommand> = {}): () => Promise<Reply> {
  return async () => (await started(program, { over })).ask(sketch("a"));
}

/** A sketch of nn.Identity, by the end of its id. */
export function sketch(name: string): Sketch {
  return {
    id: `nn.Identity/${name}`,
    tags: [],
    call: {
      layer: "nn.Identity",
      dtype: "float32",
      args: [],
      options: {},
      seed: 1,
      state: "drawn",
      training: true,
      gradMode: true,
      inputs: [],
      keywords: {},
      upstream: {},
    },
  };
}
