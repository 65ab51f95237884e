// float16 (IEEE 754 binary16) and bfloat16 as raw bits. Both directions round to nearest, ties to even.

import type { Dtype } from "./dtype.ts";

const word = new Uint32Array(1);
const real = new Float32Array(word.buffer);

/** The float32 value of float16 bits. */
export function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The float16 bits nearest to a number (which is rounded to float32 first, as PyTorch does). */
export function toFloat16(value: number): number {
  real[0] = value;
  const bits = word[0] as number;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude < 0x38800000) return sign | roundHalfEven(Math.abs(real[0] as number) * 2 ** 24);
  const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
  return sign | ((rounded - 0x38000000) >>> 13);
}

/** The float32 value of bfloat16 bits. */
export function fromBfloat16(bits: number): number {
  word[0] = bits << 16;
  return real[0] as number;
}

/** The bfloat16 bits nearest to a number (which is rounded to float32 first). */
export function toBfloat16(value: number): number {
  real[0] = value;
  const bits = word[0] as number;
  if ((bits & 0x7fffffff) > 0x7f800000) return 0x7fc0;
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
}

/** The rounding of a floating dtype: a number to the nearest one that the dtype has. */
export function rounderOf(dtype: Dtype): (value: number) => number {
  if (dtype === "float32") return Math.fround;
  if (dtype === "float16") return (value) => fromFloat16(toFloat16(value));
  if (dtype === "bfloat16") return (value) => fromBfloat16(toBfloat16(value));
  return (value) => value;
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
