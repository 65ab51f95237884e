import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Question, Told } from "#harness/tour/data";
import { EngineThread } from "#harness/tour/page/engine-thread";

/** What a false thread does with a question: it answers, fails, or does nothing. */
type Manner = (question: Question, thread: FalseThread) => void;

let manner: Manner = () => undefined;
const threads: FalseThread[] = [];

class FalseThread {
  onmessage: (event: { data: Told }) => void = () => undefined;
  onerror: (event: { message: string; preventDefault(): void }) => void = () => undefined;
  ended = false;
  readonly asked: string[] = [];

  constructor() {
    threads.push(this);
  }

  postMessage(message: object): void {
    if (!("example" in message)) return;
    const question = message as Question;
    this.asked.push(question.example.id);
    queueMicrotask(() => manner(question, this));
  }

  terminate(): void {
    this.ended = true;
  }
}

const answering: Manner = ({ number, example: { id }, edits }, thread) =>
  thread.onmessage({
    data: {
      ...{ number, code: "p" in edits ? `${id} ${JSON.stringify(edits)}` : id },
      ...{ inputs: [], recorded: [] },
      outcome: { kind: "answered", outputs: [], agreement: null, drawnAnew: false },
    },
  });

function engine(): EngineThread {
  return new EngineThread("", { files: new Map(), ids: [] }, 20);
}

function named(id: string) {
  return { id, options: [] };
}

beforeEach(() => {
  threads.length = 0;
  vi.stubGlobal("Worker", FalseThread);
});
afterEach(() => vi.unstubAllGlobals());

describe("the engine's thread", () => {
  test("is asked one thing at a time; what was changed goes first", async () => {
    manner = answering;
    const one = engine();
    const told = await Promise.all([
      one.ask(named("a"), {}),
      one.ask(named("b"), {}),
      one.ask(named("c"), { p: 1 }),
    ]);
    expect(told.map(({ code }) => code)).toEqual(["a", "b", 'c {"p":1}']);
    expect(threads.map(({ asked }) => asked)).toEqual([["a", "c", "b"]]);
  });

  test("is asked only the last of the changes that wait", async () => {
    manner = (question, thread) => setTimeout(() => answering(question, thread), 2);
    const [one, a, b] = [engine(), named("a"), named("b")];
    const told = await Promise.all([
      one.ask(a, {}),
      one.ask(b, { p: 1 }),
      one.ask(a, { p: 1 }),
      one.ask(a, { p: 2 }),
    ]);
    expect(told.map(({ code }) => code)).toEqual(["a", 'b {"p":1}', 'a {"p":2}', 'a {"p":2}']);
    expect(threads.map(({ asked }) => asked)).toEqual([["a", "a", "b"]]);
  });

  test("is ended when what was changed takes too long, and another one is asked the next thing", async () => {
    manner = (question, thread) => {
      if (question.example.id === "b") setTimeout(() => answering(question, thread), 40);
    };
    const one = engine();
    const asked = [one.ask(named("a"), { p: 1 }), one.ask(named("b"), {})] as const;
    const [late, next] = await Promise.all(asked);
    expect(late.outcome).toEqual({ kind: "broke", message: "it took too long, and was stopped" });
    expect(next.code).toBe("b");
    expect(threads.map(({ ended }) => ended)).toEqual([true, false]);
  });

  test("is ended when it fails, which is told", async () => {
    manner = (_, thread) => thread.onerror({ message: "boom", preventDefault() {} });
    const told = await engine().ask(named("a"), {});
    expect(told.outcome).toEqual({ kind: "broke", message: "boom" });
  });

  test("is ended when the engine in it broke", async () => {
    manner = ({ number, example }, thread) => {
      const outcome = { kind: "broke", message: "out of bounds" } as const;
      thread.onmessage({ data: { number, code: example.id, inputs: [], recorded: [], outcome } });
    };
    const one = engine();
    await Promise.all([one.ask(named("a"), {}), one.ask(named("b"), {})]);
    expect(threads.map(({ asked, ended }) => [...asked, ended])).toEqual([
      ["a", true],
      ["b", true],
    ]);
  });
});
