import { hash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { DTYPES, type Dtype } from "./array.ts";
import { type Case, type CaseJson, caseJson, FORMAT } from "./case.ts";
import { decodeCase } from "./decode.ts";
import { DecodeError, type FlatArrays } from "./flat.ts";
import { type Manifest, manifestJson } from "./manifest.ts";
import { NpyError, readNpy } from "./npy.ts";
import { type Surface, surfaceJson } from "./surface/surface.ts";

/** A fixtures folder that may not be used as it is. The message says what to do. */
export class FixtureError extends Error {
  override name = "FixtureError";
}

/** What PyTorch answered, as it was recorded. */
export interface Fixtures {
  readonly folder: string;
  readonly manifest: Manifest;
  /** Sorted. */
  readonly ids: readonly string[];
  /** One case, with the SHA-256 of each of its files checked. */
  load(id: string): Case;
}

const RECORD = 'record it with "npm run fixtures"';
const RESTORE =
  'restore it with "git checkout -- fixtures" or record again with "npm run fixtures"';
const FILE = new RegExp(`^([^/]+/[^/]+)/(case\\.json|(?:${DTYPES.join("|")})\\.npy)$`);
/** Below the fixtures: the counterexamples that fuzzing kept, with a manifest of their own. */
export const REGRESSIONS = "regressions";
const SURFACE = "surface.json";
const UNLISTED = new Set(["manifest.json", "README.md", SURFACE]);

/**
 * Opens a folder of recorded cases. Everything that can be known without reading the cases is checked here;
 * a case is read when it is asked for.
 * @throws FixtureError
 */
export function openFixtures(folder: string): Fixtures {
  const manifest = readManifest(folder);
  const files = groupByCase(Object.keys(manifest.files));
  checkCases(files, manifest);
  checkListing(listFiles(folder), manifest);
  if (Object.hasOwn(manifest.files, "README.md")) readChecked(folder, manifest, "README.md");
  const ids = [...files.keys()].sort();
  return { folder, manifest, ids, load: (id) => loadCase(folder, manifest, id, files.get(id)) };
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
  if (!existsSync(file)) {
    const state =
      readdirSync(folder).length === 0 ? "the folder is empty" : "there is no manifest.json";
    throw new FixtureError(`${folder}: ${state}: ${RECORD}`);
  }
  const json = parseJson(readBytes(file, "manifest.json").toString("utf8"), "manifest.json");
  checkFormat(json, "manifest.json");
  const manifest = parseAs(manifestJson, json, "manifest.json");
  if (manifest.cases === 0) throw new FixtureError(`${folder}: holds no cases: ${RECORD}`);
  return manifest;
}

/** The files of each case, by its id. */
function groupByCase(files: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const file of files) {
    if (UNLISTED.has(file)) continue;
    const [, id] = FILE.exec(file) ?? [];
    if (id === undefined || /(^|\/)\.\.?(\/|$)|[\\:]/.test(file)) {
      throw new FixtureError(
        `manifest.json: ${JSON.stringify(file)} must be <layer>/<case>/case.json or <layer>/<case>/<dtype>.npy`,
      );
    }
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [file]);
    else group.push(file);
  }
  return groups;
}

function checkCases(files: ReadonlyMap<string, readonly string[]>, manifest: Manifest): void {
  if (files.size !== manifest.cases) {
    throw new FixtureError(
      `manifest.json: says ${manifest.cases} cases, but lists the files of ${files.size}: ${RESTORE}`,
    );
  }
  const seen = new Map<string, string>();
  for (const id of files.keys()) {
    const twin = seen.get(id.toLowerCase());
    if (twin !== undefined) {
      throw new FixtureError(`${id}: must differ from ${twin} by more than upper and lower case`);
    }
    seen.set(id.toLowerCase(), id);
  }
}

/** Every file below `folder` but the regressions, with "/" between folders. Links are refused: they may lead anywhere. */
function listFiles(folder: string): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const relative = path.relative(folder, path.join(entry.parentPath, entry.name));
    const file = relative.split(path.sep).join("/");
    if (file === REGRESSIONS || file.startsWith(`${REGRESSIONS}/`)) continue;
    if (entry.isSymbolicLink()) {
      throw new FixtureError(`${file}: must be a file of its own, came a symbolic link`);
    }
    if (!entry.isDirectory()) found.push(file);
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

function loadCase(
  folder: string,
  manifest: Manifest,
  id: string,
  files: readonly string[] | undefined,
): Case {
  if (files === undefined) throw new FixtureError(`${id}: no such case in ${folder}`);
  const header = `${id}/case.json`;
  if (!files.includes(header)) throw new FixtureError(`${header}: must be listed in manifest.json`);
  const json = readCaseJson(readChecked(folder, manifest, header).toString("utf8"), header);
  if (json.id !== id) throw new FixtureError(`${header}: id must be ${id}, came ${json.id}`);
  const arrays: Partial<Record<Dtype, FlatArrays[Dtype]>> = {};
  for (const file of files) {
    if (file === header) continue;
    const dtype = path.posix.basename(file, ".npy") as Dtype;
    arrays[dtype] = readFlat(readChecked(folder, manifest, file), dtype, file);
  }
  return renamed([DecodeError], `${id}: `, () => decodeCase(json, arrays as FlatArrays));
}

/** The header of a case, from its text. */
function readCaseJson(text: string, where: string): CaseJson {
  const json = parseJson(text, where);
  checkFormat(json, where);
  return parseAs(caseJson, json, where);
}

function readFlat(bytes: Uint8Array, dtype: Dtype, where: string): FlatArrays[Dtype] {
  const array = renamed([NpyError], "", () => readNpy(bytes, where));
  if (array.dtype !== dtype || array.shape.length !== 1) {
    throw new FixtureError(
      `${where}: must hold one row of ${dtype}, came ${array.dtype} of shape (${array.shape.join(", ")})`,
    );
  }
  return array.data;
}

function readChecked(folder: string, manifest: Manifest, file: string): Buffer {
  const bytes = readBytes(path.join(folder, file), file);
  const got = hash("sha256", bytes);
  const want = manifest.files[file];
  if (got !== want) {
    throw new FixtureError(
      `${file}: SHA-256 must be ${want?.slice(0, 12)}... as in manifest.json, came ${got.slice(0, 12)}...: the file was changed: ${RESTORE}`,
    );
  }
  return bytes;
}

function readBytes(file: string, where: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new FixtureError(`${where}: must be readable: ${(error as Error).message}`);
  }
}

function checkFormat(json: unknown, where: string): void {
  const format =
    typeof json === "object" && json !== null && "format" in json ? json.format : undefined;
  if (format === FORMAT) return;
  if (typeof format !== "number") {
    throw new FixtureError(`${where}: must say its format number, came ${JSON.stringify(format)}`);
  }
  const advice = format > FORMAT ? "update touchstone" : 'record again with "npm run fixtures"';
  throw new FixtureError(
    `${where}: format ${format}, but this touchstone reads format ${FORMAT}: ${advice}`,
  );
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FixtureError(`${where}: must be JSON: ${(error as Error).message}`);
  }
}

function parseAs<T>(schema: z.ZodType<T>, json: unknown, where: string): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new FixtureError(`${where}: ${z.prettifyError(parsed.error)}`);
}

/** Runs `work`; an error of one of these classes becomes a FixtureError that says where. */
function renamed<T>(classes: readonly (new () => Error)[], where: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error) || !classes.some((one) => error instanceof one)) throw error;
    throw new FixtureError(`${where}${error.message}`, { cause: error });
  }
}
