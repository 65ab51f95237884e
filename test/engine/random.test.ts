import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { allocate, type Dtype, type Elements } from "#engine/dtype";
import { EngineError } from "#engine/errors";
import {
  bernoulli,
  bernoulliTensor,
  cauchy,
  exponential,
  Generator,
  geometric,
  logNormal,
  multinomial,
  normal,
  randomBetween,
  randomFull,
  randperm,
  truncatedNormal,
  uniform,
} from "#engine/random/index";
import recorded from "./recorded/random.json" with { type: "json" };

type Argument = number | string | null;
type Sampler = (g: Generator, out: Elements, dtype: Dtype, args: readonly Argument[]) => void;

const SAMPLERS: Readonly<Record<string, Sampler>> = {
  uniform: (g, out, dtype, [from, to]) => uniform(g, out, dtype, Number(from), Number(to)),
  normal: (g, out, dtype, [mean, std]) => normal(g, out, dtype, Number(mean), Number(std)),
  normalScalar: (g, out, dtype, [mean, std]) =>
    normal(g, out, dtype, Number(mean), Number(std), false),
  bernoulli: (g, out, dtype, [p]) => bernoulli(g, out, dtype, Number(p)),
  exponential: (g, out, dtype, [lambda]) => exponential(g, out, dtype, Number(lambda)),
  geometric: (g, out, dtype, [p]) => geometric(g, out, dtype, Number(p)),
  logNormal: (g, out, dtype, [mean, std]) => logNormal(g, out, dtype, Number(mean), Number(std)),
  cauchy: (g, out, dtype, [median, sigma]) => cauchy(g, out, dtype, Number(median), Number(sigma)),
  randomFull: (g, out, dtype) => randomFull(g, out, dtype),
  randomBetween: (g, out, dtype, [from, to]) =>
    randomBetween(g, out, dtype, BigInt(from as string), to == null ? null : BigInt(to)),
  truncatedNormal: (g, out, dtype, args) => {
    const [mean, std, a, b] = args.map(Number);
    truncatedNormal(g, out, dtype, mean, std, a, b);
  },
};

describe("every sampler draws what PyTorch draws", () => {
  for (const draw of recorded.draws) {
    const dtype = draw.dtype as Dtype;
    const title = `${draw.method}(${draw.arguments.join(", ")}) of ${draw.count} ${dtype}`;
    test(title, () => {
      const generator = new Generator().manualSeed(draw.seed);
      const got = allocate(dtype, draw.count);
      (SAMPLERS[draw.method] as Sampler)(generator, got, dtype, draw.arguments);
      const want = Buffer.from(draw.head, "base64");
      if (draw.digest === null) {
        expect(draw.count * 8).toBe(want.length);
        const isPower = draw.method === "logNormal";
        expect(worstUlp(float64Of(want), got as Float64Array, isPower)).toBeLessThanOrEqual(2);
      } else {
        expect(bytesOf(got).subarray(0, want.length).toString("hex")).toBe(want.toString("hex"));
        expect(digestOf(got)).toBe(draw.digest);
      }
      expectState(generator, draw.state);
    });
  }
});

describe("what PyTorch refuses", () => {
  for (const row of recorded.refusals) {
    test(`${row.method}(${row.arguments.join(", ")}) of ${row.dtype} is refused: ${row.message}`, () => {
      const dtype = row.dtype as Dtype;
      const args = row.arguments.map((a) => a?.replace("inf", "Infinity") ?? null);
      const sample = SAMPLERS[row.method] as Sampler;
      const refused = refusalOf(() => sample(new Generator(), allocate(dtype, 4), dtype, args));
      expect(refused.class).toBe(row.class);
      expect(comparable(refused.message)).toContain(comparable(row.message));
    });
  }
});

describe("the state", () => {
  for (const row of recorded.states) {
    test(`of seed ${row.seed} is PyTorch's, byte for byte, and goes on the same`, () => {
      const generator = new Generator().manualSeed(BigInt(row.seed));
      expect(generator.initialSeed().toString()).toBe(row.initialSeed);
      expectState(generator, row.fresh);
      const saved = Buffer.from(row.saved, "base64");
      generator.setState(saved);
      expect(Buffer.from(generator.getState()).equals(saved)).toBe(true);
      const copy = generator.clone();
      for (const stream of [generator, copy]) {
        const flat = new Float32Array(40);
        const few = new Float32Array(3);
        uniform(stream, flat, "float32");
        normal(stream, few, "float32");
        const hash = createHash("sha256").update(bytesOf(flat)).update(bytesOf(few));
        expect(hash.digest("hex")).toBe(row.after);
      }
    });
  }

  test("after three normals and 700 uniforms holds the same words and a normal within 2 ulp", () => {
    for (const row of recorded.states) {
      const generator = new Generator().manualSeed(BigInt(row.seed));
      normal(generator, new Float32Array(3), "float32");
      uniform(generator, new Float32Array(700), "float32");
      normal(generator, new Float64Array(4), "float64");
      const want = Buffer.from(row.saved, "base64");
      const got = Buffer.from(generator.getState());
      expect(got.subarray(0, 5016).equals(want.subarray(0, 5016))).toBe(true);
      expect(got.readInt32LE(5040)).toBe(want.readInt32LE(5040));
      expect(worstUlp([want.readDoubleLE(5024)], [got.readDoubleLE(5024)])).toBeLessThanOrEqual(2);
    }
  });

  test("that is broken is refused", () => {
    const generator = new Generator();
    expect(() => generator.setState(new Uint8Array(10))).toThrow(
      "set_state: Expected a CPUGeneratorImplState of size 5056 but found the input RNG state size to be 10",
    );
    expect(() => generator.setState(new Uint8Array(5056))).toThrow("Invalid mt19937 state");
  });
});

describe("seeds", () => {
  test("outside 64 bits or not whole are refused", () => {
    const generator = new Generator();
    for (const seed of [2n ** 64n, -(2n ** 63n) - 1n]) {
      expect(() => generator.manualSeed(seed)).toThrow("Overflow when unpacking long long");
    }
    expect(() => generator.manualSeed(1.5)).toThrow("expected a long, but got 1.5");
  });

  test("that nobody chose differ and fit 53 bits", () => {
    const generator = new Generator();
    const first = generator.seed();
    expect(generator.initialSeed()).toBe(first);
    expect(first < 2n ** 53n).toBe(true);
    expect(generator.seed()).not.toBe(first);
  });

  test("give 64 bits as two draws, the high half first", () => {
    const pair = new Generator();
    const [high, low] = [pair.random(), pair.random()];
    expect(new Generator().random64()).toBe((BigInt(high) << 32n) | BigInt(low));
  });
});

describe("permutations and choices", () => {
  for (const { n, digest, state } of recorded.permutations) {
    test(`randperm(${n})`, () => {
      const generator = new Generator().manualSeed(n);
      expect(digestOf(randperm(generator, n))).toBe(digest);
      expectState(generator, state);
    });
  }

  for (const row of recorded.multinomials) {
    const how = row.replacement ? "with" : "without";
    test(`${row.samples} of ${row.categories} ${row.dtype}, ${row.rows} rows, ${how} replacement`, () => {
      const generator = new Generator().manualSeed(5);
      const weights = { ...row, values: row.weights, dtype: row.dtype as Dtype };
      const got = multinomial(generator, weights, row.samples, row.replacement);
      expect(Array.from(got)).toEqual(row.chosen);
      expectState(generator, row.state);
    });
  }

  for (const { dtype, p, mask, state } of recorded.probabilities) {
    test(`bernoulli of ${dtype} probabilities`, () => {
      const generator = new Generator().manualSeed(4);
      const got = new Int32Array(p.length);
      bernoulliTensor(generator, got, "int32", p, dtype as Dtype);
      expect(Array.from(got)).toEqual(mask);
      expectState(generator, state);
    });
  }
});

function refusalOf(body: () => void): EngineError {
  try {
    body();
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

/** A message without what differs between two languages: how a number is written, and the name in front. */
function comparable(message: string): string {
  return message
    .replace(/^\w+: /, "")
    .replace(/^(uniform_|normal|random_) expects/, "expects")
    .replace(/e\+(\d)/g, "e$1")
    .replace(/Infinity/g, "inf")
    .replace(/NaN/g, "nan")
    .replace(/ \(Could this error.*/, "");
}

/** The whole state, bit for bit, but for the kept normal: that may differ from the C library's in its last bits. */
function expectState(generator: Generator, want: { digest: string; kept: number }): void {
  const got = Buffer.from(generator.getState());
  expect(worstUlp([want.kept], [got.readDoubleLE(5024)])).toBeLessThanOrEqual(2);
  got.writeDoubleLE(0, 5024);
  expect(createHash("sha256").update(got).digest("hex")).toBe(want.digest);
}

function digestOf(elements: Elements): string {
  return createHash("sha256").update(bytesOf(elements)).digest("hex");
}

function bytesOf(elements: Elements): Buffer {
  return Buffer.from(elements.buffer, elements.byteOffset, elements.byteLength);
}

function float64Of(bytes: Buffer): Float64Array {
  return new Float64Array(new Uint8Array(bytes).buffer);
}

/**
 * The largest distance of two lists, in units of the last place of the wanted number.
 * Where the numbers are powers of e, and a unit may also come from the last place of the exponent.
 */
function worstUlp(want: ArrayLike<number>, got: ArrayLike<number>, isPower = false): number {
  let worst = 0;
  for (let i = 0; i < want.length; i++) {
    const value = want[i] as number;
    const unit = isPower ? Math.max(ulpOf(value), ulpOf(Math.log(value)) * value) : ulpOf(value);
    const off = Math.abs((got[i] as number) - value) / unit;
    if (!(off <= worst)) worst = off;
  }
  return worst;
}

function ulpOf(value: number): number {
  return 2 ** (Math.floor(Math.log2(Math.max(Math.abs(value), 2 ** -1000))) - 52);
}
