import { DTYPES } from "./array.ts";
import { FixtureError } from "./fixture-error.ts";
import type { Manifest } from "./manifest.ts";
import { HEADERS, type Pack, readPack } from "./pack.ts";

/** What is said where a manifest and what lies beside it are not of one recording. */
export const RESTORE =
  'restore it with "git checkout -- fixtures" or record again with "npm run fixtures"';
/** The file with what of PyTorch's surface there is. */
export const SURFACE = "surface.json";
/** Files of a fixtures folder that are of no pack. */
export const UNLISTED: ReadonlySet<string> = new Set(["manifest.json", "README.md", SURFACE]);

const NAMES = [HEADERS, ...DTYPES.map((dtype) => `${dtype}.npy`)];

/**
 * The pack of each case, by the case's id, once all that the manifest lists is in its place.
 * @throws FixtureError
 */
export function checkListed(manifest: Manifest): Map<string, string> {
  const packOf = checkPacks(manifest);
  checkFiles(manifest);
  return packOf;
}

/** The names of the files of a pack. */
export function filesOf({ files }: Manifest, pack: string): string[] {
  return NAMES.filter((name) => Object.hasOwn(files, `${pack}/${name}`));
}

/**
 * A pack whose files' bytes are there.
 * @throws FixtureError, and so does what it gives.
 */
export function packFrom(
  manifest: Manifest,
  name: string,
  files: ReadonlyMap<string, Uint8Array>,
): Pack {
  return readPack(files, manifest.packs[name] ?? [], name);
}

/**
 * Whether a file is the one that the manifest vouches for.
 * @throws FixtureError
 */
export function checkSum({ files }: Manifest, file: string, got: string): void {
  const want = files[file];
  if (got === want) return;
  throw new FixtureError(
    `${file}: SHA-256 must be ${want?.slice(0, 12)}... as in manifest.json, came ${got.slice(0, 12)}...: the file was changed: ${RESTORE}`,
  );
}

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
