import { kernels, scratchInts } from "../memory.ts";
import { pin } from "../pin.ts";
import { type Shape, sizeOf } from "../shape.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { clone, contiguous } from "./copy.ts";
import { tensor } from "./create.ts";
import type { Taps } from "./resample-taps.ts";

/** x, float32 or float64, with each of its last axes made of weighted sums of places of the old one; null leaves an axis. No autograd. */
export function resample(x: Tensor, axes: readonly (Taps | null)[]): Tensor {
  if (axes.every((taps) => taps === null)) return clone(x);
  return axes.reduceRight<Tensor>((part, taps, i) => {
    if (taps === null) return part;
    const axis = x.ndim - axes.length + i;
    const out = emptyTensor(part.shape.with(axis, taps.length), x.dtype);
    run(part, out, axis, out.shape, taps);
    return out;
  }, contiguous(x));
}

/** What resample's gradient g makes of the gradient of an x of this shape. */
export function resampleBack(g: Tensor, axes: readonly (Taps | null)[], shape: Shape): Tensor {
  return axes.reduce<Tensor>((part, taps, i) => {
    if (taps === null) return part;
    const axis = shape.length - axes.length + i;
    const out = emptyTensor(part.shape.with(axis, shape[axis] as number), g.dtype);
    run(part, out, axis, part.shape, taps, true);
    return out;
  }, contiguous(g));
}

function run(
  from: Tensor,
  out: Tensor,
  axis: number,
  resampled: Shape,
  taps: Taps,
  back = false,
): void {
  const weights = tensor(
    taps.flatMap((row) => row.weights),
    { dtype: from.dtype },
  );
  const wide = from.dtype === "float64";
  const forward = wide ? kernels.resample_f64 : kernels.resample_f32;
  const backward = wide ? kernels.resample_back_f64 : kernels.resample_back_f32;
  const size = (back ? out : from).shape[axis] as number;
  const [outer, inner] = [sizeOf(resampled.slice(0, axis)), sizeOf(resampled.slice(axis + 1))];
  pin([weights, from, out], 1, (factors, source, target) =>
    (back ? backward : forward)(
      ...[outer, size, taps.length, inner, scratchInts(rowsOf(taps))],
      ...[factors as number, source as number, target as number],
    ),
  );
}

/** The `rows` of engine/kernels/resample.ts. */
export function rowsOf(taps: Taps): number[] {
  const starts = [0];
  for (const { places } of taps) starts.push((starts.at(-1) as number) + places.length);
  return [...starts, ...taps.flatMap(({ places }) => places)];
}
