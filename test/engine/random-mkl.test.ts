import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  bernoulli,
  exponential,
  Generator,
  randomBetween,
  truncatedNormal,
  uniform,
} from "#engine/random/index";
import recorded from "./recorded/mkl.json" with { type: "json" };

describe("profile torch-2.6-mkl draws from Intel MKL's stream", () => {
  for (const { generator: seed, p, count, head, digest } of recorded.bernoulli) {
    test(`masks of seed ${seed}, p = ${p}, bit for bit`, () => {
      const generator = new Generator("torch-2.6-mkl").manualSeed(seed);
      const mask = new Uint8Array(count);
      bernoulli(generator, mask, "bool", p);
      expect(mask.subarray(0, head.length).join("")).toBe(head);
      expect(createHash("sha256").update(mask).digest("hex")).toBe(digest);
      expect(generator.random()).toBe(secondDraw(seed));
    });
  }

  // On CPUs that are not Intel's, MKL rounds its uniforms from float64, on Intel's from the integer: they lie up to 2^-24 apart.
  for (const { generator: seed, rate, values } of recorded.exponential) {
    test(`exponentials of seed ${seed}, rate ${rate}, within 2 ulp and that difference`, () => {
      const generator = new Generator("torch-2.6-mkl").manualSeed(seed);
      const want = new Float32Array(new Uint8Array(Buffer.from(values, "base64")).buffer);
      const got = new Float32Array(want.length);
      exponential(generator, got, "float32", rate);
      expect(want.length).toBe(500);
      want.forEach((value, i) => {
        const slope = Math.exp(value * rate) / rate;
        const limit = 2 * 2 ** -23 * value + 2 ** -24 * slope;
        expect(Math.abs((got[i] as number) - value)).toBeLessThanOrEqual(limit);
      });
    });
  }

  test("and keeps 32-bit draws for ranges from 2^28 on", () => {
    const range = 2 ** 30;
    const generator = new Generator("torch-2.6-mkl").manualSeed(1);
    const got = new Int32Array(1);
    randomBetween(generator, got, "int32", 0, range);
    expect(got[0]).toBe(new Generator().manualSeed(1).random() % range);
  });

  test("and refuses what is not known of those releases", () => {
    const generator = new Generator("torch-2.6-mkl");
    expect(() => uniform(generator, new Uint16Array(2), "float16")).toThrow(
      "uniform_: a generator of profile torch-2.6-mkl does not draw this as that release did",
    );
    expect(() => truncatedNormal(generator, new Float32Array(2), "float32")).toThrow(
      "trunc_normal_: a generator of profile torch-2.6-mkl",
    );
  });
});

function secondDraw(seed: number): number {
  const generator = new Generator().manualSeed(seed);
  generator.random();
  return generator.random();
}
