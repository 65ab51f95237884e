import { memory, scratchInts } from "./memory.ts";
import { ELEMENTS, ranges, type Split } from "./split-parts.ts";

/** Bytes of a cache line: a part begins where one does. */
const LINE = 64;

/** kernels/strided.ts, along the first axis that has enough for all. */
export const copies: Split = (numbers, threads) => {
  const [width, from, to, dims, meta] = numbers as [number, number, number, number, number];
  const axes = Array.from(new Int32Array(memory.buffer, meta, 3 * dims));
  const sizes = axes.slice(0, dims);
  if (sizes.reduce((product, size) => product * size, 1) < ELEMENTS) return null;
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
