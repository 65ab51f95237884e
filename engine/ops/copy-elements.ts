import { bytesOf } from "../dtype.ts";
import { kernels, scratchInts } from "../memory.ts";
import { pin } from "../pin.ts";
import { elementsOf, type Tensor } from "../tensor.ts";
import { mergedAxes } from "./merged-axes.ts";

/** Copies values between tensors of one dtype and one shape, whatever their layouts. */
export function copyElements(from: Tensor, to: Tensor): void {
  const size = to.numel;
  if (size === 0) return;
  const straight = from.isContiguous && to.isContiguous;
  if (straight && size < 64) {
    (elementsOf(to) as Float64Array).set(elementsOf(from) as Float64Array);
    return;
  }
  const axes = straight ? [size, 1, 1] : mergedAxes(to.shape, from.strides, to.strides);
  pin([from, to], 1, (source, target) =>
    kernels.copy_strided(
      bytesOf(to.dtype),
      source as number,
      target as number,
      axes.length / 3,
      scratchInts(axes),
    ),
  );
}
