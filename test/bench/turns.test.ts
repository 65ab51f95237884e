import { expect, test } from "vitest";
import type { Answer } from "#harness/case";
import { Gate } from "./gate.ts";
import { machineRunner, type Runner } from "./peers.ts";
import { takeTurns } from "./turns.ts";

test("who answers as we do is timed; who does not, or fails, is absent with the reason", async () => {
  const runners = new Map([
    ["touchstone", runner(0.02, returned(1, 2))],
    ["pytorch", runner(0.01, returned(1, 2))],
    ["tfjs-cpu", runner(0.01, returned(1, 3))],
    ["jax-js", { ...runner(0.01), answer: () => fails("no memory") }],
    ["tfjs-wasm", { ...runner(0.01, returned(1, 2)), seconds: async () => fails("a trap") }],
  ]);
  const { timings, absent } = await takeTurns(runners, 3, new Gate());
  expect(Object.keys(timings)).toEqual(["touchstone", "pytorch"]);
  expect(timings["touchstone"]?.median).toBeCloseTo(0.02);
  expect(timings["pytorch"]).toEqual({ median: 0.01, spread: 0 });
  expect(absent).toEqual({
    "tfjs-cpu": "output.0 is off by 1.00 of 2.00",
    "jax-js": "it fails: no memory",
    "tfjs-wasm": "it fails: a trap",
  });
});

test("a batch is so many runs that clocks can tell; who takes long has fewer turns", async () => {
  const batches: number[] = [];
  const long: number[] = [];
  const runners = new Map([
    ["touchstone", runner(1e-5, returned(1), batches)],
    ["pytorch", runner(0.8, returned(1), long)],
  ]);
  const { timings } = await takeTurns(runners, 5, new Gate());
  expect(timings["touchstone"]?.median).toBeCloseTo(1e-5);
  expect(batches.at(-1)).toBeGreaterThanOrEqual(2000);
  expect(timings["pytorch"]?.median).toBeCloseTo(0.8);
  expect(long).toEqual([1, ...[1, 1], ...[1, 1]]);
});

test("who has no answer is timed beside those who have", async () => {
  const runners = new Map([
    ["touchstone", runner(0.02, returned(1))],
    ["machine", machineRunner(() => 500, 5)],
  ]);
  const { timings, absent } = await takeTurns(runners, 3, new Gate());
  expect(timings["machine"]).toEqual({ median: 0.01, spread: 0 });
  expect(absent).toEqual({});
});

/** One that takes so many seconds a run, and notes how many runs it is asked for. */
function runner(seconds: number, answer = returned(1), asked: number[] = []): Runner {
  return {
    answer: () => answer,
    seconds: async (times) => {
      asked.push(times);
      return seconds * times;
    },
    release: () => undefined,
  };
}

function returned(...numbers: number[]): Answer {
  const array = {
    dtype: "float32",
    shape: [numbers.length],
    data: Float32Array.from(numbers),
  } as const;
  return { kind: "returned", tensors: { "output.0": array }, facts: {} };
}

function fails(message: string): never {
  throw new Error(message);
}
