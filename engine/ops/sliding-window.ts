import { attach } from "../autograd.ts";
import { check } from "../errors.ts";
import { normalizeDim, type Shape } from "../shape.ts";
import { type Tensor, windowOn } from "../tensor.ts";
import { numbers } from "./copy.ts";
import { arange } from "./create.ts";
import { addAt } from "./places.ts";
import { relabel } from "./reduction.ts";
import { tieView } from "./view-graph.ts";

/** Windows of `size` entries of an axis, `step` apart, as a view with one more axis. https://docs.pytorch.org/docs/stable/generated/torch.Tensor.unfold.html */
export function unfold(x: Tensor, dimension: number, size: number, step: number): Tensor {
  const axis = normalizeDim(dimension, x.ndim, "unfold");
  const length = x.shape[axis] ?? 1;
  check(size >= 0, "unfold", () => `size is ${size} but must be >= 0`);
  check(
    size <= length,
    "unfold",
    () => `maximum size for tensor at dimension ${axis} is ${length} but size is ${size}`,
  );
  check(step > 0, "unfold", () => `step is ${step} but must be > 0`);
  const windows = Math.floor((length - size) / step) + 1;
  const stride = x.strides[axis] ?? 1;
  const shape = x.ndim === 0 ? [size] : [...x.shape.with(axis, windows), size];
  const strides = x.ndim === 0 ? [1] : [...x.strides.with(axis, stride * step), stride];
  const out = tieView(windowOn(x, shape, strides, x.offset), x);
  return attach("UnfoldBackward0", [x], out, (g) => [
    g && addAt(x.shape, unfoldedPlaces(x.shape, axis, size, step), g),
  ]);
}

function unfoldedPlaces(shape: Shape, axis: number, size: number, step: number): Float64Array {
  const count = shape.reduce((n, s) => n * s, 1);
  const places = relabel(arange(count, undefined, 1, { dtype: "float64" }), shape);
  return numbers(unfold(places, axis, size, step)) as Float64Array;
}
