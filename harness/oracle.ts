import { existsSync } from "node:fs";
import path from "node:path";
import type { Manifest } from "./manifest.ts";
import { missing, OracleError, otherVersion } from "./oracle-errors.ts";
import { type OracleCommand, OracleProcess, type Reply, type Versions } from "./oracle-process.ts";
import { ROOT } from "./root.ts";
import type { Sketch } from "./sketch.ts";

export { OracleError } from "./oracle-errors.ts";
export type { OracleCommand, Reply, Versions } from "./oracle-process.ts";

/** A live PyTorch, on several processes. */
export interface Oracle {
  readonly versions: Versions;
  readonly processes: number;
  /**
   * Fewer reruns spare PyTorch much of measuring amplification: the limits are then too narrow, if anything.
   * @throws OracleError once a process has failed for the second time.
   */
  ask(sketch: Sketch, reruns?: number): Promise<Reply>;
  /** No process is left afterwards. */
  close(): Promise<void>;
}

/** What an oracle is made of. */
export interface OraclePlan {
  readonly processes: number;
  readonly command?: OracleCommand;
  /** The versions must be those that recorded these fixtures. */
  readonly manifest: Pick<Manifest, "format" | "torch" | "numpy">;
  /** Hears of each process that failed and was started again. */
  readonly onRestart?: (error: OracleError) => unknown;
}

const PYTHON_REF = path.join(ROOT, "python-ref");
const PYTHON = process.platform === "win32" ? "Scripts/python.exe" : "bin/python";

/** As many reruns as for fixtures. */
const WHOLE = 4;

/** The PyTorch that `npm run setup` puts beside the fixtures' sources. */
export const PYTORCH: OracleCommand = {
  file: path.join(PYTHON_REF, ".venv", PYTHON),
  args: ["oracle.py"],
  cwd: PYTHON_REF,
  startMs: 120_000,
  sketchMs: 60_000,
};

/**
 * Starts the processes and hears their versions.
 * @throws OracleError where PyTorch is missing, or is another one than recorded the fixtures.
 */
export async function startOracle(plan: OraclePlan): Promise<Oracle> {
  const { command = PYTORCH, processes, onRestart = () => {} } = plan;
  if (processes < 1) throw new RangeError(`processes: must be above 0, came ${processes}`);
  if (path.isAbsolute(command.file) && !existsSync(command.file)) {
    throw missing(`${command.file} is not there`);
  }
  const seats = Array.from({ length: processes }, () => new Seat(command, onRestart));
  const close = async (): Promise<void> => {
    await Promise.all(seats.map((seat) => seat.close()));
  };
  try {
    const [versions] = (await Promise.all(seats.map((seat) => seat.versions()))) as [Versions];
    checkVersions(versions, plan.manifest);
    return {
      versions,
      processes,
      ask: (sketch, reruns = WHOLE) => freest(seats).ask(sketch, reruns),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function checkVersions(versions: Versions, manifest: OraclePlan["manifest"]): void {
  for (const name of ["format", "torch", "numpy"] as const) {
    if (versions[name] !== manifest[name]) {
      throw otherVersion(name, `${manifest[name]}`, `${versions[name]}`);
    }
  }
}

function freest(seats: readonly Seat[]): Seat {
  return seats.reduce((one, other) => (other.waiting < one.waiting ? other : one));
}

/** The place of one process, which is started again once. */
class Seat {
  readonly #command: OracleCommand;
  readonly #onRestart: (error: OracleError) => unknown;
  #process: OracleProcess;
  #restarted = false;
  #closed = false;

  constructor(command: OracleCommand, onRestart: (error: OracleError) => unknown) {
    this.#command = command;
    this.#onRestart = onRestart;
    this.#process = new OracleProcess(command);
  }

  get waiting(): number {
    return this.#process.waiting;
  }

  versions(): Promise<Versions> {
    return this.#process.versions;
  }

  /** What waits when the process fails is asked again in its old order, so that a second failure is at the same sketch. */
  async ask(sketch: Sketch, reruns: number): Promise<Reply> {
    const asked = this.#process;
    try {
      return await asked.ask(sketch, reruns);
    } catch (error) {
      if (!(error instanceof OracleError)) throw error;
      if (this.#process === asked) this.#restart(error);
      return this.#process.ask(sketch, reruns);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#process.close();
  }

  #restart(error: OracleError): void {
    if (this.#restarted || this.#closed) throw error;
    this.#restarted = true;
    this.#process = new OracleProcess(this.#command);
    this.#onRestart(error);
  }
}
