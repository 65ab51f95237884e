import { describe, expect, test } from "vitest";
import type { Answer, Case, Limit } from "#harness/case";
import { compare } from "#harness/compare";
import { UNIT_ROUNDOFF } from "#harness/floats";
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
import { array, refusing, returning, TOLERANCE } from "./kit/sample.ts";

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
    "a state that a step too small for the type leaves as it is",
    moving(1, 1 + 2 * U),
    returned({}),
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
