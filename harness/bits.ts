import type { NdArray } from "./array.ts";
import type { Answer } from "./case.ts";
import type { Unsupported } from "./engine.ts";
import { isFloat, numbersOf } from "./floats.ts";
import { sha256 } from "./sha256.ts";

/**
 * SHA-256 over all of an answer, its order included: two answers have the same one if they are the same to the last bit.
 * Every NaN counts as one, as the bits of a NaN are not said to be the same from one run to the next.
 */
export function bitsOf(answer: Answer | Unsupported | null): string {
  const tensors = answer?.kind === "returned" ? Object.values(answer.tensors) : [];
  const head = JSON.stringify(answer, (_, value) => (isArray(value) ? formOf(value) : value));
  return sha256([new TextEncoder().encode(head), ...tensors.map(plainBytes)]);
}

function isArray(value: unknown): value is NdArray {
  return typeof value === "object" && value !== null && "data" in value && "dtype" in value;
}

function formOf({ dtype, shape }: NdArray): string {
  return `${dtype} ${shape.join()}`;
}

/** The bytes of the elements, each NaN with the bits that JavaScript gives its own. */
function plainBytes(array: NdArray): Uint8Array {
  const data = isFloat(array.dtype) ? numbersOf(array).slice() : array.data;
  if (data instanceof Float32Array || data instanceof Float64Array) {
    for (let i = 0; i < data.length; i++) if (Number.isNaN(data[i])) data[i] = Number.NaN;
  }
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
