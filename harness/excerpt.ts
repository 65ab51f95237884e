import { allocate, type Dtype, type NdArray, sizeOf } from "./array.ts";
import type { Returned } from "./case.ts";
import { sha256 } from "./sha256.ts";
import { showShape } from "./show.ts";

/** The golden ratio's part below one: its multiples lie as evenly as can be, however many there are. */
const STRIDE = 0.6180339887498949;

/** A tensor that need not be copied whole to be looked at. */
export interface Readable {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  whole(): NdArray;
  /** The elements of these numbers in C order, in one axis. */
  at(places: readonly number[]): NdArray;
  /** All elements in C order, some at a time; the next ones may lie where the last ones lay. */
  pieces(): Iterable<NdArray>;
}

/** What is kept of an answer: all, or, for a call with a `sample`, what `Returned` in case.ts says. */
export class Kept {
  readonly tensors: Record<string, NdArray> = {};
  readonly facts: Record<string, string> = {};
  readonly #sample: number;

  constructor(sample = Number.POSITIVE_INFINITY) {
    this.#sample = sample;
  }

  put(slot: string, tensor: Readable): void {
    const n = sizeOf(tensor.shape);
    if (n <= this.#sample) {
      this.tensors[slot] = tensor.whole();
    } else {
      this.tensors[slot] = tensor.at(places(n, this.#sample));
      this.facts[`whole.${slot}`] = showShape(tensor.shape);
    }
  }
}

/** An array to be read. */
export function readable(array: NdArray): Readable {
  const { dtype, shape, data } = array;
  return {
    dtype,
    shape,
    whole: () => array,
    at: (picked) => {
      const some = allocate(dtype, picked.length);
      picked.forEach((place, i) => {
        some[i] = data[place] as never;
      });
      return { dtype, shape: [picked.length], data: some };
    },
    pieces: () => [array],
  };
}

/** 0, step, 2 step, ... modulo n, where step and n have no divisor in common. */
export function places(n: number, count: number): number[] {
  let step = Math.max(Math.floor(n * STRIDE), 1);
  while (commonDivisor(step, n) !== 1) step++;
  return Array.from({ length: count }, (_, i) => (i * step) % n);
}

/** SHA-256 of the elements' bytes, as they lie in memory: little-endian on every machine that runs this. */
export function digest(tensor: Readable): string {
  return sha256(bytesOfAll(tensor.pieces()));
}

function* bytesOfAll(pieces: Iterable<NdArray>): Generator<Uint8Array> {
  for (const { data } of pieces) {
    yield new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  }
}

/** The shape of a tensor of which a sample is kept; null where it is kept whole. */
export function wholeShapeOf(facts: Returned["facts"], slot: string): number[] | null {
  const shape = Object.hasOwn(facts, `whole.${slot}`) ? facts[`whole.${slot}`] : undefined;
  return shape === undefined ? null : (shape.match(/\d+/g) ?? []).map(Number);
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
