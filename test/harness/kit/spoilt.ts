import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { NdArray } from "#harness/array";
import type { Case } from "#harness/case";
import { loadEngine } from "#harness/engines/index";
import { openFixtures } from "#harness/fixtures";
import { writeNpy } from "#harness/npy";
import { HEADERS } from "#harness/pack";
import { emptyFolder, fixturesOf, writeManifest } from "./folder.ts";
import { array, returning } from "./sample.ts";

/** Three numbers. */
export const ONE: NdArray = array("float32", [3], [1, 2, 3]);
/** A case of two types. */
export const SAMPLE = returning({ "output.0": ONE, "output.1": array("int64", [1], [3]) }, "bits");
/** The folder of SAMPLE. */
export const HOME = "nn.Identity";

/** A .npy file with another text in its header, which stays as long as it was. */
export function npy(from: string, to: string): Uint8Array {
  const [head = "", ...rest] = Buffer.from(writeNpy(ONE)).toString("latin1").split("\n");
  const other = head.replace(from, to).trimEnd().padEnd(head.length);
  return Buffer.from([other, ...rest].join("\n"), "latin1");
}

/** A .npy file with some bytes changed. */
export function bytes(change: (file: Uint8Array) => void): Uint8Array {
  const file = writeNpy(ONE);
  change(file);
  return file;
}

/** Opens fixtures that were spoilt, and loads them all. */
export function fixtures(
  spoil: (folder: string) => void,
  cases: readonly Case[] = [SAMPLE],
): () => void {
  return () => {
    const folder = fixturesOf(cases);
    spoil(folder);
    opened(folder);
  };
}

function opened(folder: string): void {
  const { ids, load } = openFixtures(folder);
  for (const id of ids) load(id);
}

/** Spoils a case's header, and lets the manifest vouch for it. */
export function header(change: (json: Record<string, unknown>) => void): () => void {
  return fixtures((folder) => {
    const file = path.join(folder, HOME, HEADERS);
    const [json] = JSON.parse(readFileSync(file, "utf8"));
    change(json);
    writeFileSync(file, JSON.stringify([json]));
    writeManifest(folder, [SAMPLE]);
  });
}

/** Puts another file beside the case, and lets the manifest vouch for it. */
export function file(name: string, content: string | Uint8Array): () => void {
  return fixtures((folder) => {
    writeFileSync(path.join(folder, HOME, name), content);
    writeManifest(folder, [SAMPLE]);
  });
}

/** Loads an engine from a module that says this. */
export function engine(source: string): () => Promise<unknown> {
  return () => {
    const place = path.join(emptyFolder(), "adapter.mjs");
    writeFileSync(place, source);
    return loadEngine(place);
  };
}

/** What a process that is an engine says first. */
export const GREETING = JSON.stringify({ protocol: 1, name: "speaker", version: "1" });

/** The words of such a process: `say` writes a frame, `hear` calls back at each chunk of a question. */
const WORDS = `
  const say = (header) => {
    const text = Buffer.from(JSON.stringify(header));
    const lengths = Buffer.alloc(8);
    lengths.writeUInt32LE(text.length, 0);
    process.stdout.write(Buffer.concat([lengths, text]));
  };
  const hear = (reply) => process.stdin.on("data", reply);
`;

/** Asks an engine that is a process with this program one call. */
export function speaker(program: string): () => Promise<unknown> {
  return async () => {
    const place = path.join(emptyFolder(), "speaker.mjs");
    writeFileSync(place, WORDS + program);
    const engine = await loadEngine(`stdio:node ${place}`);
    try {
      return await engine.answer(SAMPLE.call);
    } finally {
      await engine.close?.();
    }
  };
}
