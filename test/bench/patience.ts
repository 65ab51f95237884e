import type { Workload } from "./pytorch.ts";
import type { Timing } from "./turns.ts";

/** Nobody is waited for longer than so many seconds a run. */
export const PATIENCE = 5;
/** A run of fewer seconds says little about larger ones. */
const TELLING = 0.05;

/** Who is not asked at all, by peer, layer and direction, and why: what has begun cannot be stopped. */
const ENDLESS: Readonly<Record<string, string>> = {
  "tfjs-cpu nn.Embedding true":
    "it goes through all gradients once a row of the table, which takes minutes and gigabytes",
};

/** Remembers how fast everybody was, so that nobody is asked for what would take them too long. */
export class Patience {
  /** Seconds an operation, by peer, layer and direction. */
  readonly #paces = new Map<string, number>();

  /** Why a peer is not asked; null where it is, or where nothing is known of it. */
  refusal(peer: string, workload: Workload, backward: boolean): string | null {
    const key = keyOf(peer, workload, backward);
    const pace = this.#paces.get(key);
    if (pace === undefined) return ENDLESS[key] ?? null;
    const seconds = pace * workload.operations;
    return seconds > PATIENCE ? `it would take about ${seconds.toFixed(0)} s` : null;
  }

  note(workload: Workload, backward: boolean, timings: Readonly<Record<string, Timing>>): void {
    if (workload.operations === 0) return;
    for (const [peer, { median }] of Object.entries(timings)) {
      if (median >= TELLING)
        this.#paces.set(keyOf(peer, workload, backward), median / workload.operations);
    }
  }
}

function keyOf(peer: string, { name }: Workload, backward: boolean): string {
  return `${peer} ${name.slice(0, name.indexOf("/"))} ${backward}`;
}
