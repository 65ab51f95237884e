import { hash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import type { Case } from "./case.ts";
import { encodeCase } from "./encode.ts";
import { FixtureError } from "./fixture-error.ts";
import { type Fixtures, openFixtures, REGRESSIONS } from "./fixtures.ts";
import { type Manifest, manifestJson } from "./manifest.ts";
import { HEADERS, packFiles } from "./pack.ts";

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

/**
 * Keeps a case in a folder of its own below `folder`, which is there whole or not at all. Several processes may do so at once:
 * each lists all that lies there, and looks again after it has written, so that the last to write has seen everything.
 */
export function keepIn(folder: string, one: Case, like: Manifest): void {
  const draft = `${folder}.${process.pid}.tmp`;
  mkdirSync(draft, { recursive: true });
  let unlisted = [one.id];
  try {
    place(draft, path.join(folder, one.id), one);
    do {
      const text = JSON.stringify(listed(folder, manifestOf(folder, like), unlisted), null, 1);
      writeFileSync(path.join(draft, "manifest.json"), `${text}\n`);
      renameSync(path.join(draft, "manifest.json"), path.join(folder, "manifest.json"));
      unlisted = idsIn(folder).filter((id) => !Object.hasOwn(manifestOf(folder, like).packs, id));
    } while (unlisted.length > 0);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Makes the folder of a case. Where there is one, of the same question, its files are replaced, each whole. */
function place(draft: string, home: string, one: Case): void {
  const room = path.join(draft, "case");
  mkdirSync(room);
  const files = packFiles([encodeCase(one)]);
  for (const [name, bytes] of files) writeFileSync(path.join(room, name), bytes);
  mkdirSync(path.dirname(home), { recursive: true });
  try {
    renameSync(room, home);
  } catch {
    for (const [name] of files) renameSync(path.join(room, name), path.join(home, name));
  }
}

/** The manifest with these cases too. */
function listed(folder: string, manifest: Manifest, ids: readonly string[]): Manifest {
  const [packs, files] = [{ ...manifest.packs }, { ...manifest.files }];
  for (const id of ids) {
    packs[id] = [id];
    for (const name of readdirSync(path.join(folder, id))) {
      files[`${id}/${name}`] = hash("sha256", readFileSync(path.join(folder, id, name)));
    }
  }
  return {
    ...manifest,
    cases: Object.keys(packs).length,
    packs: sorted(packs),
    files: sorted(files),
  };
}

/** The cases whose folders lie here. */
function idsIn(folder: string): string[] {
  const layers = readdirSync(folder, { withFileTypes: true }).filter((one) => one.isDirectory());
  return layers
    .flatMap(({ name }) => readdirSync(path.join(folder, name)).map((last) => `${name}/${last}`))
    .filter((id) => existsSync(path.join(folder, id, HEADERS)));
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
