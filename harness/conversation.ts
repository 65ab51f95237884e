import { execa } from "execa";
import { DecodeError, type FlatArrays } from "./flat.ts";
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
  #said = "";
  #ended: { readonly exitCode?: number | undefined; readonly signal?: string | undefined } | null =
    null;

  private constructor(who: Interlocutor) {
    this.#who = who;
    this.#child = start(who);
    this.#frames = framesOf(this.#child);
    this.#child.stdin.on("error", () => {});
    this.#child.stderr.on("data", (bytes: Uint8Array) => {
      this.#said = (this.#said + Buffer.from(bytes).toString("utf8")).slice(-MOST_SAID);
    });
    void this.#child.then((ended) => {
      this.#ended = ended;
    });
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
    const force = setTimeout(() => this.#child.kill("SIGKILL"), GOODBYE_MS);
    await this.#child;
    clearTimeout(force);
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
      if (!(error instanceof DecodeError)) throw error;
      throw this.#failed(`it answered nonsense: ${error.message}`);
    } finally {
      clearTimeout(timer);
    }
  }

  async #deathOf(): Promise<string> {
    this.#ended ??= await this.#child;
    const { exitCode, signal } = this.#ended;
    return `it ended with ${signal ?? `exit code ${exitCode ?? "unknown"}`}`;
  }

  #failed(how: string): ConversationError {
    this.#child.kill("SIGKILL");
    const last = this.#said.trim().split("\n").slice(-5).join("\n  ");
    const said = last === "" ? "" : `; the last it said:\n  ${last}`;
    return new ConversationError(`${[this.#who.file, ...this.#who.args].join(" ")}: ${how}${said}`);
  }
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
