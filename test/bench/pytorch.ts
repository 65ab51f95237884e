import path from "node:path";
import * as z from "zod";
import { type Answer, type Call, type Case, caseJson } from "#harness/case";
import { Conversation } from "#harness/conversation";
import { decodeCase } from "#harness/decode";
import { readRows } from "#harness/wire";

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
  readonly #conversation: Conversation;

  private constructor(conversation: Conversation, hello: z.infer<typeof helloJson>) {
    this.#conversation = conversation;
    this.workloads = hello.workloads;
    this.version = hello.version;
  }

  /** Throws a ConversationError where PyTorch is not set up. */
  static async start(threads: number): Promise<PyTorch> {
    const [conversation, { header }] = await Conversation.begin({
      file: path.join(PYTHON_REF, ".venv", PYTHON),
      args: ["bench.py", "--threads", `${threads}`],
      cwd: PYTHON_REF,
      startMs: 60_000,
      answerMs: 120_000,
    });
    return new PyTorch(conversation, helloJson.parse(header));
  }

  /** Makes a workload ready, and gives its call. */
  async ready(workload: Workload, backward: boolean): Promise<Call> {
    return (await this.#case({ workload: workload.name, backward })).call;
  }

  /** What PyTorch answers to the workload that is ready. */
  async answer(): Promise<Answer> {
    return (await this.#case({ answer: true })).answer;
  }

  /** The seconds that so many runs took, by PyTorch's own clock. */
  async seconds(times: number): Promise<number> {
    const { header } = await this.#conversation.ask({ times });
    return z.object({ seconds: z.number() }).parse(header).seconds;
  }

  async close(): Promise<void> {
    await this.#conversation.close();
  }

  async #case(question: object): Promise<Case> {
    const { header, numbers } = await this.#conversation.ask(question);
    const json = z.object({ case: caseJson }).parse(header).case;
    return decodeCase(json, readRows(numbers, json.arrays));
  }
}
