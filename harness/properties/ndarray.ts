import { allocate, type NdArray, sizeOf } from "../array.ts";

/** The entries of an axis at these places, in their order. */
export function take(array: NdArray, axis: number, places: readonly number[]): NdArray {
  const { shape, dtype, data } = array;
  const size = shape[axis] ?? 1;
  const inner = sizeOf(shape.slice(axis + 1));
  const outer = sizeOf(shape.slice(0, axis));
  const taken = allocate(dtype, outer * places.length * inner);
  places.forEach((place, at) => {
    for (let o = 0; o < outer; o++) {
      const start = (o * size + place) * inner;
      // The same kind of typed array on both sides, which the compiler cannot know.
      taken.set(data.subarray(start, start + inner) as never, (o * places.length + at) * inner);
    }
  });
  return { dtype, shape: shape.with(axis, places.length), data: taken };
}

/** The entries of an axis from one place to before another. */
export function cut(array: NdArray, axis: number, from: number, to: number): NdArray {
  return take(array, axis, upTo(to).slice(from));
}

/** Arrays laid one behind the other along an axis. */
export function join(arrays: readonly NdArray[], axis: number): NdArray {
  const [first] = arrays;
  if (first === undefined) throw new RangeError("join: there must be an array");
  const sizes = arrays.map(({ shape }) => shape[axis] ?? 0);
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  const inner = sizeOf(first.shape.slice(axis + 1));
  const outer = sizeOf(first.shape.slice(0, axis));
  const data = allocate(first.dtype, outer * whole * inner);
  let before = 0;
  arrays.forEach((array, k) => {
    const block = (sizes[k] ?? 0) * inner;
    for (let o = 0; o < outer; o++) {
      const part = array.data.subarray(o * block, (o + 1) * block);
      data.set(part as never, o * whole * inner + before);
    }
    before += block;
  });
  return { dtype: first.dtype, shape: first.shape.with(axis, whole), data };
}

/** Each element made of those in its place: a sum with weights, in float64, rounded once. */
export function combined(terms: readonly (readonly [weight: number, array: NdArray])[]): NdArray {
  const [first] = terms;
  if (first === undefined) throw new RangeError("combined: there must be a term");
  const { dtype, shape, data } = first[1];
  const sum = allocate(dtype, data.length);
  for (let i = 0; i < sum.length; i++) {
    sum[i] = terms.reduce((total, [weight, array]) => total + weight * Number(array.data[i]), 0);
  }
  return { dtype, shape, data: sum };
}

/** An array with each number changed. */
export function changed(array: NdArray, change: (x: number, i: number) => number): NdArray {
  const data = allocate(array.dtype, array.data.length);
  for (let i = 0; i < data.length; i++) data[i] = change(Number(array.data[i]), i);
  return { ...array, data };
}

/** The same numbers in another shape. */
export function reshaped(array: NdArray, shape: readonly number[]): NdArray {
  return { ...array, shape };
}

/** The array with its axes in another order. */
export function transposed(array: NdArray, order: readonly number[]): NdArray {
  const { shape, dtype, data } = array;
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const turned = order.map((axis) => shape[axis] ?? 1);
  const steps = order.map((axis) => strides[axis] ?? 1);
  const moved = allocate(dtype, data.length);
  const at = turned.map(() => 0);
  for (let i = 0; i < moved.length; i++) {
    moved[i] = data[at.reduce((sum, n, axis) => sum + n * (steps[axis] ?? 0), 0)] as never;
    for (let axis = at.length - 1; axis >= 0; axis--) {
      at[axis] = (at[axis] ?? 0) + 1;
      if ((at[axis] ?? 0) < (turned[axis] ?? 0)) break;
      at[axis] = 0;
    }
  }
  return { dtype, shape: turned, data: moved };
}

/** The sum of all products of two arrays' elements. */
export function dot(a: NdArray, b: NdArray): number {
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += Number(a.data[i]) * Number(b.data[i]);
  return sum;
}

/** The greatest magnitude; 0 of nothing. */
export function greatest({ data }: NdArray): number {
  let most = 0;
  for (const x of data) most = Math.max(most, Math.abs(Number(x)));
  return most;
}

/** 0, 1, ... below `count`. */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
