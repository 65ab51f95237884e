import { describe, expect, test } from "vitest";
import type { NdArray } from "#harness/array";
import { bitsOf } from "#harness/bits";
import type { Answer } from "#harness/case";
import { array } from "./kit/sample.ts";

function answer(tensor: NdArray, facts: Record<string, string> = {}): Answer {
  return { kind: "returned", tensors: { "output.0": tensor }, facts };
}

const ONE = array("float32", [2], [1, 2]);

describe("bitsOf", () => {
  test("is the same for the same answer", () => {
    expect(bitsOf(answer(ONE))).toBe(bitsOf(answer(array("float32", [2], [1, 2]))));
  });

  test.each<readonly [string, Answer]>([
    ["the last bit", answer(array("float32", [2], [1, 2 + 2 ** -22]))],
    ["a sign of zero", answer(array("float32", [2], [1, -0]))],
    ["the shape", answer(array("float32", [2, 1], [1, 2]))],
    ["the type", answer(array("int32", [2], [1, 2]))],
    ["a fact", answer(ONE, { structure: "tensor" })],
    ["a slot", { kind: "returned", tensors: { "output.1": ONE }, facts: {} }],
    ["a refusal", { kind: "threw", phase: "forward", class: "ValueError", message: "no" }],
  ])("is another for %s", (_, other) => {
    const zero = answer(array("float32", [2], [1, 0]));
    expect([bitsOf(answer(ONE)), bitsOf(zero)]).not.toContain(bitsOf(other));
  });

  test.each([
    ["float32", new Uint32Array([0x7fc00001]), new Uint32Array([0xffc00000]), Float32Array],
    [
      "float64",
      new BigUint64Array([0x7ff8000000000001n]),
      new BigUint64Array([0xfff8n << 48n]),
      Float64Array,
    ],
  ] as const)("takes any NaN of %s for one", (dtype, one, other, Store) => {
    const of = (bits: Uint32Array | BigUint64Array): Answer =>
      answer({ dtype, shape: [1], data: new Store(bits.buffer as ArrayBuffer) });
    expect(bitsOf(of(one))).toBe(bitsOf(of(other)));
  });

  test.each([
    ["float16", 0x7e00, 0xfe01],
    ["bfloat16", 0x7fc0, 0xffc1],
  ] as const)("takes any NaN of %s for one", (dtype, one, other) => {
    const of = (bits: number): Answer => answer(array(dtype, [1], [bits]));
    expect(bitsOf(of(one))).toBe(bitsOf(of(other)));
    expect(bitsOf(of(1))).not.toBe(bitsOf(of(2)));
  });

  test("leaves the answer as it is", () => {
    const data = new Float32Array(new Uint32Array([0x7fc00001]).buffer);
    bitsOf(answer({ dtype: "float32", shape: [1], data }));
    expect(new Uint32Array(data.buffer)).toEqual(new Uint32Array([0x7fc00001]));
  });
});
