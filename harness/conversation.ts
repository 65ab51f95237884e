import { execa } from "execa";
import type { FlatArrays } from "./flat.ts";
import { type Frame, FrameReader, writeFrame } from "./wire.ts";

/** A process that was to answer did not; the message says how it failed. */
export class ConversationError extends Error {
  override name = "ConversationError";
}

/** A process to talk with in frames, one question at a time. */
export interface Interlocutor {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** How long its first frame, and how long an answer may take, in milliseconds. */
  readonly startMs: number;
  readonly answerMs: number;
}

const MOST_SAID = 4000;
const GOODBYE_MS = 2000;

/** Frames to and from a process of its own. After a failure it is gone, and every question fails. */
export class Conversation {
  readonly #who: Interlocutor;
  readonly #child: ReturnType<typeof start>;
  readonly #frames: AsyncGenerator<Frame, void, void>;
  readonly #end: Promise<End>;
  #said = "";

  private constructor(who: Interlocutor) {
    this.#who = who;
    this.#child = start(who);
    this.#frames = framesOf(this.#child);
    this.#child.stdin.on("error", () => {});
    this.#child.stderr.on("data", (bytes: Uint8Array) => {
      this.#said = (this.#said + Buffer.from(bytes).toString("utf8")).slice(-MOST_SAID);
    });
    this.#end = endOf(this.#child);
  }

  /**
   * Starts the process and hears its first frame.
   * @throws ConversationError
   */
  static async begin(who: Interlocutor): Promise<[Conversation, Frame]> {
    const conversation = new Conversation(who);
    return [conversation, await conversation.#hear(who.startMs)];
  }

  /**
   * What the process answers.
   * @throws ConversationError where it ends, answers no frame, or takes too long; it is killed then.
   */
  async ask(header: object, arrays: FlatArrays = {}): Promise<Frame> {
    this.#child.stdin.write(writeFrame(header, arrays));
    return this.#hear(this.#who.answerMs);
  }

  /** Lets the process end, or ends it; it is gone afterwards. */
  async close(): Promise<void> {
    this.#child.stdin.end();
    if ((await soon(this.#end)) === null) this.#child.kill("SIGKILL");
    await this.#end;
    this.#hangUp();
  }

  async #hear(patience: number): Promise<Frame> {
    const late = Promise.withResolvers<null>();
    const timer = setTimeout(() => late.resolve(null), patience);
    try {
      const next = await Promise.race([this.#frames.next(), late.promise]);
      if (next === null) throw this.#failed(`it gave no answer in ${patience / 1000} s`);
      if (next.done) throw this.#failed(await this.#deathOf());
      return next.value;
    } catch (error) {
      if (error instanceof ConversationError) throw error;
      throw this.#failed(`it answered nonsense: ${(error as Error).message}`);
    } finally {
      clearTimeout(timer);
    }
  }

  /** A process may close its output and live on. */
  async #deathOf(): Promise<string> {
    const end = await soon(this.#end);
    if (end === null) return "it closed its standard output";
    if (end.originalMessage !== undefined) return `it cannot be started: ${end.originalMessage}`;
    return `it ended with ${end.signal ?? `exit code ${end.exitCode ?? "unknown"}`}`;
  }

  #failed(how: string): ConversationError {
    this.#child.kill("SIGKILL");
    this.#hangUp();
    const last = this.#said.trim().split("\n").slice(-5).join("\n  ");
    const said = last === "" ? "" : `; the last it said:\n  ${last}`;
    return new ConversationError(`${[this.#who.file, ...this.#who.args].join(" ")}: ${how}${said}`);
  }

  /** What the process started may live on and hold the other ends, which would keep us from ending. */
  #hangUp(): void {
    for (const stream of [this.#child.stdin, this.#child.stdout, this.#child.stderr]) {
      stream.destroy();
    }
  }
}

interface End {
  readonly exitCode?: number | null | undefined;
  readonly signal?: string | null | undefined;
  /** Of one that never began: why. */
  readonly originalMessage?: string | undefined;
}

/** The end of the process itself, whoever still holds its output; or that it never began. */
function endOf(child: ReturnType<typeof start>): Promise<End> {
  const { promise, resolve } = Promise.withResolvers<End>();
  child.nodeChildProcess.once("exit", (exitCode, signal) => resolve({ exitCode, signal }));
  void child.then(resolve);
  return promise;
}

/** The end, or null where it is not near. */
async function soon(end: Promise<End>): Promise<End | null> {
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => late.resolve(null), GOODBYE_MS);
  const first = await Promise.race([end, late.promise]);
  clearTimeout(timer);
  return first;
}

function start({ file, args, cwd, env }: Interlocutor) {
  return execa(file, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env: { PYTHONDONTWRITEBYTECODE: "1", ...env },
    stdin: "pipe",
    stdout: "pipe",
    stderr: "pipe",
    buffer: false,
    reject: false,
    encoding: "buffer",
  });
}

async function* framesOf(child: ReturnType<typeof start>): AsyncGenerator<Frame, void, void> {
  const reader = new FrameReader();
  for await (const bytes of child.stdout) yield* reader.take(bytes as Uint8Array);
}
