import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Returned } from "#harness/case";
import { compare } from "#harness/compare";
import { engine } from "#harness/engines/touchstone";
import { digest, Kept, places, readable } from "#harness/excerpt";
import { explain } from "#harness/explain";
import { array, call, returning, TOLERANCE } from "./kit/sample.ts";

const DRAWN = {
  kind: "drawn",
  sampler: "randn",
  seed: 5,
  dtype: "float32",
  shape: [6, 4],
  grad: false,
} as const;
const LINEAR = call({ layer: "nn.Linear", args: [4, 3], inputs: [DRAWN], seed: 3 });

describe("the places of a sample", () => {
  test("are different ones, spread over the whole", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 10 ** 8 }),
        fc.integer({ min: 1, max: 300 }),
        (n, m) => {
          const count = Math.min(m, n);
          const found = places(n, count).sort((a, b) => a - b);
          expect(new Set(found).size).toBe(count);
          expect(found.every((place) => Number.isInteger(place) && place >= 0 && place < n)).toBe(
            true,
          );
          // Of multiples of the golden ratio no gap is longer than a few mean ones, except where n is small.
          const gaps = found.map((place, i) => (found[i + 1] ?? n) - place);
          if (n > 10 ** 4) expect(Math.max(...gaps)).toBeLessThan((4 * n) / count);
        },
      ),
    );
  });

  test("are nobody's choice: those of 10 elements", () => {
    expect(places(10, 4)).toEqual([0, 7, 4, 1]);
  });
});

test("a tensor with few elements is kept whole, of others a sample in one axis", () => {
  const whole = array("float32", [2, 5], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const kept = new Kept(4);
  kept.put("output.0", readable(array("float32", [2, 2], [1, 2, 3, 4])));
  kept.put("output.1", readable(whole));
  expect(kept.tensors).toEqual({
    "output.0": array("float32", [2, 2], [1, 2, 3, 4]),
    "output.1": array("float32", [4], [0, 7, 4, 1]),
  });
  expect(kept.facts).toEqual({ "whole.output.1": "(2, 5)" });
});

test("a hash is that of the bytes", () => {
  // printf '\x00\x00\x80\x3f' | sha256sum
  expect(digest(readable(array("float32", [1], [1])))).toBe(
    "e00e5eb9444182f352323374ef4e08ebcb784725fdd4fd612d7730540b3e0c8c",
  );
});

describe("an engine that draws", () => {
  const all = engine.answer(LINEAR) as Returned;
  const some = engine.answer({ ...LINEAR, sample: 5 }) as Returned;

  test("answers a sample of what it answers whole, and hashes of what it drew", () => {
    const output = all.tensors["output.0"];
    if (output === undefined) throw new Error("there is no output");
    expect(some.tensors).toEqual({ "output.0": readable(output).at(places(18, 5)) });
    expect(some.facts).toMatchObject({ ...all.facts, "whole.output.0": "(6, 3)" });
    const hashes = Object.keys(some.facts).filter((name) => name.startsWith("sha256."));
    expect(hashes.sort()).toEqual([
      "sha256.initial.bias",
      "sha256.initial.weight",
      "sha256.input.0",
    ]);
  });

  test("is told by its hash that it drew something else", () => {
    const one = returning(some.tensors, TOLERANCE, { answer: some, call: LINEAR });
    const other = { ...LINEAR, inputs: [{ ...DRAWN, seed: 6 }], sample: 5 };
    const verdict = compare(one, engine.answer(other) as Returned);
    expect(verdict).toMatchObject({ kind: "fail" });
    const wheres = verdict.kind === "fail" ? verdict.differences.map(({ where }) => where) : [];
    expect(wheres.sort()).toEqual(["output.0", "sha256.input.0"]);
  });
});

test("a verdict on a sample says of how many elements, and a failure where in the whole", () => {
  const want = array("float32", [4], [0, 7, 4, 1]);
  const facts = { structure: "tensor", "whole.output.0": "(2, 5)" };
  const answer: Returned = { kind: "returned", tensors: { "output.0": want }, facts };
  const one = returning({ "output.0": want }, TOLERANCE, { answer });
  const sample = { compared: 4, of: 10 };
  expect(compare(one, answer)).toMatchObject({ kind: "pass", slots: [{ sampled: sample }] });
  const got = { ...answer, tensors: { "output.0": array("float32", [4], [0, 8, 4, 1]) } };
  const verdict = compare(one, got);
  if (verdict.kind !== "fail") throw new Error("it passes");
  expect(verdict.slots[0]?.sampled).toEqual(sample);
  const text = explain(one, got, verdict);
  expect(text).toContain("1 of 4 elements (sampled of 10) differ");
  expect(text).toContain("Worst at [1, 2]: want 7, got 8");
});
