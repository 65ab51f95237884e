import { createHash } from "node:crypto";
import { type Tensor, torch } from "#engine";
import { partsOfOthers } from "#engine/threads";
import { WORK } from "./large-work.ts";
import { PRODUCT_WORK } from "./product-work.ts";
import { SPECIAL_WORK } from "./special-work.ts";

/*
 * Works as an engine does that was just loaded, takes steps such as "256 bits" or "2 threads", works again, and tells what both
 * came to, a hash for each work.
 */

/** What a child tells. */
export interface Worked {
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
  readonly bits: number;
  /** Parts of the work that other threads took. */
  readonly parts: number;
}

const works = Object.entries({ ...WORK, ...PRODUCT_WORK, ...SPECIAL_WORK });

/** Everything, hashed; every NaN counts as one. */
function hashes(): Record<string, string> {
  return Object.fromEntries(works.map(([name, work]) => [name, hashOf(work)]));
}

function hashOf(work: () => readonly Tensor[]): string {
  torch.manualSeed(3);
  const hash = createHash("sha256");
  for (const x of work()) {
    const data = x.toTypedArray().slice();
    if (data instanceof Float32Array || data instanceof Float64Array) {
      for (let i = 0; i < data.length; i++) if (Number.isNaN(data[i])) data[i] = Number.NaN;
    }
    hash.update(data);
  }
  return hash.digest("hex");
}

const before = hashes();
for (const step of process.argv.slice(2)) {
  const [count, what] = step.split(" ");
  if (what === "threads") torch.setNumThreads(Number(count));
  else torch.setVectorBits(Number(count) as 128 | 256);
}
const after = hashes();
// Where cores are few and busy, threads start late.
for (let i = 0; i < 30 && torch.getNumThreads() > 1 && partsOfOthers() === 0; i++) hashes();
const worked: Worked = { before, after, bits: torch.getVectorBits(), parts: partsOfOthers() };
process.send?.(worked);
