import { existsSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { firstRun } from "../first-run.ts";
import { ROOT } from "../root.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { MOST_PROCESSES, positive } from "./positive.ts";

/** The options of `touchstone record`, handed on to python-ref/emit.py. */
export interface RecordOptions {
  readonly check?: boolean;
  readonly drift?: boolean;
  readonly layer?: string;
  readonly filter?: string;
  readonly jobs?: string;
}

/** PyTorch is not set up. */
export class RecordError extends Error {
  override name = "RecordError";
}

const PYTHON_REF = path.join(ROOT, "python-ref");
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
    throw new RecordError(`${python}: there is no PyTorch to ask: ${firstRun("setup")}`);
  }
  if (options.jobs !== undefined) positive("--jobs", options.jobs, MOST_PROCESSES);
  const flags = [
    ...(options.check === true ? ["--check"] : []),
    ...(options.drift === true ? ["--drift"] : []),
    ...(["layer", "filter", "jobs"] as const).flatMap((name) => valued(name, options[name])),
  ];
  const { exitCode } = await execa(python, ["emit.py", ...flags], {
    cwd: room,
    stdio: "inherit",
    reject: false,
    cancelSignal: signal,
    // Which lets it clear away what it has written so far; it finishes the cases that it is at.
    killSignal: "SIGINT",
    forceKillAfterDelay: false,
  });
  if (signal.aborted) return EXIT.interrupted;
  return exitCode === EXIT.green || exitCode === EXIT.red ? exitCode : EXIT.unusable;
}

function valued(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`--${name}`, value];
}
