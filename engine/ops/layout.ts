import { type Tensor, windowOn } from "../tensor.ts";

/**
 * Runs an elementwise `body` over tensors in the order in which the first lies in memory, the axis of the greatest stride
 * outermost, and gives the result that layout: what is done to a transposed tensor is transposed. Tensors without axes stay
 * as they are; `body` must give a contiguous tensor.
 */
export function inMemoryOrder(
  tensors: readonly [Tensor, ...Tensor[]],
  body: (...tensors: [Tensor, ...Tensor[]]) => Tensor,
): Tensor {
  const [first, ...others] = tensors;
  if (first.isContiguous) return body(first, ...others);
  const order = memoryOrder(first.strides);
  const out = body(
    reordered(first, order),
    ...others.map((x) => (x.ndim === 0 ? x : reordered(x, order))),
  );
  return reordered(
    out,
    order.map((_, i) => order.indexOf(i)),
  );
}

/** The tensor with its axes in the order in which they lie in memory, if they fill it without gaps; else null. */
export function asItLies(x: Tensor): Tensor | null {
  if (x.isContiguous) return x;
  const order = x.shape
    .map((_, i) => i)
    .sort((a, b) => (x.strides[b] as number) - (x.strides[a] as number));
  const sorted = reordered(x, order);
  return sorted.isContiguous ? sorted : null;
}

/** Whether the channels of a tensor (N, C, *) are neighbours in memory; where sizes of 1 leave it open, they are not. */
export function isChannelsLast({ shape, strides }: Tensor): boolean {
  const space = shape.map((_, axis) => axis).slice(2);
  const inward = [1, ...space.reverse(), 0];
  let least = 0;
  return inward.every((axis) => {
    const [size, step] = [shape[axis] as number, strides[axis] as number];
    const fits = size > 0 && step > 0 && step >= least && !(axis === 0 && least === strides[1]);
    least = step * size;
    return fits;
  });
}

/** The axes from the greatest stride to the least; one that repeats (stride 0) stays where it is. */
function memoryOrder(strides: readonly number[]): number[] {
  const order: number[] = [];
  strides.forEach((step, axis) => {
    let at = order.length;
    for (let i = order.length - 1; i >= 0; i--) {
      const ahead = strides[order[i] as number] as number;
      if (step === 0 || ahead === 0) continue;
      if (step <= ahead) break;
      at = i;
    }
    order.splice(at, 0, axis);
  });
  return order;
}

/** The axes in another order; a plain window, no view of the graph. */
export function reordered(x: Tensor, order: readonly number[]): Tensor {
  const pick = (list: readonly number[]) => order.map((i) => list[i] as number);
  return windowOn(x, pick(x.shape), pick(x.strides), x.offset);
}
