import { describe, expect, test } from "vitest";
import type { Dtype, NdArray } from "#harness/array";
import type { Answer, Case, Limit, Returned } from "#harness/case";
import { compare, crashed } from "#harness/compare";
import { UNIT_ROUNDOFF } from "#harness/floats";
import { array, refusing, returning, TOLERANCE } from "./kit/sample.ts";

const { NaN: NAN } = Number;
const INF = Infinity;
const U = UNIT_ROUNDOFF.float32;

/** One float32 output. */
function floats(...numbers: number[]): NdArray {
  return array("float32", [numbers.length], numbers);
}

function returned(tensors: Readonly<Record<string, NdArray>>, facts?: Returned["facts"]): Returned {
  return { kind: "returned", tensors, facts: facts ?? { structure: "tensor" } };
}

function output(...numbers: number[]): Returned {
  return returned({ "output.0": floats(...numbers) });
}

function within(...numbers: number[]): Case {
  return returning({ "output.0": floats(...numbers) });
}

function bitwise(dtype: Dtype, numbers: readonly number[]): Case {
  return returning({ "output.0": array(dtype, [numbers.length], numbers) }, "bits");
}

function limited(over: Partial<Exclude<Limit, "bits">>, ...numbers: number[]): Case {
  return returning({ "output.0": floats(...numbers) }, {
    ...(TOLERANCE as object),
    ...over,
  } as Limit);
}

const matrix = returning({ "output.0": array("float32", [2, 3], [1, 2, 3, 4, 5, 6]) });

/** What must never pass: neighbours' comparators let most of these through. */
const MUST_FAIL: readonly (readonly [name: string, one: Case, got: unknown, kind: string])[] = [
  ["NaN for a number", within(1, 2), output(1, NAN), "numbers"],
  ["a number for NaN", within(1, NAN), output(1, 2), "numbers"],
  ["NaN for infinity", within(INF), output(NAN), "numbers"],
  ["infinity for NaN", within(NAN), output(INF), "numbers"],
  ["infinity for minus infinity", within(-INF), output(INF), "numbers"],
  ["minus infinity for infinity", within(INF), output(-INF), "numbers"],
  ["a number for infinity", within(INF), output(3.4e38), "numbers"],
  ["infinity for a number", within(3.4e38), output(INF), "numbers"],
  ["anything for a negative number", within(-2), output(5), "numbers"],
  ["the negative of a number", within(2), output(-2), "numbers"],
  ["zero for a number", within(1e-3), output(0), "numbers"],
  [
    "one element of a thousand",
    within(...Array(999).fill(1), 2),
    output(...Array(1000).fill(1)),
    "numbers",
  ],
  ["just over the limit", within(1), output(1 + 8 * U), "numbers"],
  [
    "a limit of zero missed by the smallest number",
    limited({ amplification: 0 }, 0),
    output(1e-45),
    "numbers",
  ],
  ["a limit that is NaN", limited({ amplification: NAN }, 1), output(1), "numbers"],
  ["a limit that is infinite", limited({ amplification: INF }, 1), output(1), "numbers"],
  [
    "PyTorch's answer where the truth is far from it",
    limited({ residual: Float32Array.of(0.1) }, 1),
    output(1),
    "numbers",
  ],
  [
    "more than twice the error of a limited reference",
    limited({ referenceLimited: true, residual: Float32Array.of(1e-3) }, 1),
    output(1.0031),
    "numbers",
  ],
  [
    "a scalar for a vector of it",
    within(1, 1, 1),
    returned({ "output.0": array("float32", [], [1]) }),
    "shape",
  ],
  ["one element for a vector of it", within(1, 1, 1), output(1), "shape"],
  ["a row for a matrix of it", matrix, output(1, 2, 3), "shape"],
  [
    "the transposed shape",
    matrix,
    returned({ "output.0": array("float32", [3, 2], [1, 2, 3, 4, 5, 6]) }),
    "shape",
  ],
  [
    "an axis of one too many",
    within(1),
    returned({ "output.0": array("float32", [1, 1], [1]) }),
    "shape",
  ],
  [
    "another number of empty axes",
    returning({ "output.0": array("float32", [0, 3], []) }),
    returned({ "output.0": array("float32", [3, 0], []) }),
    "shape",
  ],
  [
    "too few elements for the shape",
    within(1, 2),
    returned({ "output.0": { ...floats(1), shape: [2] } }),
    "count",
  ],
  [
    "too many elements for the shape",
    within(1),
    returned({ "output.0": { ...floats(1, 2), shape: [1] } }),
    "count",
  ],
  ["a wider type", within(1), returned({ "output.0": array("float64", [1], [1]) }), "dtype"],
  [
    "int32 for int64",
    bitwise("int64", [1]),
    returned({ "output.0": array("int32", [1], [1]) }),
    "dtype",
  ],
  [
    "uint8 for bool",
    bitwise("bool", [1]),
    returned({ "output.0": array("uint8", [1], [1]) }),
    "dtype",
  ],
  [
    "bfloat16 for float16",
    bitwise("float16", [1]),
    returned({ "output.0": array("bfloat16", [1], [1]) }),
    "dtype",
  ],
  ["-0.0 for 0.0 by bits", bitwise("float32", [0]), output(-0), "numbers"],
  ["0.0 for -0.0 by bits", bitwise("float32", [-0]), output(0), "numbers"],
  [
    "a float16 of -0.0 by bits",
    bitwise("float16", [0]),
    returned({ "output.0": array("float16", [1], [0x8000]) }),
    "numbers",
  ],
  ["the next number by bits", bitwise("float32", [1]), output(1 + 2 * U), "numbers"],
  ["a number for NaN by bits", bitwise("float32", [NAN]), output(1), "numbers"],
  [
    "an index off by one",
    bitwise("int64", [4]),
    returned({ "output.0": array("int64", [1], [5]) }),
    "numbers",
  ],
  [
    "an index that no double holds",
    returning(
      { "output.0": { dtype: "int64", shape: [1], data: BigInt64Array.of(2n ** 53n) } },
      "bits",
    ),
    returned({
      "output.0": { dtype: "int64", shape: [1], data: BigInt64Array.of(2n ** 53n + 1n) },
    }),
    "numbers",
  ],
  ["a missing tensor", within(1), returned({}), "missing"],
  [
    "a tensor too many",
    within(1),
    returned({ "output.0": floats(1), "grad.input.0": floats(1) }),
    "extra",
  ],
  ["a missing fact", within(1), returned({ "output.0": floats(1) }, {}), "missing"],
  [
    "another fact",
    within(1),
    returned({ "output.0": floats(1) }, { structure: "(tensor,)" }),
    "fact",
  ],
  [
    "a fact too many",
    within(1),
    returned({ "output.0": floats(1) }, { structure: "tensor", "alias.output.0": "input.0" }),
    "extra",
  ],
  ["a name from the prototype", returning({ toString: floats(1) }), returned({}), "missing"],
  ["a refusal for an answer", within(1), refusing().answer, "answer"],
  ["an answer for a refusal", refusing(), output(1), "answer"],
  ["another phase", refusing(), { ...refusing().answer, phase: "construct" }, "phase"],
  ["another class", refusing(), { ...refusing().answer, class: "RuntimeError" }, "class"],
  [
    "a message without its part",
    refusing(),
    { ...refusing().answer, message: "a is wrong" },
    "message",
  ],
  ["an empty message", refusing(), { ...refusing().answer, message: "" }, "message"],
  ["nothing", within(1), undefined, "malformed"],
  ["null", within(1), null, "malformed"],
  ["an answer without tensors", within(1), { kind: "returned", facts: {} }, "malformed"],
  ["an answer of no kind", within(1), { tensors: {}, facts: {} }, "malformed"],
  ["a tensor that is null", within(1), returned({ "output.0": null as never }), "malformed"],
  [
    "numbers in a plain array",
    within(1),
    returned({ "output.0": { dtype: "float32", shape: [1], data: [1] as never } }),
    "malformed",
  ],
  [
    "an unknown type",
    within(1),
    returned({ "output.0": { ...floats(1), dtype: "float8" as never } }),
    "malformed",
  ],
];

describe("compare fails", () => {
  test.each(MUST_FAIL)("%s", (_, one, got, kind) => {
    const verdict = compare(one, got as Answer);
    expect(verdict.kind).toBe("fail");
    expect(verdict.kind === "fail" && verdict.differences.map((d) => d.kind)).toEqual([kind]);
  });

  test("an exception, as a crash", () => {
    const verdict = crashed(within(1), new TypeError("x is undefined"));
    expect(verdict).toMatchObject({ kind: "fail", differences: [{ kind: "crash" }] });
  });
});

const MUST_PASS: readonly (readonly [name: string, one: Case, got: Answer])[] = [
  ["the same", within(1, -2, 0), output(1, -2, 0)],
  ["NaN and the infinities for themselves", within(NAN, INF, -INF), output(NAN, INF, -INF)],
  ["just within the limit", within(1), output(1 + 6 * U)],
  ["0.0 and -0.0 within a limit", within(0), output(-0)],
  ["the truth where PyTorch is off", limited({ residual: Float32Array.of(0.5) }, 1), output(1.5)],
  [
    "twice the error of a limited reference",
    limited({ referenceLimited: true, residual: Float32Array.of(1e-3) }, 1),
    output(1.0029),
  ],
  [
    "an amplification for each element",
    limited({ amplification: Float32Array.of(1, 1e6) }, 0, 0),
    output(0, 0.3),
  ],
  [
    "NaN of another payload, by bits",
    bitwise("float16", [0x7e00]),
    returned({ "output.0": array("float16", [1], [0xfe01]) }),
  ],
  [
    "no elements",
    returning({ "output.0": array("float32", [0, 3], []) }),
    returned({ "output.0": array("float32", [0, 3], []) }),
  ],
  [
    "a refusal in other words around the part",
    refusing(),
    { kind: "threw", phase: "forward", class: "ValueError", message: "here a must be b" },
  ],
];

describe("compare passes", () => {
  test.each(MUST_PASS)("%s", (_, one, got) => {
    expect(compare(one, got)).toMatchObject({ kind: "pass", unchecked: [] });
  });
});

describe("the limit", () => {
  const off = { float64: 9 * UNIT_ROUNDOFF.float64, float32: 9 * U } as const;

  test.each(["float64", "float32"] as const)("is the type's own: %s", (dtype) => {
    const one = returning({ "output.0": array(dtype, [1], [1]) });
    const got = (error: number) => returned({ "output.0": array(dtype, [1], [1 + error]) });
    expect(compare(one, got(off[dtype])).kind).toBe("fail");
    expect(compare(one, got(off[dtype] / 2)).kind).toBe("pass");
  });

  /** float16 accumulates in float32: near 1 its own rounding is all there is, one spacing is 2 u. */
  test.each([
    ["float16", 0x3c00],
    ["bfloat16", 0x3f80],
  ] as const)("of %s is its rounding, and that of a float32 sum", (dtype, bits) => {
    const residual = Float32Array.of(UNIT_ROUNDOFF[dtype]);
    const one = returning({ "output.0": array(dtype, [1], [bits]) }, {
      ...(TOLERANCE as object),
      residual,
    } as Limit);
    const got = (at: number) => returned({ "output.0": array(dtype, [1], [at]) });
    expect(compare(one, got(bits)).kind).toBe("pass");
    expect(compare(one, got(bits + 1)).kind).toBe("pass");
    expect(compare(one, got(bits + 2)).kind).toBe("fail");
    expect(compare(one, got(bits - 1)).kind).toBe("fail");
  });

  test("grows with the square root of the number of terms", () => {
    const one = limited({ terms: 100, amplification: 1 }, 0);
    expect(compare(one, output(24 * U)).kind).toBe("pass");
    expect(compare(one, output(24.01 * U)).kind).toBe("fail");
  });
});

describe("what an engine lacks", () => {
  const whole = returning({ "output.0": floats(1), "grad.input.0": floats(2) });

  test("is listed as unchecked", () => {
    const verdict = compare(whole, returned({ "output.0": floats(1) }, {}), ["grad", "structure"]);
    expect(verdict).toMatchObject({ kind: "pass", unchecked: ["grad.input.0", "structure"] });
  });

  test("is compared where it is given all the same", () => {
    const got = returned({ "output.0": floats(1), "grad.input.0": floats(3) });
    expect(compare(whole, got, ["grad"]).kind).toBe("fail");
  });

  test("is no more than its name says", () => {
    expect(compare(whole, returned({ "output.0": floats(1) }, {}), ["grad"]).kind).toBe("fail");
  });

  test("makes a refusal in backward unsupported", () => {
    const answer = {
      kind: "threw",
      phase: "backward",
      class: "RuntimeError",
      message: "x",
    } as const;
    const one = refusing({ answer, fragment: "x" });
    expect(compare(one, output(1), ["grad"]).kind).toBe("unsupported");
    expect(compare(one, output(1)).kind).toBe("fail");
  });

  test("may be the class and the words of a refusal", () => {
    const got = { kind: "threw", phase: "forward", class: "Error", message: "no" } as const;
    expect(compare(refusing(), got, ["class", "message"])).toMatchObject({
      kind: "pass",
      unchecked: ["class", "message"],
    });
  });
});

test("what is unsupported is neither passed nor failed", () => {
  const got = { kind: "unsupported", reason: "no such layer" } as const;
  expect(compare(within(1), got)).toEqual({ kind: "unsupported", reason: "no such layer" });
});

test("the worst element is that furthest out of its limit, finite ones first", () => {
  const verdict = compare(within(1, 2, 3, 4), output(1, NAN, 3.5, 4.1));
  expect(verdict).toMatchObject({
    differences: [
      { differing: 3, total: 4, nonFinite: 1, worst: { at: 2, want: 3, got: 3.5, error: 0.5 } },
    ],
  });
});

test("statistics tell how much of the limit is used, by the engine and by PyTorch", () => {
  const one = limited({ residual: Float32Array.of(U, 0) }, 1, 1);
  expect(compare(one, output(1, 1 + 2 * U))).toMatchObject({
    slots: [
      {
        slot: "output.0",
        share: expect.closeTo(2 / 7, 5),
        referenceShare: expect.closeTo(1 / 7, 5),
        mostUlp: 1,
        medianUlp: 0.5,
      },
    ],
  });
});
