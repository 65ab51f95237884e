import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { accuracyOf, isNoWorse } from "#harness/accuracy";
import type { Limit } from "#harness/case";
import { compare } from "#harness/compare";
import { renderLayers, renderSummary } from "#harness/report/terminal";
import { Tally } from "#harness/tally";
import type { SlotStatistics } from "#harness/verdict";
import { floats, limited, output, returned, U } from "./kit/outputs.ts";
import { array, returning, TOLERANCE } from "./kit/sample.ts";

/** The truth is 1 and 1.25 units in the last place; PyTorch is 0.75 beyond it. */
const ONE = limited({ residual: Float32Array.of(-0.75 * 2 * U) }, 1 + 4 * U);

/** The statistics of an engine that says 1 and this many units in the last place. */
function ulps(count: number): SlotStatistics {
  const verdict = compare(ONE, output(1 + count * 2 * U));
  const slot = verdict.kind === "unsupported" ? undefined : verdict.slots[0];
  if (slot === undefined) throw new Error("nothing was measured");
  return slot;
}

const NONE = { pass: 0, fail: 0, unsupported: 0, xfail: 0, stale: 0 };

describe("a slot is no worse", () => {
  test("within 1.1 times PyTorch's own error, and not beyond", () => {
    expect(ulps(2).referenceShare).toBeCloseTo(0.75 / 3.5, 5);
    expect(isNoWorse(ulps(2))).toBe(true);
    expect(isNoWorse(ulps(3))).toBe(false);
    expect(isNoWorse({ ...ulps(2), share: 1.1 * (0.75 / 3.5) - 1e-6 })).toBe(true);
    expect(isNoWorse({ ...ulps(2), share: 1.1 * (0.75 / 3.5) + 1e-4 })).toBe(false);
  });

  test("within one rounding of the truth, however near PyTorch is", () => {
    const half = { ...ulps(1), mostUlp: 0.5, referenceShare: 0 };
    expect(isNoWorse(half)).toBe(true);
    expect(isNoWorse({ ...half, mostUlp: 0.51 })).toBe(false);
  });
});

describe("accuracyOf", () => {
  test("counts float32 outputs and gradients whose truth is known", () => {
    const slot = ulps(3);
    const others = [
      { ...slot, slot: "state.running_mean" },
      { ...slot, dtype: "float16" as const },
      { ...slot, referenceShare: null },
    ];
    expect(accuracyOf(others)).toBeNull();
    expect(accuracyOf([...others, slot, { ...ulps(2), slot: "grad.input.0" }])).toMatchObject({
      slots: 2,
      noWorse: 1,
    });
  });

  test("gives the worst and the median of the engine's slots and of PyTorch's", () => {
    const slots = [0.3, 0.1, 0.2, 0.4].map((share, i) => ({
      ...ulps(2),
      share,
      referenceShare: [0.05, 0.8, 0.6, 0.7][i] ?? 0,
    }));
    expect(accuracyOf(slots)).toEqual({
      slots: 4,
      noWorse: 3,
      worst: { engine: 0.4, reference: 0.8 },
      median: { engine: 0.2, reference: 0.6 },
    });
  });

  test("stands in the report", () => {
    const accuracy = accuracyOf([ulps(2), ulps(3)]);
    const row = { layer: "nn.A", cases: 2, outcomes: NONE, worst: null, accuracy };
    expect(stripVTControlCharacters(renderLayers([row])).split("\n")[1]).toMatch(
      / 50 % +21 % +21 % +21 % +50 %$/,
    );
    const summary = { ...new Tally().summary(0), accuracy };
    expect(stripVTControlCharacters(renderSummary(summary))).toMatch(
      "No worse than PyTorch on 50 % of 2 float32 outputs and gradients; the worst error is 50 % of a limit (PyTorch 21 %), the median 21 % of a limit (PyTorch 21 %).",
    );
  });

  test("knows nothing of what is compared by bits, or where PyTorch's answer is the truth", () => {
    const limits: Limit[] = ["bits", TOLERANCE];
    for (const limit of limits) {
      const one = returning({ "output.0": floats(1, 2) }, limit);
      expect(compare(one, one.answer)).toMatchObject({ slots: [{ referenceShare: null }] });
    }
    const whole = array("int64", [1], [1]);
    const exact = returning({ "output.0": whole }, "bits");
    expect(compare(exact, returned({ "output.0": whole }))).toMatchObject({
      slots: [{ dtype: "int64", referenceShare: null }],
    });
  });
});
