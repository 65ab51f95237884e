import { hash } from "node:crypto";
import { allocate, type NdArray, sizeOf } from "./array.ts";
import type { Returned } from "./case.ts";
import { showShape } from "./show.ts";

/** The golden ratio's part below one: its multiples lie as evenly as can be, however many there are. */
const STRIDE = 0.6180339887498949;

/** What is kept of an answer: all, or, for a call with a `sample`, what `Returned` in case.ts says. */
export class Kept {
  readonly tensors: Record<string, NdArray> = {};
  readonly facts: Record<string, string> = {};
  readonly #sample: number;

  constructor(sample = Number.POSITIVE_INFINITY) {
    this.#sample = sample;
  }

  put(slot: string, array: NdArray): void {
    if (this.#sample < Number.POSITIVE_INFINITY && slot.startsWith("initial.")) {
      this.facts[`sha256.${slot}`] = digest(array);
      return;
    }
    const kept = sampled(array, this.#sample);
    this.tensors[slot] = kept;
    if (kept !== array) this.facts[`whole.${slot}`] = showShape(array.shape);
  }
}

/** `count` of the elements in one axis, where there are more. */
export function sampled(array: NdArray, count: number): NdArray {
  const n = sizeOf(array.shape);
  if (n <= count) return array;
  const data = allocate(array.dtype, count);
  places(n, count).forEach((place, i) => {
    data[i] = array.data[place] as never;
  });
  return { dtype: array.dtype, shape: [count], data };
}

/** 0, step, 2 step, ... modulo n, where step and n have no divisor in common. */
export function places(n: number, count: number): number[] {
  let step = Math.max(Math.floor(n * STRIDE), 1);
  while (commonDivisor(step, n) !== 1) step++;
  return Array.from({ length: count }, (_, i) => (i * step) % n);
}

/** SHA-256 of the elements' bytes, as they lie in memory: little-endian on every machine that runs this. */
export function digest({ data }: NdArray): string {
  return hash("sha256", new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

/** The shape of a tensor of which a sample is kept; null where it is kept whole. */
export function wholeShapeOf(facts: Returned["facts"], slot: string): number[] | null {
  const shape = Object.hasOwn(facts, `whole.${slot}`) ? facts[`whole.${slot}`] : undefined;
  return shape === undefined ? null : (shape.match(/\d+/g) ?? []).map(Number);
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
