/** The Python exceptions that PyTorch raises; an EngineError carries the one PyTorch would raise. */
export type ErrorClass =
  | "RuntimeError"
  | "ValueError"
  | "TypeError"
  | "NotImplementedError"
  | "IndexError"
  | "KeyError"
  | "AttributeError"
  | "AssertionError"
  | "ModuleNotFoundError"
  | "ZeroDivisionError"
  | "_LinAlgError";

/** A refusal: what was asked cannot be, and PyTorch refuses it too. Anything else that is thrown is a crash. */
export class EngineError extends Error {
  /** The Python exception's name. */
  readonly class: ErrorClass;

  /** `where` is the op or layer; `what` says what must hold and what came. The message names the place once. */
  constructor(errorClass: ErrorClass, where: string, what: string) {
    super(firstName(what) === firstName(where) ? what : `${where}: ${what}`);
    this.name = "EngineError";
    this.class = errorClass;
  }
}

/** PyTorch often begins with the name itself: "max_pool1d() padding must ...", "torch.clamp: ...", "fill_ only ...". */
function firstName(text: string): string {
  const [name = ""] = text.replace(/^(torch|linalg)\./, "").match(/^\w+/) ?? [];
  return name.replaceAll("_", "").toLowerCase();
}

/** Throws a RuntimeError unless `holds`. `what` is only called when needed: messages cost more than checks. */
export function check(holds: boolean, where: string, what: () => string): asserts holds {
  if (!holds) throw new EngineError("RuntimeError", where, what());
}

/** As `check`, with the class PyTorch raises. */
export function checkAs(
  errorClass: ErrorClass,
  holds: boolean,
  where: string,
  what: () => string,
): asserts holds {
  if (!holds) throw new EngineError(errorClass, where, what());
}
