import { expect, test } from "vitest";
import { GREETING, speaker } from "../kit/spoilt.ts";

const ANSWER = `{ answer: { kind: "returned", tensors: {}, facts: { structure: "None" } } }`;

test("a process that reads calls and writes answers is an engine", async () => {
  const answer = await speaker(`say(${GREETING}); hear(() => say(${ANSWER}))`)();
  expect(answer).toEqual({ kind: "returned", tensors: {}, facts: { structure: "None" } });
});

test("it may say that it does not do a thing", async () => {
  const answer = await speaker(`say(${GREETING}); hear(() => say({ unsupported: "why" }))`)();
  expect(answer).toEqual({ kind: "unsupported", reason: "why" });
});

test.each([
  ["says that it crashed", `hear(() => say({ crash: "at line 3" }))`, "at line 3"],
  ["dies", `hear(() => process.exit(7))`, "it ended with exit code 7"],
  ["is killed", `hear(() => process.kill(process.pid, "SIGKILL"))`, "it ended with SIGKILL"],
  [
    "dies with words",
    `hear(() => { console.error("no memory"); process.exit(7); })`,
    "the last it said:\n  no memory",
  ],
  ["prints beside its frames", `hear(() => console.log("hello, world"))`, "answered nonsense"],
  [
    "counts more numbers than it sends",
    `hear(() => say({ ...${ANSWER}, arrays: { float32: 1000 } }))`,
    "cannot hold 1000 float32",
  ],
])("a process that %s has crashed at that call", async (_, program, says) => {
  await expect(speaker(`say(${GREETING}); ${program}`)()).rejects.toThrow(says);
});

test.each([
  ["is not there", "stdio:nowhere-at-all", "nowhere-at-all"],
  ["ends without a word", "stdio:node -e 0", "it ended with exit code 0"],
])("a command that %s is no engine", async (_, name, says) => {
  const { EngineLoadError, loadEngine } = await import("#harness/engines/index");
  const error = await loadEngine(name).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(EngineLoadError);
  expect((error as Error).message).toContain(says);
});
