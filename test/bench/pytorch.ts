import path from "node:path";
import { execa } from "execa";
import * as z from "zod";
import { type Call, caseJson } from "#harness/case";
import { decodeCase } from "#harness/decode";
import { FrameReader, readRows, writeFrame } from "#harness/wire";

/** A thing to time. */
export interface Workload {
  readonly name: string;
  /** Multiplications and additions of the forward pass; 0 where they are not what it is about. */
  readonly operations: number;
  /** Whether it has gradients. */
  readonly backward: boolean;
}

const helloJson = z.object({
  version: z.string(),
  workloads: z.array(z.object({ name: z.string(), operations: z.number(), backward: z.boolean() })),
});
const PYTHON_REF = path.join(import.meta.dirname, "..", "..", "python-ref");
const PYTHON = process.platform === "win32" ? "Scripts/python.exe" : "bin/python";

/** The PyTorch that draws the workloads and is timed on them. */
export class PyTorch {
  readonly workloads: readonly Workload[];
  readonly version: string;
  readonly #child: ReturnType<typeof start>;
  readonly #replies: ReturnType<typeof framesOf>;

  private constructor(
    child: ReturnType<typeof start>,
    replies: ReturnType<typeof framesOf>,
    hello: z.infer<typeof helloJson>,
  ) {
    this.#child = child;
    this.#replies = replies;
    this.workloads = hello.workloads;
    this.version = hello.version;
  }

  /** Throws where PyTorch is not set up. */
  static async start(threads: number): Promise<PyTorch> {
    const child = start(threads);
    const replies = framesOf(child);
    const first = await replies.next();
    if (first.done) throw new Error(`PyTorch must be set up: run "npm run setup" first`);
    return new PyTorch(child, replies, helloJson.parse(first.value.header));
  }

  /** Makes a workload ready, and gives its call. */
  async ready(workload: Workload, backward: boolean): Promise<Call> {
    return (await this.#ask({ workload: workload.name, backward })).call;
  }

  /** What PyTorch answers to the workload that is ready. */
  async answer() {
    return (await this.#ask({ answer: true })).answer;
  }

  /** The seconds that so many runs took, by PyTorch's own clock. */
  async seconds(times: number): Promise<number> {
    const { header } = await this.#exchange({ times });
    return z.object({ seconds: z.number() }).parse(header).seconds;
  }

  async close(): Promise<void> {
    this.#child.stdin.end();
    await this.#child;
  }

  async #ask(question: object) {
    const { header, numbers } = await this.#exchange(question);
    const json = z.object({ case: caseJson }).parse(header).case;
    return decodeCase(json, readRows(numbers, json.arrays));
  }

  async #exchange(question: object) {
    this.#child.stdin.write(writeFrame(question));
    const reply = await this.#replies.next();
    if (reply.done) throw new Error(`PyTorch ended while it was asked ${JSON.stringify(question)}`);
    return reply.value;
  }
}

function start(threads: number) {
  return execa(path.join(PYTHON_REF, ".venv", PYTHON), ["bench.py", "--threads", `${threads}`], {
    cwd: PYTHON_REF,
    stdin: "pipe",
    stdout: "pipe",
    stderr: "inherit",
    buffer: false,
    reject: false,
    encoding: "buffer",
  });
}

async function* framesOf(child: ReturnType<typeof start>) {
  const reader = new FrameReader();
  for await (const bytes of child.stdout) yield* reader.take(bytes as Uint8Array);
}
