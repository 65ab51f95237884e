import { describe, expect, test } from "vitest";
import { type Elements, type NdArray, sizeOf } from "#harness/array";
import type { Answer, Call, Case, Returned } from "#harness/case";
import { openFixtures } from "#harness/fixtures";
import { isFloat } from "#harness/floats";
import { judge } from "#harness/run";
import { UNSEEING } from "./blind.ts";
import { type Lie, parrot } from "./harness/kit/parrot.ts";

/*
 * Engines that lie in one way each. They know the recorded answers, so that nothing but the lie is wrong,
 * and every answer that a lie changes has to be caught: in its own case, not just somewhere.
 */

const { ids, load } = openFixtures("fixtures");
const CASES: readonly Case[] = ids.filter((_, i) => i % 3 === 0).map(load);

type Tensors = Record<string, NdArray>;

/** A lie about what was returned; null where it has nothing to lie about. */
function aboutReturned(change: (answer: Returned, call: Call) => Returned | null): Lie {
  return (answer, call) => (answer.kind === "threw" ? answer : (change(answer, call) ?? answer));
}

/** A lie about some of the tensors; null leaves one as it is. */
function aboutTensors(change: (array: NdArray, slot: string, call: Call) => NdArray | null): Lie {
  return aboutReturned((answer, call) => {
    let lied = false;
    const tensors: Tensors = {};
    for (const [slot, array] of Object.entries(answer.tensors)) {
      const other = change(array, slot, call);
      lied ||= other !== null;
      tensors[slot] = other ?? array;
    }
    return lied ? { ...answer, tensors } : null;
  });
}

/** A lie about the slots that a pattern finds: they are left out. */
function without(slots: RegExp): Lie {
  return aboutReturned((answer) => {
    const kept = Object.entries(answer.tensors).filter(([slot]) => !slots.test(slot));
    if (kept.length === Object.keys(answer.tensors).length) return null;
    return { ...answer, tensors: Object.fromEntries(kept) };
  });
}

/** The numbers of one array changed; null if none is, or if it holds no plain floats. */
function withNumbers(array: NdArray, change: (x: number, i: number) => number): NdArray | null {
  if (array.dtype !== "float32" && array.dtype !== "float64") return null;
  const data = (array.data as Float64Array).map(change);
  const same = data.every((x, i) => Object.is(x, array.data[i]));
  return same ? null : { ...array, data };
}

function isOutput(slot: string): boolean {
  return slot.startsWith("output.");
}

/** The element before, within the last axis, in the place of its last element. */
function slipAtBorder({ shape, dtype, data }: NdArray): NdArray | null {
  const width = shape.at(-1) ?? 0;
  const other = data.slice() as Elements;
  for (let end = width - 1; width > 1 && end < data.length; end += width) {
    other[end] = other[end - 1] as never;
  }
  return isFarFrom(data, other) ? { shape, dtype, data: other } : null;
}

/** A lie that only rounding tells from the truth is none. */
function isFarFrom(truth: Elements, lie: Elements): boolean {
  return Array.from(truth as ArrayLike<number>, Number).some(
    (x, i) => Math.abs(x - Number(lie[i])) > 0.1,
  );
}

/** Leaves an array alone whose greatest number has no more digits than three. */
function threeDigits({ data }: NdArray): (x: number) => number {
  const sizes = Array.from(data as ArrayLike<number>, Math.abs);
  const most = Math.max(0, ...sizes.filter(Number.isFinite));
  const loses = Math.abs(Number(most.toPrecision(3)) - most) > 1e-4 * most;
  return (x) => (loses ? Number(x.toPrecision(3)) : x);
}

function transposed(array: NdArray): NdArray | null {
  const [rows = 0, columns = 0] = array.shape;
  if (array.shape.length !== 2 || rows !== columns) return null;
  const data = array.data.map((_, i) => {
    return array.data[(i % columns) * columns + Math.floor(i / columns)] as never;
  });
  return isFarFrom(array.data, data as Elements) ? { ...array, data: data as Elements } : null;
}

const LIES: Readonly<Record<string, Lie>> = {
  "adds an axis of one": aboutTensors((array, slot) =>
    isOutput(slot) ? { ...array, shape: [1, ...array.shape] } : null,
  ),
  flattens: aboutTensors((array) =>
    array.shape.length > 1 ? { ...array, shape: [sizeOf(array.shape)] } : null,
  ),
  "swaps the axes of a square": aboutTensors(transposed),
  "gives NaN for infinity": aboutTensors((array) =>
    withNumbers(array, (x) => (Math.abs(x) === Infinity ? Number.NaN : x)),
  ),
  "gives the other infinity": aboutTensors((array) =>
    withNumbers(array, (x) => (Math.abs(x) === Infinity ? -x : x)),
  ),
  "gives 0 for NaN": aboutTensors((array) => withNumbers(array, (x) => (Number.isNaN(x) ? 0 : x))),
  "slips at the border": aboutTensors((array, slot) =>
    isOutput(slot) && isFloat(array.dtype) && array.dtype.length === 7 ? slipAtBorder(array) : null,
  ),
  "is off by a thousandth": aboutTensors((array) => withNumbers(array, (x) => x * 1.001)),
  "flips the sign of gradients": aboutTensors((array, slot) =>
    slot.startsWith("grad.") ? withNumbers(array, (x) => (x === 0 ? x : -x)) : null,
  ),
  "gives gradients of zero": aboutTensors((array, slot) =>
    slot.startsWith("grad.") ? withNumbers(array, (x) => (x === 0 ? x : 0)) : null,
  ),
  "forgets the gradients of inputs": without(/^grad\.input/),
  "forgets the gradients of parameters": without(/^grad\.parameter/),
  "computes with three digits": aboutTensors((array, slot) =>
    isOutput(slot) ? withNumbers(array, threeDigits(array)) : null,
  ),
  "promotes float32 to float64": aboutTensors((array) =>
    array.dtype === "float32"
      ? { ...array, dtype: "float64", data: Float64Array.from(array.data as Float32Array) }
      : null,
  ),
  "gives indices as int32": aboutTensors((array) =>
    array.dtype === "int64"
      ? { ...array, dtype: "int32", data: Int32Array.from(array.data, Number) }
      : null,
  ),
  "counts indices from one": aboutTensors((array) =>
    array.data instanceof BigInt64Array && array.data.length > 0
      ? { ...array, data: array.data.map((i) => i + 1n) }
      : null,
  ),
  "never updates its state": without(/^state\./),
  "gives the state from before": aboutTensors((array, slot, call) => {
    const before = slot.startsWith("state.") ? call.state?.[slot.slice(6)] : undefined;
    return before === undefined || !isFarFrom(array.data, before.data) ? null : before;
  }),
  "gives a tensor too many": aboutReturned((answer) => {
    const extra = { dtype: "float32", shape: [], data: Float32Array.of(0) } as const;
    return { ...answer, tensors: { ...answer.tensors, "output.9": extra } };
  }),
  "draws random numbers too many": aboutReturned((answer) =>
    answer.facts["generator"] === "untouched"
      ? { ...answer, facts: { ...answer.facts, generator: "0".repeat(64) } }
      : null,
  ),
  "gives a copy where PyTorch gives the same tensor": aboutReturned((answer) => {
    const facts = Object.entries(answer.facts).filter(([name]) => !name.startsWith("alias."));
    if (facts.length === Object.keys(answer.facts).length) return null;
    return { ...answer, facts: Object.fromEntries(facts) };
  }),
  "never refuses": (answer) =>
    answer.kind === "threw" ? { kind: "returned", tensors: {}, facts: {} } : answer,
  "refuses everything": () => ({ kind: "unsupported", reason: "not today" }),
  "throws at everything": (answer) =>
    answer.kind === "threw"
      ? answer
      : { kind: "threw", phase: "forward", class: "NotImplementedError", message: "not yet" },
  "refuses too late": (answer) =>
    answer.kind === "threw" && answer.phase === "construct"
      ? { ...answer, phase: "forward" }
      : answer,
  "refuses by another class": (answer) =>
    answer.kind === "threw" ? { ...answer, class: "Exception" } : answer,
  "refuses without a word": (answer) =>
    answer.kind === "threw" ? { ...answer, message: "wrong" } : answer,
  crashes: () => {
    throw new TypeError("Cannot read properties of undefined");
  },
};

test("the honest parrot passes every case", async () => {
  const engine = parrot(CASES);
  for (const one of CASES) {
    const { verdict } = await judge(engine, one);
    expect([one.id, verdict]).toEqual([
      one.id,
      expect.objectContaining({ kind: "pass", unchecked: [] }),
    ]);
  }
});

describe("an engine is caught that", () => {
  test.each(Object.entries(LIES))("%s", async (_, lie) => {
    let told = 0;
    const escaped: string[] = [];
    const listening: Lie = (answer, call) => {
      told++;
      const lied = lie(answer, call);
      if (lied === answer) told--;
      return lied;
    };
    const engine = parrot(CASES, listening);
    for (const one of CASES) {
      const before = told;
      const { verdict } = await judge(engine, one);
      if (told > before && verdict.kind === "pass") escaped.push(one.id);
    }
    expect(escaped.filter((id) => !Object.hasOwn(UNSEEING, id))).toEqual([]);
    expect(told).toBeGreaterThan(0);
  });
});

test("-0 for 0 is caught wherever PyTorch's bits count", async () => {
  const bitwise = CASES.filter(
    ({ answer, limits }) => answer.kind === "returned" && Object.values(limits).includes("bits"),
  );
  let told = 0;
  for (const one of bitwise) {
    const lie = aboutTensors((array, slot) => {
      return one.limits[slot] === "bits" ? withNumbers(array, (x) => (x === 0 ? -x : x)) : null;
    });
    const engine = parrot([one], (answer: Answer, call) => {
      const lied = lie(answer, call);
      if (lied !== answer) told++;
      return lied;
    });
    const before = told;
    const { verdict } = await judge(engine, one);
    if (told > before) expect([one.id, verdict.kind]).toEqual([one.id, "fail"]);
  }
  expect(told).toBeGreaterThan(0);
});
