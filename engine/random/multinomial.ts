import { type Dtype, isFloating, SCALAR_TYPE } from "../dtype.ts";
import { check } from "../errors.ts";
import { rounderOf } from "../half.ts";
import { exponential } from "./continuous.ts";
import type { Generator } from "./generator.ts";

/** Weights of the categories of each row, in C order, as plain numbers of a floating dtype. */
export interface Weights {
  readonly values: ArrayLike<number>;
  readonly dtype: Dtype;
  readonly rows: number;
  readonly categories: number;
}

/**
 * torch.multinomial: `samples` category numbers per row, row after row.
 * With replacement by search in the running sums; without, or for one sample, the largest of weight / Exp(1), in falling order.
 * https://docs.pytorch.org/docs/stable/generated/torch.multinomial.html
 */
export function multinomial(
  generator: Generator,
  weights: Weights,
  samples: number,
  replacement = false,
): Int32Array<ArrayBuffer> {
  checkSamples(weights, samples, replacement);
  const out = new Int32Array(weights.rows * samples);
  if (replacement && samples > 1) {
    for (let row = 0; row < weights.rows; row++) {
      const sums = runningSums(weights, row);
      for (let i = 0; i < samples; i++)
        out[row * samples + i] = search(sums, generator.uniform53());
    }
    return out;
  }
  checkWeights(weights);
  const quotients = raced(generator, weights);
  for (let row = 0; row < weights.rows; row++) {
    const part = quotients.subarray(row * weights.categories, (row + 1) * weights.categories);
    out.set(largest(part, samples), row * samples);
  }
  return out;
}

function checkSamples(weights: Weights, samples: number, replacement: boolean): void {
  const { dtype, categories } = weights;
  check(
    isFloating(dtype),
    "multinomial",
    () => `multinomial only supports floating-point dtypes for input, got: ${SCALAR_TYPE[dtype]}`,
  );
  check(samples > 0, "multinomial", () => `cannot sample n_sample <= 0 samples, got ${samples}`);
  check(
    replacement || samples <= categories,
    "multinomial",
    () =>
      `cannot sample n_sample > prob_dist.size(-1) samples without replacement, got ${samples} of ${categories}`,
  );
  check(
    categories <= 2 ** 24,
    "multinomial",
    () => `number of categories cannot exceed 2^24, got ${categories}`,
  );
}

/** Cumulative weights over their sum, in the dtype (halves in float32); the last one is 1. */
function runningSums({ values, dtype, categories }: Weights, row: number): Float64Array {
  const round = dtype === "float64" ? (x: number) => x : Math.fround;
  const sums = new Float64Array(categories);
  let sum = 0;
  for (let i = 0; i < categories; i++) {
    const weight = values[row * categories + i] as number;
    check(
      weight >= 0,
      "multinomial",
      () => `invalid multinomial distribution (encountering probability entry < 0), got ${weight}`,
    );
    check(
      weight < Number.POSITIVE_INFINITY,
      "multinomial",
      () =>
        `invalid multinomial distribution (encountering probability entry = infinity or NaN), got ${weight}`,
    );
    sum = round(sum + weight);
    sums[i] = sum;
  }
  checkSum(sum);
  for (let i = 0; i < categories; i++) sums[i] = round((sums[i] as number) / sum);
  sums[categories - 1] = 1;
  return sums;
}

function checkSum(sum: number): void {
  check(
    sum > 0,
    "multinomial",
    () => `invalid multinomial distribution (sum of probabilities <= 0), got ${sum}`,
  );
}

/** The first place whose running sum reaches u. */
function search(sums: Float64Array, u: number): number {
  let low = 0;
  let high = sums.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sums[middle] as number) < u) low = middle + 1;
    else high = middle;
  }
  return low;
}

function checkWeights({ values, rows, categories }: Weights): void {
  for (let i = 0; i < values.length; i++) {
    const weight = values[i] as number;
    check(
      weight >= 0 && weight < Number.POSITIVE_INFINITY,
      "multinomial",
      () => `probability tensor contains either \`inf\`, \`nan\` or element < 0, got ${weight}`,
    );
  }
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let i = 0; i < categories; i++) sum += values[row * categories + i] as number;
    checkSum(sum);
  }
}

/** weight / Exp(1), both in the dtype. */
function raced(generator: Generator, { values, dtype }: Weights): Float64Array {
  const drawn = new Float64Array(values.length);
  const round = rounderOf(dtype);
  exponential(generator, drawn, dtype === "float64" ? "float64" : "float32");
  return drawn.map((time, i) => round((values[i] as number) / round(time)));
}

function largest(values: Float64Array, count: number): number[] {
  const order = Array.from(values.keys());
  order.sort((a, b) => (values[b] as number) - (values[a] as number) || a - b);
  return order.slice(0, count);
}
