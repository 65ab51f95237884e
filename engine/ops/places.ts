import { attach } from "../autograd.ts";
import { isHalf } from "../dtype.ts";
import type { Shape } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { contiguous, detached, to } from "./copy.ts";
import { zeros } from "./create.ts";

/** Where elements lie in a tensor in C order. */
export type Places = Float64Array | Int32Array;

/** A tensor whose elements are those of x at `places`; a gradient goes back to where its element came from. */
export function pick(
  node: string,
  x: Tensor,
  places: Places,
  shape: Shape,
  layout: Tensor["layout"] = "strided",
): Tensor {
  return attach(node, [x], take(x, places, shape), (g) => {
    const dx = g && addAt(x.shape, places, g);
    if (dx) dx.layout = layout;
    return [dx];
  });
}

/** The elements of x at `places`: no autograd. */
export function take(x: Tensor, places: Places, shape: Shape): Tensor {
  const dense = contiguous(detached(x));
  const out = emptyTensor(shape, x.dtype);
  const [from, target] = [elementsOf(dense), elementsOf(out)] as [Float64Array, Float64Array];
  for (let i = 0; i < target.length; i++) target[i] = from[places[i] as number] as number;
  return out;
}

/** Zeros of a shape to which the elements of `g` are added at `places`. */
export function addAt(shape: Shape, places: Places, g: Tensor): Tensor {
  const wide = isHalf(g.dtype) ? to(g, "float32") : g;
  const out = zeros(shape, { dtype: wide.dtype });
  addInto(out, places, wide);
  return to(out, g.dtype);
}

/** Adds elements, in their order, to those of a contiguous tensor of the same dtype (no half type). */
export function addInto(out: Tensor, places: Places, values: Tensor): void {
  const dense = contiguous(detached(values));
  const [from, target] = [elementsOf(dense), elementsOf(out)] as [Float64Array, Float64Array];
  if (out.dtype === "bool") {
    from.forEach((flag, i) => {
      if (flag) target[places[i] as number] = 1;
    });
    return;
  }
  for (let i = 0; i < from.length; i++) {
    const at = places[i] as number;
    target[at] = (target[at] as number) + (from[i] as number);
  }
}

/** Writes elements, in their order, over those of a contiguous tensor of the same dtype. */
export function putInto(out: Tensor, places: Places, values: Tensor): void {
  const dense = contiguous(detached(values));
  const [from, target] = [elementsOf(dense), elementsOf(out)] as [Float64Array, Float64Array];
  for (let i = 0; i < from.length; i++) target[places[i] as number] = from[i] as number;
}

/** Where the elements of the listed entries of an axis lie in a contiguous tensor. */
export function placesOfEntries(
  entries: ArrayLike<number>,
  shape: Shape,
  axis: number,
): Float64Array {
  const inner = shape.slice(axis + 1).reduce((n, s) => n * s, 1);
  const outer = shape.slice(0, axis).reduce((n, s) => n * s, 1);
  const size = shape[axis] ?? 1;
  const places = new Float64Array(outer * entries.length * inner);
  let at = 0;
  for (let o = 0; o < outer; o++) {
    for (let e = 0; e < entries.length; e++) {
      const start = (o * size + (entries[e] as number)) * inner;
      for (let i = 0; i < inner; i++) places[at++] = start + i;
    }
  }
  return places;
}
