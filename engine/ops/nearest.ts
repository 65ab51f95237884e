import { attach } from "../autograd.ts";
import { computeType, type Dtype } from "../dtype.ts";
import type { Tensor } from "../tensor.ts";
import { gatherByMaps, scatterByMaps } from "./axis-maps.ts";
import { to } from "./copy.ts";
import { takesDirectWay } from "./interpolation-checks.ts";
import type { NewSizes } from "./interpolation-size.ts";
import { stepOf } from "./resample-taps.ts";

/** x with its nearest elements; `exact`: those in which the new ones' centres lie, not those in which they begin. */
export function interpolateNearest(x: Tensor, exact: boolean, sizes: NewSizes): Tensor {
  const { counts, scales } = sizes;
  const axes = counts.map((count, i) => ({ size: x.size(i + 2), count, scale: scales[i] ?? null }));
  const mapsFor = (place: (axis: NearestAxis) => (i: number) => number) =>
    axes.map((axis) => mapOf(axis, place(axis)));
  const direct = mapsFor((axis) => directly(axis, exact));
  const maps = takesDirectWay(x, counts)
    ? direct
    : mapsFor((axis) => stepping(axis, exact, x.dtype));
  const node = `UpsampleNearest${exact ? "Exact" : ""}${counts.length}DBackward0`;
  return attach(node, [x], gatherByMaps(x, maps), (g) => [
    g && to(scatterByMaps(to(g, computeType(g.dtype)), direct, x.shape), g.dtype),
  ]);
}

interface NearestAxis {
  readonly size: number;
  readonly count: number;
  readonly scale: number | null;
}

/** For each new place the old one. */
function mapOf({ size, count }: NearestAxis, place: (i: number) => number): number[] {
  return Array.from({ length: count }, (_, i) => Math.min(place(i), size - 1));
}

/**
 * One of PyTorch's two ways to the old place, which now and then disagree: in float32, and without regard to the scale where an
 * axis keeps or doubles its size. Its gradients always go this way.
 */
function directly(axis: NearestAxis, exact: boolean): (i: number) => number {
  const { size, count } = axis;
  const step = Math.fround(stepOf({ ...axis, alignCorners: false }));
  if (exact) return (i) => floor32((i + 0.5) * step);
  if (count === size) return (i) => i;
  if (count === 2 * size) return (i) => i >> 1;
  return (i) => floor32(i * step);
}

/** The other way: in float64 for float64; a product with a difference behind it is rounded once. */
function stepping(axis: NearestAxis, exact: boolean, dtype: Dtype): (i: number) => number {
  const round = dtype === "float64" ? (value: number) => value : Math.fround;
  const step = round(stepOf({ ...axis, alignCorners: false }));
  if (!exact) return (i) => floor32(round(step * i));
  return (i) => floor32(Math.max(round(step * (i + 0.5) - 0.5), 0) + 0.5);
}

function floor32(value: number): number {
  return Math.floor(Math.fround(value));
}
