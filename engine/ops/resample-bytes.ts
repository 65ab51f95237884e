import { kernels, scratchInts } from "../memory.ts";
import { pin } from "../pin.ts";
import { sizeOf } from "../shape.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { clone, contiguous } from "./copy.ts";
import { rowsOf } from "./resample.ts";
import type { Taps } from "./resample-taps.ts";

/**
 * As resample, of uint8: after each axis sums are rounded and kept between 0 and 255. Weights are rounded too, to whole numbers
 * of 16 bits, in the smallest unit in which the greatest of an axis fits.
 */
export function resampleBytes(x: Tensor, axes: readonly (Taps | null)[]): Tensor {
  if (axes.every((taps) => taps === null)) return clone(x);
  return axes.reduceRight<Tensor>((part, taps, i) => {
    if (taps === null) return part;
    const axis = x.ndim - axes.length + i;
    return resampleAxis(part, axis, taps);
  }, contiguous(x));
}

function resampleAxis(x: Tensor, axis: number, taps: Taps): Tensor {
  const joined = taps.map(joinEqualPlaces);
  const precision = precisionFor(joined.reduce((most, { peak }) => Math.max(most, peak), 0));
  const weights = joined.flatMap((row) => row.weights.map((w) => rounded(w * 2 ** precision)));
  const out = emptyTensor(x.shape.with(axis, taps.length), "uint8");
  const [outer, inner] = [sizeOf(x.shape.slice(0, axis)), sizeOf(x.shape.slice(axis + 1))];
  pin([x, out], 1, (source, target) =>
    kernels.resample_bytes(
      ...[outer, x.shape[axis] as number, taps.length, inner],
      ...[scratchInts(rowsOf(joined)), scratchInts(weights), precision],
      ...[source as number, target as number],
    ),
  );
  return out;
}

type Row = Taps[number];

/** A row with one weight a place; and the greatest weight that there was while they were summed up. */
function joinEqualPlaces({ places, weights }: Row): Row & { readonly peak: number } {
  const sums = new Map<number, number>();
  let peak = 0;
  places.forEach((place, k) => {
    const sum = (sums.get(place) ?? 0) + (weights[k] as number);
    sums.set(place, sum);
    peak = Math.max(peak, sum);
  });
  return { places: [...sums.keys()], weights: [...sums.values()], peak };
}

/** The most binary digits behind the point with which `peak` is below 2^15; at most 22. */
function precisionFor(peak: number): number {
  let digits = 0;
  while (digits < 22 && Math.trunc(0.5 + peak * 2 ** (digits + 1)) < 2 ** 15) digits++;
  return digits;
}

/** To the nearest whole number, halves away from zero. */
function rounded(value: number): number {
  return Math.trunc(value < 0 ? value - 0.5 : value + 0.5);
}
