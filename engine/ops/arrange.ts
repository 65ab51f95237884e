import { type Shape, sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { contiguous } from "./copy.ts";
import { reordered } from "./layout.ts";

/** A tensor whose reduced axes lie together: contiguous, and read as (outer, n, inner), of which n is reduced. */
export interface Arranged {
  readonly data: Tensor;
  readonly outer: number;
  readonly n: number;
  readonly inner: number;
}

/** Moves axes together: without a copy where they are neighbours, else last. The order of the others stays. */
export function arrange(x: Tensor, axes: readonly number[]): Arranged {
  const n = countOf(x.shape, axes);
  if (areNeighbours(axes)) {
    const [first, last] = [axes[0] ?? 0, axes.at(-1) ?? -1];
    const outer = sizeOf(x.shape.slice(0, first));
    return { data: contiguous(x), outer, n, inner: sizeOf(x.shape.slice(last + 1)) };
  }
  const kept = keptAxes(x, axes);
  const data = contiguous(reordered(x, [...kept, ...axes]));
  return { data, outer: countOf(x.shape, kept), n, inner: 1 };
}

/** What lies as arrange() laid x, with x's axes in their order again. */
export function arrangedBack(laid: Tensor, x: Tensor, axes: readonly number[]): Tensor {
  if (areNeighbours(axes)) return laid;
  const order = [...keptAxes(x, axes), ...axes];
  return contiguous(
    reordered(
      laid,
      order.map((_, axis) => order.indexOf(axis)),
    ),
  );
}

/** The axes that are not among those. */
export function keptAxes(x: Tensor, axes: readonly number[]): number[] {
  return x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
}

function areNeighbours(axes: readonly number[]): boolean {
  return (axes.at(-1) ?? -1) - (axes[0] ?? 0) === axes.length - 1;
}

function countOf(shape: Shape, axes: readonly number[]): number {
  return sizeOf(axes.map((axis) => shape[axis] as number));
}
