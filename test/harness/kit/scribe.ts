import { stripVTControlCharacters } from "node:util";
import type { Terminal } from "#harness/terminal";

/** A terminal that keeps what is said. */
export interface Scribe extends Terminal {
  /** All of standard output, with the pace, which no two runs share, taken out. */
  said(): string;
}

/** A terminal to look at afterwards. */
export function scribe(): Scribe {
  const lines: string[] = [];
  return {
    out: (text) => void lines.push(text),
    note: (text) => void lines.push(text),
    progress: () => ({ advance() {}, stop() {} }),
    said: () => withoutPace(stripVTControlCharacters(lines.join("\n"))),
  };
}

/** What a run said, without how fast it was. */
export function withoutPace(text: string): string {
  return text.replace(/^.*once warm, checksums included\.$/m, "PACE");
}
