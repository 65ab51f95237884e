import { check } from "../errors.ts";
import { kernels, scratchInts } from "../memory.ts";
import { pin } from "../pin.ts";
import { type Shape, showShape, sizeOf } from "../shape.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { contiguous, to } from "./copy.ts";

/** Where the bins of one output axis begin and end on the input. */
export interface Bins {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Bin i of `count` runs from ⌊i size / count⌋ to ⌈(i + 1) size / count⌉: bins may overlap, and be more than there are elements. */
export function adaptiveBins(size: number, count: number): Bins {
  const numbers = Array.from({ length: count }, (_, i) => i);
  return {
    starts: numbers.map((i) => Math.floor((i * size) / count)),
    ends: numbers.map((i) => Math.ceil(((i + 1) * size) / count)),
  };
}

/** The `meta` of engine/kernels/bins.ts. */
export function metaOfBins(sizes: Shape, bins: readonly Bins[]): number[] {
  const ones = new Array<number>(3 - sizes.length).fill(1);
  const all = [...ones.map(() => ({ starts: [0], ends: [1] })), ...bins];
  const counts = all.map(({ starts }) => starts.length);
  return [...ones, ...sizes, ...counts, ...all.flatMap(({ starts, ends }) => [...starts, ...ends])];
}

/** The greatest of each bin of `planes` planes that lie at `pointers`: image, values, indices. */
export function maximaOfBins(
  type: "float32" | "float64",
  meta: readonly number[],
  planes: number,
  [image, values, index]: readonly [number, number, number],
): void {
  const kernel = type === "float32" ? kernels.bin_max_f32 : kernels.bin_max_f64;
  kernel(scratchInts(meta), planes, image, values, index);
}

/** The mean of each bin, of contiguous float32 or float64 planes. */
export function meansOfBins(x: Tensor, lead: Shape, bins: readonly Bins[]): Tensor {
  const sizes = x.shape.slice(lead.length);
  const out = emptyTensor([...lead, ...bins.map(({ starts }) => starts.length)], x.dtype);
  const kernel = x.dtype === "float32" ? kernels.bin_mean_f32 : kernels.bin_mean_f64;
  pin([contiguous(x), out], 1, (from, into) =>
    kernel(scratchInts(metaOfBins(sizes, bins)), sizeOf(lead), from as number, into as number),
  );
  return out;
}

/** Zeros of `shape`, each element of `g` shared out evenly over its bin. Half types are added up in float32. */
export function shareOverBins(g: Tensor, shape: Shape, bins: readonly Bins[]): Tensor {
  const lead = shape.slice(0, -bins.length);
  const type = g.dtype === "float64" ? "float64" : "float32";
  const out = emptyTensor(shape, type);
  const kernel = type === "float32" ? kernels.bin_mean_image_f32 : kernels.bin_mean_image_f64;
  const meta = metaOfBins(shape.slice(lead.length), bins);
  pin([contiguous(to(g, type)), out], 1, (from, into) =>
    kernel(scratchInts(meta), sizeOf(lead), from as number, into as number),
  );
  return to(out, g.dtype);
}

/** Refuses a gradient that has no elements, but for an empty batch. */
export function checkGradient(where: string, g: Tensor): void {
  const empty = g.shape.findIndex((n, i) => n === 0 && i > 0);
  check(
    empty < 0,
    where,
    () =>
      `${where}(): Expected grad_output to have non-zero size for non-batch dimensions, but grad_output has sizes ${showShape(g.shape)} with dimension ${empty} being empty`,
  );
}
