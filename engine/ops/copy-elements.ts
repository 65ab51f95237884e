import { bytesOf } from "../dtype.ts";
import { kernels, scratchInts } from "../memory.ts";
import { pin } from "../pin.ts";
import { elementsOf, type Tensor } from "../tensor.ts";

/** Copies values between tensors of one dtype and one shape, whatever their layouts. */
export function copyElements(from: Tensor, to: Tensor): void {
  const size = to.numel;
  if (size === 0) return;
  if (from.isContiguous && to.isContiguous && size < 64) {
    (elementsOf(to) as Float64Array).set(elementsOf(from) as Float64Array);
    return;
  }
  const axes = mergedAxes(from, to);
  pin([from, to], 1, (source, target) =>
    kernels.copy_strided(
      bytesOf(to.dtype),
      source as number,
      target as number,
      axes.length,
      scratchInts([
        ...axes.map((a) => a.size),
        ...axes.map((a) => a.from),
        ...axes.map((a) => a.to),
      ]),
    ),
  );
}

interface Axis {
  size: number;
  from: number;
  to: number;
}

/** The axes of a copy, neighbours joined where both sides step evenly. */
function mergedAxes(from: Tensor, to: Tensor): Axis[] {
  const axes: Axis[] = [];
  to.shape.forEach((size, i) => {
    if (size === 1) return;
    const axis = { size, from: from.strides[i] as number, to: to.strides[i] as number };
    const last = axes.at(-1);
    if (last && last.from === size * axis.from && last.to === size * axis.to) {
      axes[axes.length - 1] = { ...axis, size: size * last.size };
    } else {
      axes.push(axis);
    }
  });
  return axes.length > 0 ? axes : [{ size: 1, from: 1, to: 1 }];
}
