/** What may go wrong with the live PyTorch. */
export type Trouble = "missing" | "version" | "died" | "hung" | "nonsense";

/** PyTorch cannot be asked, or cannot be asked any longer. The message says what to do. */
export class OracleError extends Error {
  override name = "OracleError";
  readonly trouble: Trouble;
  /** The id of the sketch that it was at. */
  readonly sketch: string | null;

  constructor(trouble: Trouble, message: string, sketch: string | null = null) {
    super(message);
    this.trouble = trouble;
    this.sketch = sketch;
  }
}

/** There is no PyTorch here. */
export function missing(why: string): OracleError {
  return new OracleError(
    "missing",
    `there is no PyTorch to ask: ${why}: run "npm run setup" first`,
  );
}

/** It is another PyTorch than the one that recorded the fixtures. */
export function otherVersion(name: string, want: string, got: string): OracleError {
  return new OracleError(
    "version",
    `${name} must be ${want}, as the fixtures were recorded with, came ${got}: run "npm run setup", or record them again`,
  );
}

/** Its process ended while it was asked. */
export function died(how: string, sketch: string | null, said: string): OracleError {
  const at = sketch === null ? "before it was asked anything" : `at ${sketch}`;
  return new OracleError("died", `PyTorch's process died ${at}: ${how}${tail(said)}`, sketch);
}

/** It took too long. */
export function hung(milliseconds: number, sketch: string | null): OracleError {
  const at = sketch === null ? "while starting" : `at ${sketch}`;
  const seconds = milliseconds / 1000;
  return new OracleError("hung", `PyTorch gave no answer in ${seconds} s ${at}`, sketch);
}

/** What came is no answer. */
export function nonsense(why: string, sketch: string | null): OracleError {
  const at = sketch === null ? "" : ` at ${sketch}`;
  return new OracleError("nonsense", `PyTorch's process answered nonsense${at}: ${why}`, sketch);
}

function tail(said: string): string {
  const last = said.trim().split("\n").slice(-5).join("\n  ");
  return last === "" ? "" : `; the last it said:\n  ${last}`;
}
