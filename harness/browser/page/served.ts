import type { Case } from "../../case.ts";
import { FixtureError } from "../../fixture-error.ts";
import { checkListed, checkSum, filesOf, packFrom } from "../../listing.ts";
import { type Manifest, parseManifest } from "../../manifest.ts";
import type { Pack } from "../../pack.ts";
import { sha256 } from "../../sha256.ts";

/** Gives a case by its id. */
export type Load = (id: string) => Case | Promise<Case>;

/**
 * The recorded cases that lie on a server below `folder`: read when they are asked for, a pack at a time, with their sums checked.
 * @throws FixtureError, and so does what it gives.
 */
export async function openServed(folder: string): Promise<Load> {
  const manifest = parseManifest(new TextDecoder().decode(await read(`${folder}/manifest.json`)));
  const packOf = checkListed(manifest);
  let kept: { readonly name: string; readonly pack: Pack } | null = null;
  return (id) => {
    const name = packOf.get(id) ?? "";
    if (kept?.name === name) return (kept.pack.get(id) as () => Case)();
    return readPackOf(folder, manifest, name).then((pack) => {
      kept = { name, pack };
      return (pack.get(id) as () => Case)();
    });
  };
}

async function readPackOf(folder: string, manifest: Manifest, name: string): Promise<Pack> {
  const files = await Promise.all(
    filesOf(manifest, name).map(async (file) => {
      const bytes = await read(`${folder}/${name}/${file}`);
      checkSum(manifest, `${name}/${file}`, sha256([bytes]));
      return [file, bytes] as const;
    }),
  );
  return packFrom(manifest, name, new Map(files));
}

async function read(address: string): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(address);
  if (!answer.ok) {
    const { pathname } = new URL(answer.url);
    throw new FixtureError(`${pathname}: must be served, came ${answer.status}`);
  }
  return new Uint8Array(await answer.arrayBuffer());
}
