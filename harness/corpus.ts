import { hash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DTYPES } from "./array.ts";
import type { Case } from "./case.ts";
import { encodeCase } from "./encode.ts";
import { type Fixtures, openFixtures, REGRESSIONS } from "./fixtures.ts";
import { type Manifest, manifestJson } from "./manifest.ts";
import { writeNpy } from "./npy.ts";

/**
 * Fixtures together with the counterexamples kept below them, which come first.
 * @throws FixtureError
 */
export function openAll(folder: string): Fixtures {
  const fixtures = openFixtures(folder);
  const kept = path.join(folder, REGRESSIONS);
  if (!existsSync(path.join(kept, "manifest.json"))) return fixtures;
  const found = openFixtures(kept);
  const own = new Set(found.ids);
  return {
    ...fixtures,
    ids: [...found.ids, ...fixtures.ids],
    load: (id) => (own.has(id) ? found.load(id) : fixtures.load(id)),
  };
}

/** Keeps a case, with its numbers, below the fixtures. Its files are whole before the manifest names them. */
export function keep(one: Case, fixtures: Fixtures): void {
  const folder = path.join(fixtures.folder, REGRESSIONS);
  const home = path.join(folder, one.id);
  mkdirSync(home, { recursive: true });
  const { json, arrays } = encodeCase(one);
  const files = new Map<string, Uint8Array>([
    ["case.json", Buffer.from(`${JSON.stringify(json, null, 1)}\n`)],
  ]);
  for (const dtype of DTYPES) {
    const data = arrays[dtype];
    if (data !== undefined)
      files.set(`${dtype}.npy`, writeNpy({ dtype, shape: [data.length], data }));
  }
  const manifest = manifestOf(folder, fixtures.manifest);
  const listed = { ...manifest.files };
  for (const [name, bytes] of files) {
    write(path.join(home, name), bytes);
    listed[`${one.id}/${name}`] = hash("sha256", bytes);
  }
  const sorted = Object.fromEntries(Object.entries(listed).sort(([a], [b]) => (a < b ? -1 : 1)));
  const cases = Object.keys(sorted).filter((file) => file.endsWith("/case.json")).length;
  const text = JSON.stringify({ ...manifest, cases, files: sorted }, null, 1);
  write(path.join(folder, "manifest.json"), Buffer.from(`${text}\n`));
}

/** What is kept already, or nothing yet, from the PyTorch of the fixtures. */
function manifestOf(folder: string, like: Manifest): Manifest {
  const file = path.join(folder, "manifest.json");
  if (!existsSync(file)) return { ...like, cases: 0, files: {} };
  return manifestJson.parse(JSON.parse(readFileSync(file, "utf8")));
}

/** A file is there whole or not at all. */
function write(file: string, bytes: Uint8Array): void {
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, bytes);
  renameSync(draft, file);
}
