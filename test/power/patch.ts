/** A change of one place of the engine: in `file`, below engine/, the text `find` becomes `replace`. */
export interface Patch {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** A patch that does not fit what it patches. */
export class PatchError extends Error {
  override name = "PatchError";
}

/** The source with the patch applied. Throws PatchError unless what it looks for is there exactly once. */
export function patched(source: string, { file, find, replace }: Patch): string {
  const found = source.split(find).length - 1;
  if (found !== 1) {
    throw new PatchError(`${file}: must have this exactly once, came ${found} times: ${find}`);
  }
  return source.replace(find, () => replace);
}
