import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** A message as it stands in the source: a pattern with `.*` for what is filled in. */
export interface SourceMessage {
  readonly file: string;
  readonly pattern: RegExp;
}

/** The messages of every `new SomethingError(...)` and `refuse(...)` in the files of a folder. */
export function messagesIn(folder: string, without: RegExp): SourceMessage[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => path.join(folder, name).split(path.sep).join("/"))
    .filter((file) => file.endsWith(".ts") && !without.test(file))
    .flatMap((file) =>
      patternsOf(readFileSync(file, "utf8")).map((pattern) => ({ file, pattern })),
    );
}

function patternsOf(source: string): RegExp[] {
  return [...source.matchAll(/(?:new \w*Error|\brefuse)\(\s*(?=["'`])/g)].map((match) => {
    const start = match.index + match[0].length;
    return new RegExp(`^(.*: )?${patternAt(source, start)}$`, "s");
  });
}

/** The literal that begins at `start`. */
function patternAt(source: string, start: number): string {
  const quote = source[start];
  let pattern = "";
  for (let at = start + 1; source[at] !== quote; at++) {
    if (source[at] === "$" && source[at + 1] === "{") {
      at = endOfHole(source, at + 2);
      pattern += ".*";
    } else {
      if (source[at] === "\\") at++;
      pattern += (source[at] ?? "").replace(/[\\^$.*+?|()[\]{}]/g, "\\$&");
    }
  }
  return pattern;
}

/** The closing brace of the `${` whose inside begins at `at`. */
function endOfHole(source: string, at: number): number {
  let depth = 1;
  let end = at - 1;
  while (depth > 0 && end < source.length) {
    end++;
    if (source[end] === "{") depth++;
    if (source[end] === "}") depth--;
  }
  return end;
}
