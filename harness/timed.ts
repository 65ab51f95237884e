import type { Answer, Call } from "./case.ts";
import type { Engine, Unsupported } from "./engine.ts";

/** A call made ready: module, state and inputs lie in the engine's own form, as they do for somebody who uses it. */
export interface Ready {
  /** Called before a batch of runs, and not timed: what a library needs where somebody else has used it in between. */
  readonly enter?: () => void | Promise<void>;
  /** The forward pass, and backward from the call's upstream gradients if it has any, so many times in a row. */
  readonly run: (times: number) => void | Promise<void>;
  /** What such a run gives. */
  readonly answer: () => Answer | Unsupported | Promise<Answer | Unsupported>;
  readonly release: () => void | Promise<void>;
}

/** An engine that can be timed. */
export interface TimedEngine extends Engine {
  readonly ready: (call: Call) => Ready | Unsupported | Promise<Ready | Unsupported>;
  /** Uses so many threads from now on; false where the library cannot. */
  readonly useThreads?: (count: number) => boolean | Promise<boolean>;
}

/** Whether an engine can be timed. */
export function isTimed(engine: Engine): engine is TimedEngine {
  return "ready" in engine && typeof engine.ready === "function";
}
