import { bytesOf, type Dtype } from "../dtype.ts";
import { type Shape, sizeOf } from "../shape.ts";
import { emptyTensor, type Tensor, windowOn } from "../tensor.ts";
import { reordered } from "./layout.ts";

/** A tensor whose elements hold anything, with its axes in memory in the given order, outermost first. */
export function emptyInOrder(shape: Shape, order: readonly number[], dtype: Dtype): Tensor {
  const laid = emptyTensor(
    order.map((axis) => shape[axis] as number),
    dtype,
  );
  return reordered(
    laid,
    order.map((_, axis) => order.indexOf(axis)),
  );
}

/**
 * Room for the gradients of tensors (null where none is wanted), the last axis innermost and the others in the order in which the
 * tensor's lie in memory. Of tensors that are the parts of one, the gradients are the parts of one, which `wholeOf` finds again.
 */
export function roomsLike(tensors: readonly (Tensor | null)[]): (Tensor | null)[] {
  return partsLike(tensors) ?? tensors.map((x) => x && roomLike(x));
}

function roomLike(x: Tensor): Tensor {
  const last = x.ndim - 1;
  const outer = x.shape.map((_, axis) => axis).slice(0, last);
  outer.sort((a, b) => (x.strides[b] as number) - (x.strides[a] as number));
  return emptyInOrder(x.shape, [...outer, last], x.dtype);
}

/** The parts of a new tensor, if these are the parts of one, laid evenly in a memory without gaps. */
function partsLike(tensors: readonly (Tensor | null)[]): Tensor[] | null {
  const [first, second] = tensors;
  if (!first || !second) return null;
  const step = second.offset - first.offset;
  const even = tensors.every(
    (x, i) =>
      x?.storage === first.storage &&
      x.offset === first.offset + i * step &&
      x.strides.join() === first.strides.join() &&
      x.shape.join() === first.shape.join(),
  );
  if (!even || !isDense([...first.shape, tensors.length], [...first.strides, step])) return null;
  const whole = emptyTensor([first.numel * tensors.length], first.dtype);
  return tensors.map((_, i) => windowOn(whole, first.shape, first.strides, i * step));
}

/** Whether the axes, from the least stride to the greatest, fill memory without gaps. */
function isDense(shape: Shape, strides: readonly number[]): boolean {
  const axes = shape.map((size, i) => [size, strides[i] as number] as const);
  let filled = 1;
  for (const [size, stride] of axes.sort(([, a], [, b]) => a - b)) {
    if (size === 1) continue;
    if (stride !== filled) return false;
    filled *= size;
  }
  return true;
}

/** The tensor laid as x whose parts lie where the parts of x do, if the given ones are its parts; else null. */
export function wholeOf(
  x: Tensor,
  parts: readonly Tensor[],
  given: readonly (Tensor | null)[],
): Tensor | null {
  const [first] = given;
  const [start] = parts;
  if (!first || !start) return null;
  const from = first.offset - (start.offset - x.offset);
  const fits = given.every(
    (g, i) =>
      g?.storage === first.storage &&
      g.dtype === first.dtype &&
      g.offset - from === (parts[i] as Tensor).offset - x.offset &&
      g.strides.join() === (parts[i] as Tensor).strides.join(),
  );
  const room = first.storage.bytes / bytesOf(first.dtype);
  const reach = x.shape.reduce((far, n, i) => far + (n - 1) * (x.strides[i] as number), from);
  if (!fits || from < 0 || reach >= room || sizeOf(x.shape) === 0) return null;
  return windowOn(first, x.shape, x.strides, from);
}
