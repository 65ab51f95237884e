import { hash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import type { Case } from "./case.ts";
import { FixtureError, parseAs, parseJson } from "./fixture-error.ts";
import { checkListed, checkSum, filesOf, packFrom, RESTORE, SURFACE, UNLISTED } from "./listing.ts";
import { type Manifest, parseManifest } from "./manifest.ts";
import { checkOwn, readOwn } from "./own-file.ts";
import type { Pack } from "./pack.ts";
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
/** Below the fixtures: the counterexamples that fuzzing kept, with a manifest of their own. */
export const REGRESSIONS = "regressions";
/** Their folder, and the draft of one that is being kept, or was when its process was ended. */
const KEPT = new RegExp(`^${REGRESSIONS}(\\.\\d+\\.tmp)?$`);

/**
 * Opens a folder of recorded cases. Everything that can be known without reading the cases is checked here;
 * a case is read when it is asked for.
 * @throws FixtureError
 */
export function openFixtures(folder: string): Fixtures {
  const manifest = readManifest(folder);
  const packOf = checkListed(manifest);
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
  const manifest = parseManifest(readOwn(file, "manifest.json").toString("utf8"));
  if (manifest.cases === 0) throw new FixtureError(`${folder}: holds no cases: ${RECORD}`);
  return manifest;
}

/** Every file below `folder` but those of the regressions' own folder and of its drafts, with "/" between folders. */
function listFiles(folder: string): string[] {
  const found: string[] = [];
  const top = readdirSync(folder, { withFileTypes: true });
  const own = top.filter((entry) => entry.isDirectory() && !KEPT.test(entry.name));
  const below = own.flatMap(({ name }) =>
    readdirSync(path.join(folder, name), { recursive: true, withFileTypes: true }),
  );
  for (const entry of [...top, ...below]) {
    if (entry.isDirectory()) continue;
    const relative = path.relative(folder, path.join(entry.parentPath, entry.name));
    const file = relative.split(path.sep).join("/");
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
  const files = filesOf(manifest, name).map(
    (file) => [file, readChecked(folder, manifest, `${name}/${file}`)] as const,
  );
  return packFrom(manifest, name, new Map(files));
}

function readChecked(folder: string, manifest: Manifest, file: string): Buffer {
  const bytes = readOwn(path.join(folder, file), file);
  checkSum(manifest, file, hash("sha256", bytes));
  return bytes;
}
