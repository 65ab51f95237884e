import { intsAt, scratchInts } from "./memory.ts";
import { ELEMENTS, productOf, ranges, type Split } from "./split-parts.ts";

/** Bytes of a cache line: a part begins where one does. */
const LINE = 64;

/** kernels/strided.ts, along the first axis that has enough for all. */
export const copies: Split = (numbers, threads) => {
  const [width, from, to, dims, meta] = numbers as [number, number, number, number, number];
  // Before anything else: most calls are small.
  if (productOf(intsAt(meta, dims)) < ELEMENTS) return null;
  const axes = intsAt(meta, 3 * dims);
  const sizes = axes.slice(0, dims);
  const axis = Math.max(
    sizes.findIndex((size) => size >= threads),
    0,
  );
  const [stepFrom, stepTo] = [axes[dims + axis] as number, axes[2 * dims + axis] as number];
  const unit = stepFrom === 1 || stepTo === 1 ? LINE / width : 1;
  return ranges(sizes[axis] as number, threads, unit).map((range) => [
    ...[width, from + range.from * stepFrom * width, to + range.from * stepTo * width],
    ...[dims, scratchInts(axes.with(axis, range.count))],
  ]);
};
