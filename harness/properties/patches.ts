import { allocate, type NdArray, sizeOf } from "../array.ts";
import type { Call } from "../case.ts";
import { upTo } from "./ndarray.ts";
import { perAxis } from "./related.ts";

/** Along one axis of space, for each window and each tap of it, the place that it reads; -1 is a zero. */
type Places = readonly (readonly number[])[];

/**
 * All patches of an input of shape (samples, channels, space) that a convolution or Unfold looks at, gathered one number at a
 * time: (samples, windows, channels x taps).
 */
export function patchesOf(call: Call, x: NdArray, kernel: readonly number[]): NdArray {
  const [samples = 1, channels = 1, ...space] = x.shape;
  const places = space.map((size, axis) => placesAlong(call, size, kernel, axis));
  const windows = places.map(({ length }) => length);
  const [count, taps] = [sizeOf(windows), sizeOf(kernel)];
  const data = allocate(x.dtype, samples * count * channels * taps);
  let at = 0;
  for (const sample of upTo(samples)) {
    for (const window of upTo(count)) {
      const start = unravel(window, windows);
      for (const channel of upTo(channels)) {
        for (const tap of upTo(taps)) {
          const offset = unravel(tap, kernel);
          const read = places.map(
            (along, axis) => along[start[axis] ?? 0]?.[offset[axis] ?? 0] ?? -1,
          );
          const place = read.reduce((sum, n, axis) => sum * (space[axis] ?? 1) + n, 0);
          const plane = (sample * channels + channel) * sizeOf(space);
          if (read.every((n) => n >= 0)) data[at] = x.data[plane + place] as never;
          at++;
        }
      }
    }
  }
  return { dtype: x.dtype, shape: [samples, count, channels * taps], data };
}

function placesAlong(call: Call, size: number, kernel: readonly number[], axis: number): Places {
  const { options } = call;
  const [stride = 1, gap = 1] = [options["stride"], options["dilation"]].map(
    (value) => perAxis(call, value, 1)[axis],
  );
  const reach = ((kernel[axis] ?? 1) - 1) * gap;
  const same = options["padding"] === "same";
  const pad = perAxis(call, options["padding"], 0)[axis] ?? 0;
  // An odd number of places is padded with one more behind.
  const [before, after] = same ? [Math.floor(reach / 2), Math.ceil(reach / 2)] : [pad, pad];
  const count = Math.floor((size + before + after - reach - 1) / stride) + 1;
  const mode = options["padding_mode"];
  return upTo(Math.max(0, count)).map((window) =>
    upTo(kernel[axis] ?? 1).map((tap) => placeOf(window * stride + tap * gap - before, size, mode)),
  );
}

/** The place that stands for one beyond the border. */
function placeOf(at: number, size: number, mode: unknown): number {
  if (at >= 0 && at < size) return at;
  if (mode === "replicate") return at < 0 ? 0 : size - 1;
  if (mode === "circular") return ((at % size) + size) % size;
  if (mode === "reflect") return at < 0 ? -at : 2 * (size - 1) - at;
  return -1;
}

function unravel(flat: number, sizes: readonly number[]): number[] {
  const found: number[] = [];
  let rest = flat;
  for (const size of [...sizes].reverse()) {
    found.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return found;
}
