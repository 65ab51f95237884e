import { hash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { DTYPES } from "./array.ts";
import type { Case } from "./case.ts";
import { checkFormat, FixtureError, parseAs, parseJson } from "./fixture-error.ts";
import { type Manifest, manifestJson } from "./manifest.ts";
import { checkOwn, readOwn } from "./own-file.ts";
import { HEADERS, type Pack, readPack } from "./pack.ts";
import { type Surface, surfaceJson } from "./surface/surface.ts";

/** What PyTorch answered, as it was recorded. */
export interface Fixtures {
  readonly folder: string;
  readonly manifest: Manifest;
  /** Sorted. */
  readonly ids: readonly string[];
  /** One case, with the SHA-256 of the files that it lies in checked. */
  load(id: string): Case;
}

const RECORD = 'record it with "npm run fixtures"';
const RESTORE =
  'restore it with "git checkout -- fixtures" or record again with "npm run fixtures"';
const NAMES = [HEADERS, ...DTYPES.map((dtype) => `${dtype}.npy`)];
/** Below the fixtures: the counterexamples that fuzzing kept, with a manifest of their own. */
export const REGRESSIONS = "regressions";
/** In them, or in the draft of one of them that was being kept when its process was ended. */
const KEPT = new RegExp(`^${REGRESSIONS}(\\.\\d+\\.tmp)?/`);
const SURFACE = "surface.json";
const UNLISTED = new Set(["manifest.json", "README.md", SURFACE]);

/**
 * Opens a folder of recorded cases. Everything that can be known without reading the cases is checked here;
 * a case is read when it is asked for.
 * @throws FixtureError
 */
export function openFixtures(folder: string): Fixtures {
  const manifest = readManifest(folder);
  const packOf = checkPacks(manifest);
  checkFiles(manifest);
  checkListing(listFiles(folder), manifest);
  if (Object.hasOwn(manifest.files, "README.md")) readChecked(folder, manifest, "README.md");
  const ids = [...packOf.keys()].sort();
  return { folder, manifest, ids, load: loader(folder, manifest, packOf) };
}

/**
 * What the PyTorch that answered has for a suite to cover.
 * @throws FixtureError
 */
export function readSurface({ folder, manifest }: Fixtures): Surface {
  if (!Object.hasOwn(manifest.files, SURFACE)) {
    throw new FixtureError(`${SURFACE}: must be listed in manifest.json: ${RECORD}`);
  }
  const json = parseJson(readChecked(folder, manifest, SURFACE).toString("utf8"), SURFACE);
  return parseAs(surfaceJson, json, SURFACE);
}

function readManifest(folder: string): Manifest {
  if (!existsSync(folder)) throw new FixtureError(`${folder}: there is no such folder: ${RECORD}`);
  if (!statSync(folder).isDirectory()) throw new FixtureError(`${folder}: must be a folder`);
  const file = path.join(folder, "manifest.json");
  if (lstatSync(file, { throwIfNoEntry: false }) === undefined) {
    const state =
      readdirSync(folder).length === 0 ? "the folder is empty" : "there is no manifest.json";
    throw new FixtureError(`${folder}: ${state}: ${RECORD}`);
  }
  const json = parseJson(readOwn(file, "manifest.json").toString("utf8"), "manifest.json");
  checkFormat(json, "manifest.json");
  const manifest = parseAs(manifestJson, json, "manifest.json");
  if (manifest.cases === 0) throw new FixtureError(`${folder}: holds no cases: ${RECORD}`);
  return manifest;
}

/** The folder of each case, by its id. */
function checkPacks({ packs, cases }: Manifest): Map<string, string> {
  const packOf = new Map<string, string>();
  const seen = new Map<string, string>();
  for (const [name, ids] of Object.entries(packs)) {
    const twin = seen.get(name.toLowerCase());
    if (twin !== undefined) {
      throw new FixtureError(`${name}: must differ from ${twin} by more than upper and lower case`);
    }
    seen.set(name.toLowerCase(), name);
    for (const id of ids) {
      if (id !== name && !id.startsWith(`${name}/`)) {
        throw new FixtureError(`manifest.json: ${id} must not be in ${JSON.stringify(name)}`);
      }
      if (packOf.has(id)) throw new FixtureError(`manifest.json: ${id} must be listed once`);
      packOf.set(id, name);
    }
  }
  if (packOf.size === cases) return packOf;
  throw new FixtureError(
    `manifest.json: says ${cases} cases, but lists ${packOf.size}: ${RESTORE}`,
  );
}

/** Whether every file belongs to a pack, and every pack has its headers. As packs have the names of cases, no path leads out. */
function checkFiles({ files, packs }: Manifest): void {
  for (const file of Object.keys(files)) {
    const at = file.lastIndexOf("/");
    const known = Object.hasOwn(packs, file.slice(0, at)) && NAMES.includes(file.slice(at + 1));
    if (!known && !UNLISTED.has(file)) {
      throw new FixtureError(
        `manifest.json: ${JSON.stringify(file)} must be ${HEADERS} or <dtype>.npy in the folder of a pack`,
      );
    }
  }
  for (const name of Object.keys(packs)) {
    if (!Object.hasOwn(files, `${name}/${HEADERS}`)) {
      throw new FixtureError(`${name}/${HEADERS}: must be listed in manifest.json`);
    }
  }
}

/** Every file below `folder` but those of the regressions' own folder and of its drafts, with "/" between folders. */
function listFiles(folder: string): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const relative = path.relative(folder, path.join(entry.parentPath, entry.name));
    const file = relative.split(path.sep).join("/");
    if (KEPT.test(file)) continue;
    if (entry.isDirectory()) continue;
    checkOwn(entry, file);
    found.push(file);
  }
  return found;
}

function checkListing(found: readonly string[], manifest: Manifest): void {
  const there = new Set(found);
  const missing = Object.keys(manifest.files).filter((file) => !there.has(file));
  if (missing.length > 0) {
    throw new FixtureError(`${some(missing)}: listed in manifest.json, but not there: ${RESTORE}`);
  }
  const odd = found.filter((file) => !Object.hasOwn(manifest.files, file) && !UNLISTED.has(file));
  if (odd.length > 0) {
    throw new FixtureError(
      `${some(odd)}: not listed in manifest.json: remove it, or record again with "npm run fixtures"`,
    );
  }
}

function some(files: readonly string[]): string {
  return files.length === 1 ? `${files[0]}` : `${files[0]} and ${files.length - 1} more`;
}

/** Gives cases by their ids. The pack that was read last is kept, as its neighbours are asked for next. */
function loader(
  folder: string,
  manifest: Manifest,
  packOf: ReadonlyMap<string, string>,
): (id: string) => Case {
  let kept: { readonly name: string; readonly pack: Pack } | null = null;
  return (id) => {
    const name = packOf.get(id);
    if (name === undefined) throw new FixtureError(`${id}: no such case in ${folder}`);
    if (kept?.name !== name) kept = { name, pack: loadPack(folder, manifest, name) };
    return (kept.pack.get(id) as () => Case)();
  };
}

function loadPack(folder: string, manifest: Manifest, name: string): Pack {
  const listed = NAMES.filter((file) => Object.hasOwn(manifest.files, `${name}/${file}`));
  const files = listed.map(
    (file) => [file, readChecked(folder, manifest, `${name}/${file}`)] as const,
  );
  return readPack(new Map(files), manifest.packs[name] ?? [], name);
}

function readChecked(folder: string, manifest: Manifest, file: string): Buffer {
  const bytes = readOwn(path.join(folder, file), file);
  const got = hash("sha256", bytes);
  const want = manifest.files[file];
  if (got !== want) {
    throw new FixtureError(
      `${file}: SHA-256 must be ${want?.slice(0, 12)}... as in manifest.json, came ${got.slice(0, 12)}...: the file was changed: ${RESTORE}`,
    );
  }
  return bytes;
}
