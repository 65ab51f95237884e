import { lstatSync, readFileSync, type Stats } from "node:fs";
import { FixtureError } from "./fixture-error.ts";

/** No text and no row of numbers that is recorded comes near to these; what is longer is not even opened. */
const MOST_TEXT = 2 ** 22;
const MOST_BYTES = 2 ** 26;

/**
 * The bytes of a file that is no link and no device, and that fits into memory many times over.
 * @throws FixtureError
 */
export function readOwn(file: string, where: string): Buffer {
  try {
    const { size } = checkOwn(lstatSync(file), where);
    const most = file.endsWith(".npy") ? MOST_BYTES : MOST_TEXT;
    if (size > most) {
      throw new FixtureError(`${where}: must have at most ${most} bytes, came ${size}`);
    }
    return readFileSync(file);
  } catch (error) {
    if (error instanceof FixtureError) throw error;
    throw new FixtureError(`${where}: must be readable: ${(error as Error).message}`);
  }
}

/**
 * Whether something is a plain file. Links may lead anywhere, and reading a pipe may never end.
 * @throws FixtureError
 */
export function checkOwn<T extends Kinds>(entry: T, where: string): T {
  if (entry.isFile()) return entry;
  const came = entry.isSymbolicLink()
    ? "a symbolic link"
    : entry.isDirectory()
      ? "a folder"
      : "a pipe or a device";
  throw new FixtureError(`${where}: must be a file of its own, came ${came}`);
}

type Kinds = Pick<Stats, "isFile" | "isSymbolicLink" | "isDirectory">;
