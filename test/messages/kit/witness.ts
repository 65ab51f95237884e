import { EngineError } from "#engine";
import type { Site } from "./sites.ts";

/** A refusal that happened: where in the source, and what it said. */
export interface Refusal extends Site {
  readonly class: string;
  readonly message: string;
}

/**
 * Runs `work` and notes every EngineError that is made in it, also those that the harness turns into answers: the
 * constructor's assignment of the name is overheard.
 */
export async function refusalsOf(work: () => unknown): Promise<Refusal[]> {
  const made: EngineError[] = [];
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 50;
  Object.defineProperty(EngineError.prototype, "name", {
    configurable: true,
    set(this: EngineError, value: string) {
      made.push(this);
      Object.defineProperty(this, "name", { value, configurable: true, writable: true });
    },
  });
  try {
    await work();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
  } finally {
    Reflect.deleteProperty(EngineError.prototype, "name");
    Error.stackTraceLimit = limit;
  }
  return made.map((error) => ({ ...siteOf(error), class: error.class, message: error.message }));
}

/** The first line of the engine, outside errors.ts, that the stack names. */
function siteOf({ stack = "", message }: EngineError): Site {
  for (const [, file = "", line] of stack.matchAll(/(engine\/[\w/.-]+\.ts):(\d+):\d+/g)) {
    if (file !== "engine/errors.ts") return { file, line: Number(line) };
  }
  throw new Error(`no line of the engine in the stack of "${message}"`);
}
