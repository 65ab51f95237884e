import { attach } from "../autograd.ts";
import { kernels } from "../memory.ts";
import { pin } from "../pin.ts";
import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { type Arranged, arrange, arrangedBack } from "./arrange.ts";
import { contiguous, detached } from "./copy.ts";
import { type Order, placeIn, winners } from "./lines.ts";
import type { Places } from "./places.ts";
import type { Reduction } from "./reduction.ts";

/** The winners of lines: their values in the lines' order, and where on its line each stands. */
export interface Extremes {
  readonly values: Tensor;
  readonly at: Int32Array;
}

/** The greatest or least of lines of float32 or float64 that lie as arranged, and its first place if that `isAsked`; null of other types. */
export function extremeOfLines(
  order: Order,
  data: Tensor,
  { outer, n, inner }: Omit<Arranged, "data">,
  isAsked: boolean,
): Extremes | null {
  const kernel =
    data.dtype === "float32"
      ? kernels.extreme_f32
      : data.dtype === "float64"
        ? kernels.extreme_f64
        : null;
  if (kernel === null) return null;
  const values = emptyTensor([outer * inner], data.dtype);
  const places = emptyTensor([isAsked ? outer * inner : 0], "int32");
  pin([data, values, places], 2, (...[px = 0, py = 0, pp = 0]) =>
    kernel(order, px, outer, n, inner, py, isAsked ? pp : 0),
  );
  return { values, at: (elementsOf(places) as Int32Array).slice() };
}

/** Which element of each line along an axis wins, and unless the type is left to JavaScript its value. */
export function lineWinners(
  order: Order,
  x: Tensor,
  axis: number,
): { values: Tensor | null; at: Places } {
  const { data, ...sizes } = arrange(detached(x), x.ndim === 0 ? [] : [axis]);
  const found = extremeOfLines(order, data, sizes, true);
  return found ?? { values: null, at: winners(order, x, axis).at };
}

/** Where in x, in C order, elements of lines along an axis lie. */
export function placesIn(x: Tensor, axis: number, at: Places): Float64Array {
  const place = placeIn(x, axis);
  return Float64Array.from(at, (i, line) => place(line, i));
}

/** `out` as the winners of lines of a float32 or float64 x; equals share the gradient, and `nanShares`: so do NaNs. */
export function sharedByKernel(
  node: string,
  x: Tensor,
  out: Tensor,
  reduction: Reduction,
  nanShares: boolean,
): Tensor {
  return attach(
    node,
    [x],
    out,
    (g) => {
      if (!g) return [null];
      const { data, ...sizes } = arrange(detached(x), reduction.axes);
      const dx = shareAmongTies(data, detached(out), g, sizes, nanShares);
      return [arrangedBack(dx, x, reduction.axes)];
    },
    [x, out],
  );
}

/** The gradient g of each line's winner, divided among those that equal it; `nanShares`: as NaN then does. */
function shareAmongTies(
  data: Tensor,
  winners: Tensor,
  g: Tensor,
  { outer, n, inner }: Omit<Arranged, "data">,
  nanShares: boolean,
): Tensor {
  const dx = emptyTensor(data.shape, data.dtype);
  const kernel = data.dtype === "float32" ? kernels.ties_f32 : kernels.ties_f64;
  pin([data, winners, contiguous(g), dx], 1, (...[px = 0, py = 0, pg = 0, pd = 0]) =>
    kernel(px, py, pg, outer, n, inner, Number(nanShares), pd),
  );
  return dx;
}
