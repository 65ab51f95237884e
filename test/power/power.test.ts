import { stripTypeScriptTypes } from "node:module";
import path from "node:path";
import { expect, test } from "vitest";
import { sourceOf } from "./engine-files.ts";
import { FAULTS } from "./faults/index.ts";
import { FUZZED } from "./fuzzed.ts";
import { VARIANTS } from "./honest.ts";
import { type Patch, PatchError, patched } from "./patch.ts";
import { isPowerful, summarize } from "./summary.ts";
import { Trials } from "./trials.ts";

/*
 * The faults fit the engine as it is, and a few of them are tried; `npm run power` tries all.
 */

const FIXTURES = path.join(import.meta.dirname, "..", "..", "fixtures");
const FEWEST = 150;

/** One of each: forward, backward, state, random numbers, a view. */
const SAMPLE = [
  "conv-strides-swapped",
  "conv-bias-gradient-lost",
  "batch-norm-running-variance-biased",
  "dropout-does-not-scale",
  "relu-gradient-at-zero",
];

/** A product of matrices, a convolution, a softmax and a reduction. */
const OWN_SUMS = ["nn.Linear", "nn.Conv1d", "nn.Softmax", "torch.sum"];

test("there are enough faults, each under a name of its own", () => {
  expect(FAULTS.length).toBeGreaterThanOrEqual(FEWEST);
  expect(new Set(FAULTS.map(({ name }) => name)).size).toBe(FAULTS.length);
  expect(FUZZED.filter((name) => !FAULTS.some((fault) => fault.name === name))).toEqual([]);
});

test.each(FAULTS)("$name fits the engine, and changes it", (fault) => {
  expect(fault.replace).not.toBe(fault.find);
  const source = patched(sourceOf(fault.file), fault);
  if (!fault.file.startsWith("kernels/")) expect(() => stripTypeScriptTypes(source)).not.toThrow();
});

test.each(VARIANTS)("the $name engine fits ours", ({ patches }) => {
  expect(() => allPatched(patches)).not.toThrow();
});

test("every correct engine can be made, and passes cases of layers whose sums are its own", async () => {
  const worker = new Trials(FIXTURES, 120_000);
  try {
    for (const { name, patches } of VARIANTS) {
      const trial = { patches, layers: OWN_SUMS, bail: false, others: false };
      const { cases, failures } = await worker.run(trial);
      expect([name, failures]).toEqual([name, []]);
      expect(cases).toBeGreaterThan(100);
    }
  } finally {
    await worker.close();
  }
}, 240_000);

test("a patch whose place is not there, or there twice, is refused", () => {
  const patch = { file: "a.ts", find: "b", replace: "c" };
  expect(() => patched("a", patch)).toThrow(PatchError);
  expect(() => patched("b b", patch)).toThrow(/exactly once, came 2 times/);
  expect(patched("a b", { ...patch, replace: "$&" })).toBe("a $&");
});

test("the fixtures catch a few of the faults, and nothing in an engine without any", async () => {
  const worker = new Trials(FIXTURES, 120_000);
  try {
    for (const name of SAMPLE) {
      const fault = FAULTS.find((one) => one.name === name);
      if (fault === undefined) throw new Error(`${name}: must be a fault`);
      const { failures } = await worker.run({
        patches: [fault],
        layers: fault.layers,
        bail: true,
      });
      expect([name, failures.length]).toEqual([name, 1]);
    }
    const whole = { patches: [], layers: ["nn.Linear"], bail: false, others: false };
    const { failures, cases } = await worker.run(whole);
    expect(failures).toEqual([]);
    expect(cases).toBeGreaterThan(0);
  } finally {
    await worker.close();
  }
}, 240_000);

test("an engine that cannot be made is no catch", async () => {
  const worker = new Trials(FIXTURES, 120_000);
  const broken = { file: "shape.ts", find: "export function sizeOf", replace: "export functio" };
  try {
    await expect(worker.run({ patches: [broken], layers: [], bail: true })).rejects.toThrow(
      /sizeOf|Expected|Unexpected|syntax/i,
    );
  } finally {
    await worker.close();
  }
});

test("a suite that lets too many through has no power, nor has one with a false alarm", () => {
  const fault = FAULTS[0];
  if (fault === undefined) throw new Error("there must be a fault");
  const caught = { ...fault, cases: 1, failures: [{ id: "a", how: "b" }], fuzz: null };
  const missed = { ...fault, cases: 9, failures: [], fuzz: { cases: 9, found: null } };
  const honest = { name: "naive", how: "so", cases: 9, failures: [] };
  const power = (rows: Parameters<typeof summarize>[0], alarms: { id: string; how: string }[]) => {
    const variants = [{ ...honest, failures: alarms }];
    return isPowerful(summarize(rows, variants, true), [...rows, ...variants]);
  };
  expect(power([caught], [])).toBe(true);
  expect(power([caught, missed], [])).toBe(false);
  expect(power(new Array(99).fill(caught), [{ id: "a", how: "b" }])).toBe(false);
  expect(power([...new Array(99).fill(caught), missed], [])).toBe(false);
  expect(power([...new Array(99).fill(caught), { ...caught, error: "none" }], [])).toBe(false);
});

function allPatched(patches: readonly Patch[]): Map<string, string> {
  const sources = new Map<string, string>();
  for (const patch of patches) {
    sources.set(patch.file, patched(sources.get(patch.file) ?? sourceOf(patch.file), patch));
  }
  return sources;
}
