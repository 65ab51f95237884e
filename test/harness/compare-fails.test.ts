import { describe, expect, test } from "vitest";
import type { Dtype } from "#harness/array";
import type { Answer, Case } from "#harness/case";
import { compare, crashed } from "#harness/compare";
import {
  bitwise,
  floats,
  INF,
  limited,
  moving,
  NAN,
  output,
  returned,
  U,
  within,
} from "./kit/outputs.ts";
import { array, refusing, returning } from "./kit/sample.ts";

/** A case and an answer of one number each, as their type keeps it. */
function inType(dtype: Dtype, want: number, got: number): readonly [Case, Answer] {
  return [
    returning({ "output.0": array(dtype, [1], [want]) }),
    returned({ "output.0": array(dtype, [1], [got]) }),
  ];
}

/** Ones, but for one of them. */
function butOne(at: number): Answer {
  return output(...Array.from({ length: 1000 }, (_, i) => (i === at ? 2 : 1)));
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
  ["a number for zero", within(0), output(1e-3), "numbers"],
  ["a little more where all is little", within(1e-6), output(2e-6), "numbers"],
  ["a hundred-thousandth of a number, in float32", within(1000), output(1000.01), "numbers"],
  ["the first element alone", within(...Array(1000).fill(1)), butOne(0), "numbers"],
  ["one element in the middle", within(...Array(1000).fill(1)), butOne(500), "numbers"],
  [
    "one element of a thousand",
    within(...Array(999).fill(1), 2),
    output(...Array(1000).fill(1)),
    "numbers",
  ],
  ["just over the limit", within(1), output(1 + 8 * U), "numbers"],
  ["float32's rounding in float64", ...inType("float64", 1, 1 + U), "numbers"],
  ["the next float16", ...inType("float16", 0x3c00, 0x3c01), "numbers"],
  ["the next bfloat16", ...inType("bfloat16", 0x3f80, 0x3f81), "numbers"],
  ["NaN for a float16", ...inType("float16", 0x3c00, 0x7e00), "numbers"],
  ["infinity for the greatest bfloat16", ...inType("bfloat16", 0x7f7f, 0x7f80), "numbers"],
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
  ["a state that was not moved", moving(1, 2), returned({}), "numbers"],
  [
    "a state that was not moved from where it was drawn",
    {
      ...moving(null, 2),
      answer: returned({ "initial.mean": floats(1), "state.mean": floats(2) }),
    },
    returned({ "initial.mean": floats(1) }),
    "numbers",
  ],
  ["a missing state that nobody knows", moving(null, 1), returned({}), "missing"],
  ["a missing state after steps", moving(1, 1, { steps: [] }), returned({}), "missing"],
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
