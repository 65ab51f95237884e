import { torch } from "#engine";
import { partsOfOthers } from "#engine/threads";

/** What large work came to on so many threads. */
export interface Shared {
  readonly threads: number;
  /** Parts of the work that other threads took. */
  readonly parts: number;
  /** Functions of many numbers, and a product. */
  readonly numbers: readonly (readonly number[])[];
}

/** Works once on so many threads. */
export function share(threads: number): Shared {
  if (torch.getNumThreads() !== threads) torch.setNumThreads(threads);
  torch.manualSeed(3);
  const results = [
    torch.exp(torch.randn([200_000])),
    torch.mm(torch.randn([300, 200]), torch.randn([200, 90])),
  ];
  const numbers = results.map((x) => Array.from(x.toTypedArray(), Number));
  return { threads: torch.getNumThreads(), parts: partsOfOthers(), numbers };
}

Object.assign(globalThis, { share });
