import { hash } from "node:crypto";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { allocate, type Dtype, type NdArray, sizeOf } from "../array.ts";
import type { Argument, Draw } from "../sketch.ts";

/** Numbers from 0 to 1 that hang on a seed and on what they are for, and on nothing else. */
export function uniform(seed: number, purpose: string): () => number {
  const start = Number.parseInt(hash("sha256", `${seed} ${purpose}`).slice(0, 8), 16);
  const generator = xoroshiro128plus(start | 0);
  return () => uniformFloat64(generator);
}

/** An array of such numbers, from `low` to `high`. */
export function drawnArray(
  dtype: Dtype,
  shape: readonly number[],
  next: () => number,
  [low, high]: readonly [number, number] = [-2, 2],
): NdArray {
  return filled(dtype, shape, () => low + (high - low) * next());
}

/** The array that a draw asks for; plain ones are spread evenly from -2 to 2. */
export function arrayOf(draw: Draw, dtype: Dtype, next: () => number): NdArray {
  const own = draw.dtype ?? (draw.kind === "integers" ? "int64" : dtype);
  const { low, high, shape } = draw;
  if (draw.kind === "values") {
    const values = draw.values ?? [];
    return filled(own, shape, (i) => numberOf(values[i] ?? 0));
  }
  if (draw.kind === "integers") {
    const [from, to] = [low ?? 0, high ?? 10];
    return filled(own, shape, () => from + Math.floor((to - from) * next()));
  }
  if (draw.kind === "uniform") return drawnArray(own, shape, next, [low ?? 0, high ?? 1]);
  if (draw.kind === undefined) return drawnArray(own, shape, next);
  throw new RangeError(
    `a draw for a property must be plain, uniform, integers or values, came ${draw.kind}`,
  );
}

/** A part of a state as no layer starts with: no scale is 1, no offset 0, no variance negative, no two agree. */
export function partOfState(key: string, { dtype, shape }: NdArray, next: () => number): NdArray {
  if (!dtype.includes("float")) return filled(dtype, shape, () => 2 + Math.floor(7 * next()));
  if (key.endsWith("running_var")) return drawnArray(dtype, shape, next, [0.5, 2]);
  const reach = shape.length > 1 ? 2 / Math.sqrt(Math.max(1, sizeOf(shape.slice(1)))) : 1.5;
  return drawnArray(dtype, shape, next, [-reach, reach]);
}

/** A number of a sketch, which JSON may not be able to say. */
export function numberOf(value: Extract<Argument, number | { $float: unknown }>): number {
  if (typeof value === "number") return value;
  return { inf: Infinity, "-inf": -Infinity, nan: Number.NaN }[value.$float];
}

function filled(dtype: Dtype, shape: readonly number[], at: (i: number) => number): NdArray {
  const data = allocate(dtype, sizeOf(shape));
  for (let i = 0; i < data.length; i++) {
    if (data instanceof BigInt64Array) data[i] = BigInt(at(i));
    else data[i] = at(i);
  }
  return { dtype, shape, data };
}
