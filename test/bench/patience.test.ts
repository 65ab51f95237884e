import { expect, test } from "vitest";
import { Patience } from "./patience.ts";
import type { Workload } from "./pytorch.ts";

function matmul(n: number): Workload {
  return { name: `torch.matmul/${n}`, operations: 2 * n ** 3, backward: true };
}

test("who was slow is not asked for what takes longer than is waited; nobody is judged by what others did", () => {
  const patience = new Patience();
  expect(patience.refusal("tfjs-cpu", matmul(1024), false)).toBeNull();
  const slow = { median: 2, spread: 0 };
  patience.note(matmul(512), false, { "tfjs-cpu": slow, pytorch: { median: 0.01, spread: 0 } });
  expect(patience.refusal("tfjs-cpu", matmul(1024), false)).toBe("it would take about 16 s");
  expect(patience.refusal("tfjs-cpu", matmul(256), false)).toBeNull();
  expect(patience.refusal("tfjs-cpu", matmul(1024), true)).toBeNull();
  expect(patience.refusal("pytorch", matmul(1024), false)).toBeNull();
});

test("what is over in no time says nothing of larger workloads", () => {
  const patience = new Patience();
  patience.note(matmul(4), false, { "jax-js": { median: 0.001, spread: 0 } });
  expect(patience.refusal("jax-js", matmul(1024), false)).toBeNull();
});

test("workloads whose operations are not counted say nothing", () => {
  const patience = new Patience();
  const pool: Workload = { name: "nn.MaxPool2d/3-by-3", operations: 0, backward: true };
  patience.note(pool, false, { "jax-js": { median: 100, spread: 0 } });
  expect(patience.refusal("jax-js", pool, false)).toBeNull();
});

test("what is known not to end is not begun", () => {
  const embedding: Workload = { name: "nn.Embedding/30000-by-256", operations: 0, backward: true };
  expect(new Patience().refusal("tfjs-cpu", embedding, true)).toContain("minutes and gigabytes");
  expect(new Patience().refusal("tfjs-cpu", embedding, false)).toBeNull();
});
