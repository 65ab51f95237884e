import { globOf } from "./select.ts";

/** Cases that an engine is known to fail. They are run, and must fail: one that passes makes the list stale. */
export interface KnownFailures {
  /** Why this case is known to fail, or null where it is not. */
  reasonFor(id: string): string | null;
}

/** A list of known failures that may not be used. */
export class KnownError extends Error {
  override name = "KnownError";
}

interface Entry {
  readonly pattern: string;
  readonly glob: RegExp;
  readonly reason: string;
}

/**
 * Reads a list: a line is `pattern # reason`, or a comment that begins with #. A pattern is an id, or has * and ? in it.
 * @throws KnownError for a line without a reason, and for a pattern that none of `ids` matches.
 */
export function readKnown(text: string, ids: readonly string[], where: string): KnownFailures {
  const entries = text.split(/\r?\n/).flatMap((line, i) => readLine(line, `${where}:${i + 1}`));
  for (const { pattern, glob } of entries) {
    if (!ids.some((id) => glob.test(id))) {
      throw new KnownError(`${where}: ${pattern} must match a case, came none of ${ids.length}`);
    }
  }
  return { reasonFor: (id) => entries.find(({ glob }) => glob.test(id))?.reason ?? null };
}

function readLine(line: string, where: string): Entry[] {
  const text = line.trim();
  if (text === "" || text.startsWith("#")) return [];
  const [, pattern, reason] = /^(\S+)\s+#\s*(\S.*)$/.exec(text) ?? [];
  if (pattern === undefined || reason === undefined) {
    throw new KnownError(`${where}: must be "pattern # reason", came ${JSON.stringify(text)}`);
  }
  return [{ pattern, glob: globOf(pattern), reason }];
}
