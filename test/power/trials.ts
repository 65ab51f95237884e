import path from "node:path";
import { execa, type ResultPromise } from "execa";
import type { FuzzTrial, FuzzTrialResult } from "./fuzz-trial.ts";
import type { Trial, TrialResult } from "./trial.ts";

const CHILD = path.join(import.meta.dirname, "child.ts");

/** After so many engines a process has used enough memory. */
const MOST_EACH = 40;

/** A patched engine that did not come to an end: it could not be made, or took too long. */
export class TrialError extends Error {
  override name = "TrialError";
}

type Child = ResultPromise<{ ipc: true; reject: false; stdout: "ignore" }>;

/** Trials in processes of their own, which are started anew where one has hung. */
export class Trials {
  readonly #fixtures: string;
  readonly #timeoutMs: number;
  #child: Child | null = null;
  #made = 0;

  constructor(fixtures: string, timeoutMs: number) {
    this.#fixtures = fixtures;
    this.#timeoutMs = timeoutMs;
  }

  /** @throws TrialError */
  run(trial: Trial): Promise<TrialResult> {
    return this.#run(trial, this.#timeoutMs) as Promise<TrialResult>;
  }

  /** @throws TrialError */
  fuzz(trial: FuzzTrial): Promise<FuzzTrialResult> {
    return this.#run(trial, this.#timeoutMs + 1000 * trial.seconds) as Promise<FuzzTrialResult>;
  }

  async #run(trial: Trial | FuzzTrial, timeoutMs: number): Promise<unknown> {
    if (this.#made === MOST_EACH) await this.close();
    const child = this.#child ?? this.#start();
    this.#made++;
    const answer = (await Promise.race([this.#ask(child, trial), late(timeoutMs)])) as {
      result?: unknown;
      error?: string;
    };
    if (answer.result !== undefined) return answer.result;
    if (answer.error !== undefined) throw new TrialError(answer.error);
    await this.close();
    throw new TrialError(`took more than ${timeoutMs / 1000} s`);
  }

  async close(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    this.#made = 0;
    child?.kill("SIGKILL");
    await child;
  }

  #start(): Child {
    const child = execa(process.execPath, [CHILD, this.#fixtures], {
      ipc: true,
      stdout: "ignore",
      reject: false,
    });
    this.#child = child as Child;
    return this.#child;
  }

  async #ask(child: Child, trial: Trial | FuzzTrial): Promise<unknown> {
    const answer = child.getOneMessage();
    await child.sendMessage(trial as never);
    try {
      return await answer;
    } catch {
      this.#child = null;
      const { stderr } = await child;
      return { error: `the process ended: ${String(stderr).trim().slice(-2000)}` };
    }
  }
}

function late(timeoutMs: number): Promise<object> {
  return new Promise((resume) => setTimeout(() => resume({}), timeoutMs).unref());
}

/** Calls `work` on all items, each of the workers on one at a time; results in the items' order. */
export async function shared<W, T, R>(
  workers: readonly W[],
  items: readonly T[],
  work: (worker: W, item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const serve = async (worker: W): Promise<void> => {
    for (let i = next++; i < items.length; i = next++) {
      results[i] = await work(worker, items[i] as T);
    }
  };
  await Promise.all(workers.map(serve));
  return results;
}
