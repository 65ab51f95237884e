import { existsSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { EXIT, type ExitCode } from "./exit-codes.ts";

/** The options of `touchstone record`, handed on to python-ref/emit.py. */
export interface RecordOptions {
  readonly check?: boolean;
  readonly drift?: boolean;
  readonly layer?: string;
}

/** PyTorch is not set up. */
export class RecordError extends Error {
  override name = "RecordError";
}

const PYTHON_REF = path.join(import.meta.dirname, "..", "..", "python-ref");
const PYTHON = process.platform === "win32" ? "Scripts/python.exe" : "bin/python";

/**
 * Lets PyTorch answer every case anew. What it says goes straight to this terminal.
 * @throws RecordError where PyTorch is not set up.
 */
export async function recordCommand(
  options: RecordOptions,
  signal: AbortSignal,
  room: string = PYTHON_REF,
): Promise<ExitCode> {
  const python = path.join(room, ".venv", PYTHON);
  if (!existsSync(python)) {
    throw new RecordError(`${python}: there is no PyTorch to ask: run "npm run setup" first`);
  }
  const flags = [
    ...(options.check === true ? ["--check"] : []),
    ...(options.drift === true ? ["--drift"] : []),
    ...(options.layer === undefined ? [] : ["--layer", options.layer]),
  ];
  const { exitCode } = await execa(python, ["emit.py", ...flags], {
    cwd: room,
    stdio: "inherit",
    reject: false,
    cancelSignal: signal,
  });
  if (signal.aborted) return EXIT.interrupted;
  return exitCode === 0 ? EXIT.green : EXIT.red;
}
