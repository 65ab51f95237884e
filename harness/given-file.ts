import { readFileSync, statSync } from "node:fs";

/** No report comes near to this, and no text that is longer fits into a string. */
const MOST_BYTES = 2 ** 28;

/**
 * The text of a file that somebody named. A link may lead to it; a pipe or a device might never end.
 * @throws Error that says what it is instead.
 */
export function readGiven(file: string): string {
  const stats = statSync(file);
  if (!stats.isFile()) {
    throw new Error(`it is no file but ${stats.isDirectory() ? "a folder" : "a pipe or a device"}`);
  }
  if (stats.size > MOST_BYTES) throw new Error(`it has ${stats.size} bytes, more than any has`);
  return readFileSync(file, "utf8");
}
