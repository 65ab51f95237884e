import { describe, expect, test } from "vitest";
import { allocate, type NdArray } from "#harness/array";
import type { Answer, Case, Limit } from "#harness/case";
import { compare } from "#harness/compare";
import type { Engine } from "#harness/engine";
import { judge } from "#harness/run";
import { bitwise, floats, INF, limited, NAN, output, returned, U, within } from "../kit/outputs.ts";
import { array, refusing, returning, TOLERANCE } from "../kit/sample.ts";

type Row = readonly [name: string, one: Case, got: unknown, kind: string];

/** A case with one output of any type, within a limit or by bits. */
function one(given: NdArray, limit: Limit = TOLERANCE): Case {
  return returning({ "output.0": given }, limit);
}

function gave(given: unknown): unknown {
  return returned({ "output.0": given as NdArray });
}

function shaped(shape: unknown): unknown {
  return gave({ ...floats(1, 2), shape });
}

function stored(data: unknown): unknown {
  return gave({ ...floats(1, 2), data });
}

function detached(): Float32Array {
  const data = Float32Array.of(1, 2);
  structuredClone(data.buffer, { transfer: [data.buffer] });
  return data;
}

class Liar extends Float32Array {
  override get length(): number {
    return 2;
  }
}

const PAIR = within(1, 2);
const SQUARE = one(array("float32", [2, 2], [1, 2, 3, 4]));
const GRADS = returning({ "grad.input.0": floats(1, 2), "grad.input.1": floats(3, 4) });
const HALF_MOST = 0x7bff;

/** Answers that are wrong in ways which a loose comparator does not see. */
const NUMBERS: readonly Row[] = [
  ["NaN throughout", PAIR, output(NAN, NAN), "numbers"],
  ["zero throughout", PAIR, output(0, 0), "numbers"],
  ["the mean throughout", PAIR, output(1.5, 1.5), "numbers"],
  ["infinity throughout", PAIR, output(INF, INF), "numbers"],
  ["the numbers in another order", PAIR, output(2, 1), "numbers"],
  ["all signs turned", within(1, -2), output(-1, 2), "numbers"],
  ["the transposed", SQUARE, gave(array("float32", [2, 2], [1, 3, 2, 4])), "numbers"],
  ["the flipped", SQUARE, gave(array("float32", [2, 2], [2, 1, 4, 3])), "numbers"],
  [
    "NaN in float64",
    one(array("float64", [1], [1])),
    gave(array("float64", [1], [NAN])),
    "numbers",
  ],
  [
    "NaN in float16",
    one(array("float16", [1], [0x3c00])),
    gave(array("float16", [1], [0x7e00])),
    "numbers",
  ],
  [
    "NaN in bfloat16",
    one(array("bfloat16", [1], [0x3f80])),
    gave(array("bfloat16", [1], [0x7fc0])),
    "numbers",
  ],
  [
    "infinity for the greatest float16",
    one(array("float16", [1], [HALF_MOST])),
    gave(array("float16", [1], [HALF_MOST + 1])),
    "numbers",
  ],
  [
    "the greatest float16 for infinity",
    one(array("float16", [1], [HALF_MOST + 1])),
    gave(array("float16", [1], [HALF_MOST])),
    "numbers",
  ],
  [
    "a float32 rounding in float64",
    one(array("float64", [1], [0.1])),
    gave(array("float64", [1], [Math.fround(0.1)])),
    "numbers",
  ],
  ["a subnormal flushed, by bits", bitwise("float32", [1e-45]), output(0), "numbers"],
  ["false for true", bitwise("bool", [1]), gave(array("bool", [1], [0])), "numbers"],
  ["two for true", bitwise("bool", [1]), gave(array("bool", [1], [2])), "numbers"],
  ["the sign of an int8", bitwise("int8", [-128]), gave(array("int8", [1], [127])), "numbers"],
  ["the sign of an int64", bitwise("int64", [-1]), gave(array("int64", [1], [1])), "numbers"],
  ["the index before", bitwise("int64", [1, 0]), gave(array("int64", [2], [0, 0])), "numbers"],
  ["a residual that is NaN", limited({ residual: Float32Array.of(NAN) }, 1), output(1), "numbers"],
  [
    "a residual that is infinite",
    limited({ residual: Float32Array.of(INF) }, 1),
    output(1),
    "numbers",
  ],
  [
    "an amplification of NaN at an element",
    limited({ amplification: Float32Array.of(1, NAN) }, 1, 2),
    output(1, 2),
    "numbers",
  ],
  ["a negative amplification", limited({ amplification: -1e6 }, 1), output(1 + 2 * U), "numbers"],
  ["terms that are NaN", limited({ terms: NAN }, 1), output(1), "numbers"],
];

const FORMS: readonly Row[] = [
  ["sizes as text", PAIR, shaped(["2"]), "shape"],
  ["a size of NaN", PAIR, shaped([NAN]), "shape"],
  ["a negative size", PAIR, shaped([-2]), "shape"],
  ["a shape with a hole", PAIR, shaped(Array(1)), "shape"],
  ["a shape of a million axes", PAIR, shaped(Array(1e6).fill(1)), "shape"],
  ["a shape that is no list", PAIR, shaped({ length: 1, 0: 2 }), "malformed"],
  ["a detached store", PAIR, stored(detached()), "count"],
  ["a store that lies about its length", PAIR, stored(new Liar(1)), "numbers"],
  ["a view for a store", PAIR, stored(new DataView(new ArrayBuffer(8))), "malformed"],
  ["bytes for floats", PAIR, stored(new Uint8Array(2)), "malformed"],
  ["doubles for floats", PAIR, stored(Float64Array.of(1, 2)), "malformed"],
  ["a store of no elements", PAIR, stored(allocate("float32", 0)), "count"],
  ["a store of a million elements", PAIR, stored(allocate("float32", 1e6)), "count"],
  ["a list for tensors", PAIR, { ...returned({}), tensors: [] }, "missing"],
  [
    "a Map of tensors",
    PAIR,
    { ...returned({}), tensors: new Map([["output.0", floats(1, 2)]]) },
    "missing",
  ],
  [
    "tensors by inheritance",
    PAIR,
    { ...returned({}), tensors: Object.create({ "output.0": floats(1, 2) }) },
    "missing",
  ],
  [
    "a fact that is a number",
    returning({}, "bits"),
    { kind: "returned", tensors: {}, facts: { structure: 1 } },
    "fact",
  ],
  [
    "a fact in other letters",
    returning({}, "bits"),
    { kind: "returned", tensors: {}, facts: { structure: "Tensor" } },
    "fact",
  ],
  [
    "a message that is a list",
    refusing(),
    { ...refusing().answer, message: ["must be b"] },
    "malformed",
  ],
  [
    "a message in other letters",
    refusing(),
    { ...refusing().answer, message: "A MUST BE B" },
    "message",
  ],
  ["a phase that there is not", refusing(), { ...refusing().answer, phase: "later" }, "phase"],
  ["a function", PAIR, () => output(1, 2), "malformed"],
  ["its own case", PAIR, PAIR, "malformed"],
];

describe("an answer never passes with", () => {
  test.each([...NUMBERS, ...FORMS])("%s", (_, question, got, kind) => {
    const verdict = compare(question, got as Answer);
    expect(verdict.kind).toBe("fail");
    expect(verdict.kind === "fail" && verdict.differences.map((d) => d.kind)).toEqual([kind]);
  });

  test("the gradients of its inputs exchanged", () => {
    const got = returned({ "grad.input.0": floats(3, 4), "grad.input.1": floats(1, 2) });
    expect(compare(GRADS, got)).toMatchObject({
      differences: [{ kind: "numbers" }, { kind: "numbers" }],
    });
  });

  test("every slot that it can think of", () => {
    const all = Object.fromEntries(
      Array.from({ length: 1000 }, (_, i) => [`output.${i}`, floats(1, 2)]),
    );
    const verdict = compare(PAIR, returned(all));
    expect(verdict.kind === "fail" && verdict.differences).toHaveLength(999);
  });
});

describe("a crash is what it is when an answer", () => {
  const thrown = (): never => {
    throw new Error("gotcha");
  };
  const tricks: readonly (readonly [name: string, answer: () => unknown])[] = [
    ["throws no error", () => Promise.reject(null)],
    ["throws nothing", () => Promise.reject(undefined)],
    ["throws when its kind is read", () => Object.defineProperty({}, "kind", { get: thrown })],
    [
      "throws when its tensors are read",
      () => ({
        kind: "returned",
        facts: {},
        tensors: new Proxy({}, { getOwnPropertyDescriptor: thrown, ownKeys: thrown }),
      }),
    ],
    [
      "is a store by its prototype alone",
      () => gave({ ...floats(1, 2), data: Object.create(Float32Array.prototype) }),
    ],
    ["has a kind that is no text", () => ({ kind: { toString: thrown } })],
    [
      "goes down without end",
      function down(): unknown {
        return down();
      },
    ],
  ];

  test.each(tricks)("%s", async (_, answer) => {
    const engine = { name: "trick", version: "1", protocol: 1, answer } as Engine;
    const { verdict } = await judge(engine, PAIR);
    expect(verdict).toMatchObject({ kind: "fail", differences: [{ kind: "crash" }] });
  });
});
