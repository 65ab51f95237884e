import { readFileSync } from "node:fs";
import { registerHooks, stripTypeScriptTypes } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Engine } from "#harness/engine";
import { patchedFiles } from "./engine-files.ts";
import type { Patch } from "./patch.ts";

const ROOT = path.join(import.meta.dirname, "..", "..");
const ADAPTER = pathToFileURL(path.join(ROOT, "harness", "engines", "touchstone.ts")).href;
/** What is loaded anew for each engine. */
const OWN = ["engine", path.join("harness", "engines")].map(
  (folder) => `${pathToFileURL(path.join(ROOT, folder)).href}/`,
);

/** The sources of the engine that is being loaded, where they are not what lies on the disk. */
let changed: ReadonlyMap<string, string> = new Map();
let loaded = new Set<string>();
let engines = 0;
const plain = new Map<string, string>();

/**
 * The engine with patches. Its modules are its own: the addresses of all of them end in the engine's number, so that engines
 * of one process share nothing. One is made at a time.
 */
export async function patchedEngine(patches: readonly Patch[]): Promise<Engine> {
  if (engines === 0) registerHooks({ resolve, load });
  const files = [...(await patchedFiles(patches))];
  changed = new Map(files.map(([file, source]) => [file, strip(source)]));
  loaded = new Set();
  const { engine } = await import(`${ADAPTER}?engine=${++engines}`);
  const missed = [...changed.keys()].filter((file) => !loaded.has(file));
  if (missed.length > 0) throw new Error(`must be a part of the engine: ${missed.join(", ")}`);
  return engine;
}

const resolve: NonNullable<Parameters<typeof registerHooks>[0]["resolve"]> = (
  specifier,
  context,
  next,
) => {
  const found = next(specifier, context);
  const [, number] = /\?engine=(\d+)$/.exec(context.parentURL ?? "") ?? [];
  const own = number !== undefined && OWN.some((folder) => found.url.startsWith(folder));
  return own ? { ...found, url: `${found.url}?engine=${number}` } : found;
};

const load: NonNullable<Parameters<typeof registerHooks>[0]["load"]> = (url, context, next) => {
  if (!/\?engine=\d+$/.test(url)) return next(url, context);
  const file = fileURLToPath(url);
  loaded.add(file);
  return { format: "module", source: changed.get(file) ?? sourceOf(file), shortCircuit: true };
};

function sourceOf(file: string): string {
  const known = plain.get(file) ?? strip(readFileSync(file, "utf8"));
  plain.set(file, known);
  return known;
}

function strip(source: string): string {
  return stripTypeScriptTypes(source);
}
