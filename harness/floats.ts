import type { Dtype, NdArray } from "./array.ts";

/** The floating types. */
export type FloatDtype = Extract<Dtype, "float64" | "float32" | "float16" | "bfloat16">;

/** 2^-p for a significand of p bits: the greatest relative error of one rounding. */
export const UNIT_ROUNDOFF: Readonly<Record<FloatDtype, number>> = {
  float64: 2 ** -53,
  float32: 2 ** -24,
  float16: 2 ** -11,
  bfloat16: 2 ** -8,
};

const SMALLEST_NORMAL: Readonly<Record<FloatDtype, number>> = {
  float64: 2 ** -1022,
  float32: 2 ** -126,
  float16: 2 ** -14,
  bfloat16: 2 ** -126,
};

export function isFloat(dtype: Dtype): dtype is FloatDtype {
  return Object.hasOwn(UNIT_ROUNDOFF, dtype);
}

/** The elements as numbers; float16 and bfloat16 are decoded, float64 and float32 given as they are. */
export function numbersOf({ dtype, data }: NdArray): Float64Array | Float32Array {
  if (data instanceof Float64Array || data instanceof Float32Array) return data;
  if (dtype === "bfloat16") return fromBfloat16(data as Uint16Array);
  if (dtype === "float16") return fromFloat16(data as Uint16Array);
  throw new TypeError(`numbersOf: dtype must be floating, came ${dtype}`);
}

const scratch = new Float64Array(1);
const scratchBits = new Uint32Array(scratch.buffer);

/** The distance of neighbouring numbers of `dtype` near `x`: one unit in the last place. */
export function spacing(x: number, dtype: FloatDtype): number {
  scratch[0] = Math.max(Math.abs(x), SMALLEST_NORMAL[dtype]);
  scratchBits[1] = (scratchBits[1] ?? 0) & 0x7ff00000;
  scratchBits[0] = 0;
  return (scratch[0] ?? 0) * 2 * UNIT_ROUNDOFF[dtype];
}

function fromBfloat16(bits: Uint16Array): Float32Array {
  const wide = new Uint32Array(bits.length);
  for (let i = 0; i < bits.length; i++) wide[i] = (bits[i] ?? 0) << 16;
  return new Float32Array(wide.buffer);
}

function fromFloat16(bits: Uint16Array): Float32Array {
  return Float32Array.from(bits, float16);
}

function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
