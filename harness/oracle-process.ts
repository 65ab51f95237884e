import { execa } from "execa";
import * as z from "zod";
import { type Case, caseJson } from "./case.ts";
import { decodeCase } from "./decode.ts";
import { DecodeError } from "./flat.ts";
import { died, hung, missing, nonsense, type OracleError } from "./oracle-errors.ts";
import type { Sketch } from "./sketch.ts";
import { type Frame, FrameReader, readRows, writeFrame } from "./wire.ts";

/** How an oracle is started, and how long it may take. */
export interface OracleCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly startMs: number;
  readonly sketchMs: number;
}

/** The first words of an oracle. */
export const versionsJson = z.strictObject({
  format: z.int(),
  torch: z.string(),
  numpy: z.string(),
  python: z.string(),
});
export type Versions = z.infer<typeof versionsJson>;

const about = { number: z.int(), seconds: z.number() };
const replyJson = z.union([
  z.strictObject({ ...about, case: caseJson }),
  z.strictObject({ ...about, unfit: z.string() }),
]);

/** What PyTorch makes of a sketch: a case, or why it can be none. `seconds` of its processor's time. */
export type Reply =
  | { readonly kind: "case"; readonly case: Case; readonly seconds: number }
  | { readonly kind: "unfit"; readonly why: string; readonly seconds: number };

interface Question {
  readonly number: number;
  readonly sketch: Sketch;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: OracleError) => void;
}

const MOST_SAID = 4096;
const GOODBYE_MS = 1000;

/** One PyTorch, asked many sketches at a time, which it answers in turn. Its first trouble is its end. */
export class OracleProcess {
  readonly versions: Promise<Versions>;
  readonly #command: OracleCommand;
  readonly #child: ReturnType<typeof start>;
  readonly #frames = new FrameReader();
  readonly #asked: Question[] = [];
  readonly #welcome: PromiseWithResolvers<Versions>;
  #number = 0;
  #said = "";
  #timer: NodeJS.Timeout | undefined;
  #trouble: OracleError | null = null;
  #greeted = false;

  constructor(command: OracleCommand) {
    this.#command = command;
    this.#welcome = Promise.withResolvers<Versions>();
    this.versions = this.#welcome.promise;
    this.versions.catch(() => {});
    this.#child = start(command);
    this.#child.stdout.on("data", (bytes: Uint8Array) => this.#hear(bytes));
    this.#child.stderr.on("data", (bytes: Uint8Array) => {
      this.#said = (this.#said + Buffer.from(bytes).toString("utf8")).slice(-MOST_SAID);
    });
    this.#child.stdin.on("error", () => {});
    void this.#child.then((ended) => this.#end(this.#deathOf(ended)));
    this.#watch();
  }

  /** How many sketches wait for an answer. */
  get waiting(): number {
    return this.#asked.length;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Rejects with an OracleError, as does everything that waits, where the process fails. */
  ask(sketch: Sketch, reruns: number): Promise<Reply> {
    if (this.#trouble !== null) return Promise.reject(this.#trouble);
    return new Promise((resolve, reject) => {
      const number = this.#number++;
      this.#asked.push({ number, sketch, resolve, reject });
      if (this.#asked.length === 1 && this.#greeted) this.#watch();
      this.#child.stdin.write(writeFrame({ number, sketch, reruns }));
    });
  }

  /** Lets it end, or ends it; it is gone afterwards. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#child.stdin.end();
    const force = setTimeout(() => this.#child.kill("SIGKILL"), GOODBYE_MS);
    await this.#child;
    clearTimeout(force);
  }

  #hear(bytes: Uint8Array): void {
    if (this.#trouble !== null) return;
    try {
      for (const frame of this.#frames.take(bytes)) this.#understand(frame);
    } catch (error) {
      if (!(error instanceof DecodeError || error instanceof z.ZodError)) throw error;
      const why = error instanceof z.ZodError ? z.prettifyError(error) : error.message;
      this.#end(nonsense(why, this.#at()));
    }
  }

  #understand({ header, numbers }: Frame): void {
    if (!this.#greeted) {
      this.#welcome.resolve(versionsJson.parse(header));
      this.#greeted = true;
      this.#watch();
      return;
    }
    const json = replyJson.parse(header);
    const question = this.#asked[0];
    if (question?.number !== json.number) {
      const want = question === undefined ? "silence" : `an answer to ${question.number}`;
      throw new DecodeError(`must be ${want}, came one to ${json.number}`);
    }
    const { seconds } = json;
    const reply: Reply =
      "unfit" in json
        ? { kind: "unfit", why: json.unfit, seconds }
        : {
            kind: "case",
            case: decodeCase(json.case, readRows(numbers, json.case.arrays)),
            seconds,
          };
    this.#asked.shift();
    this.#watch();
    question.resolve(reply);
  }

  /** Begins to wait for the next thing that must come. */
  #watch(): void {
    clearTimeout(this.#timer);
    if (this.#trouble !== null || (this.#greeted && this.#asked.length === 0)) return;
    const patience = this.#greeted ? this.#command.sketchMs : this.#command.startMs;
    this.#timer = setTimeout(() => this.#end(hung(patience, this.#at())), patience);
  }

  #at(): Sketch | null {
    return this.#greeted ? (this.#asked[0]?.sketch ?? null) : null;
  }

  #end(trouble: OracleError): void {
    if (this.#trouble !== null) return;
    this.#trouble = trouble;
    clearTimeout(this.#timer);
    this.#child.kill("SIGKILL");
    this.#welcome.reject(trouble);
    for (const { reject } of this.#asked.splice(0)) reject(trouble);
  }

  #deathOf(ended: Ended): OracleError {
    if (ended.code === "ENOENT") return missing(`${this.#command.file} is not there`);
    const how =
      ended.signal === undefined ? `exit code ${ended.exitCode ?? "unknown"}` : ended.signal;
    if (!this.#greeted && ended.exitCode === 2) return missing(this.#said.trim());
    return died(how, this.#at(), this.#said);
  }
}

interface Ended {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly code?: string | undefined;
}

/** Its end is no rejection; whoever ends takes it along. */
function start({ file, args, cwd }: OracleCommand) {
  return execa(file, args, {
    cwd,
    stdin: "pipe",
    stdout: "pipe",
    stderr: "pipe",
    buffer: false,
    reject: false,
    encoding: "buffer",
    env: { OMP_NUM_THREADS: "1", MKL_NUM_THREADS: "1", PYTHONDONTWRITEBYTECODE: "1" },
  });
}
