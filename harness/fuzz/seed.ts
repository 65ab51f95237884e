import { randomInt } from "node:crypto";
import { execa } from "execa";
import { SelectionError } from "../select.ts";

const MOST = 2 ** 32;

/**
 * The seed that is given; or in CI one that belongs to the commit, so that a run can be repeated; or a random one.
 * @throws SelectionError where it is no whole number below 2^32.
 */
export async function seedFrom(
  given: string | undefined,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<number> {
  if (given !== undefined) return parseSeed(given);
  if (environment["CI"] === undefined) return randomInt(MOST);
  const commit = environment["GITHUB_SHA"] ?? (await commitHere());
  return /^[0-9a-f]{8}/.test(commit) ? Number.parseInt(commit.slice(0, 8), 16) : randomInt(MOST);
}

function parseSeed(text: string): number {
  const seed = /^\d{1,10}$/.test(text) ? Number(text) : MOST;
  if (seed < MOST) return seed;
  throw new SelectionError(`--seed: must be a whole number below 2^32, came ${text}`);
}

async function commitHere(): Promise<string> {
  const { stdout, failed } = await execa("git", ["rev-parse", "HEAD"], {
    cwd: import.meta.dirname,
    reject: false,
  });
  return failed ? "" : stdout;
}
