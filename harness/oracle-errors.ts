import { firstRun } from "./first-run.ts";
import type { Sketch } from "./sketch.ts";

/** What may go wrong with the live PyTorch. */
export type Trouble = "missing" | "version" | "died" | "hung" | "nonsense";

/** PyTorch cannot be asked, or cannot be asked any longer. The message says what to do. */
export class OracleError extends Error {
  override name = "OracleError";
  readonly trouble: Trouble;
  /** What it was at. */
  readonly sketch: Sketch | null;

  constructor(message: string, trouble: Trouble, sketch: Sketch | null = null) {
    super(message);
    this.trouble = trouble;
    this.sketch = sketch;
  }
}

/** There is no PyTorch here. */
export function missing(why: string): OracleError {
  return new OracleError(`there is no PyTorch to ask: ${why}: ${firstRun("setup")}`, "missing");
}

/** It is another PyTorch than the one that recorded the fixtures. */
export function otherVersion(name: string, want: string, got: string): OracleError {
  return new OracleError(
    `${name} must be ${want}, as the fixtures were recorded with, came ${got}: run "npm run setup", or record them again`,
    "version",
  );
}

/** Its process ended while it was asked. */
export function died(how: string, sketch: Sketch | null, said: string): OracleError {
  const at = sketch === null ? "before it was asked anything" : `at ${sketch.id}`;
  return new OracleError(`PyTorch's process died ${at}: ${how}${tail(said)}`, "died", sketch);
}

/** It took too long. */
export function hung(milliseconds: number, sketch: Sketch | null): OracleError {
  const at = sketch === null ? "while starting" : `at ${sketch.id}`;
  return new OracleError(
    `PyTorch gave no answer in ${milliseconds / 1000} s ${at}`,
    "hung",
    sketch,
  );
}

/** What came is no answer. */
export function nonsense(why: string, sketch: Sketch | null): OracleError {
  const at = sketch === null ? "" : ` at ${sketch.id}`;
  return new OracleError(`PyTorch's process answered nonsense${at}: ${why}`, "nonsense", sketch);
}

function tail(said: string): string {
  const last = said.trim().split("\n").slice(-5).join("\n  ");
  return last === "" ? "" : `; the last it said:\n  ${last}`;
}
