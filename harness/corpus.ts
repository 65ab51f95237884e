import { hash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Case } from "./case.ts";
import { encodeCase } from "./encode.ts";
import { FixtureError } from "./fixture-error.ts";
import { type Fixtures, openFixtures, REGRESSIONS } from "./fixtures.ts";
import { type Manifest, manifestJson } from "./manifest.ts";
import { packFiles } from "./pack.ts";

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
  const twin = fixtures.ids.find((id) => own.has(id));
  if (twin !== undefined) {
    throw new FixtureError(
      `${REGRESSIONS}/manifest.json: must hold no case of the fixtures themselves, came ${twin}`,
    );
  }
  return {
    ...fixtures,
    ids: [...found.ids, ...fixtures.ids],
    load: (id) => (own.has(id) ? found.load(id) : fixtures.load(id)),
  };
}

/** Keeps a case, with its numbers, in a folder of its own below the fixtures. */
export function keep(one: Case, fixtures: Fixtures): void {
  keepIn(path.join(fixtures.folder, REGRESSIONS), one, fixtures.manifest);
}

/** Keeps a case in a folder of its own below `folder`. Its files are whole before the manifest names them. */
export function keepIn(folder: string, one: Case, like: Manifest): void {
  mkdirSync(path.join(folder, one.id), { recursive: true });
  const manifest = manifestOf(folder, like);
  const files = { ...manifest.files };
  for (const [name, bytes] of packFiles([encodeCase(one)])) {
    write(path.join(folder, one.id, name), bytes);
    files[`${one.id}/${name}`] = hash("sha256", bytes);
  }
  const packs = sorted({ ...manifest.packs, [one.id]: [one.id] });
  const cases = Object.keys(packs).length;
  const text = JSON.stringify({ ...manifest, cases, packs, files: sorted(files) }, null, 1);
  write(path.join(folder, "manifest.json"), Buffer.from(`${text}\n`));
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What is kept already, or nothing yet, from the PyTorch of the fixtures. */
function manifestOf(folder: string, like: Manifest): Manifest {
  const file = path.join(folder, "manifest.json");
  if (!existsSync(file)) return { ...like, cases: 0, packs: {}, files: {} };
  return manifestJson.parse(JSON.parse(readFileSync(file, "utf8")));
}

/** A file is there whole or not at all. */
function write(file: string, bytes: Uint8Array): void {
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, bytes);
  renameSync(draft, file);
}
