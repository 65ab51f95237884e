import type { TimedEngine } from "../../timed.ts";

/**
 * Lets the engine compute on so many threads.
 * @throws Error where the page may not share memory among them.
 */
export async function setThreads(engine: TimedEngine, count: number): Promise<void> {
  if (count === 1 || (await engine.useThreads?.(count)) === true) return;
  throw new Error(`${count} threads: the page must be cross-origin isolated`);
}
