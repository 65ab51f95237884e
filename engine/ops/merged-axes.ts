import { expandedStrides, type Shape, sameShape, sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

/** mergedAxes for tensors broadcast to `shape`. Those that lie in its order, or are one number, are known at a glance. */
export function axesOver(shape: Shape, tensors: readonly Tensor[]): number[] {
  const axes = [sizeOf(shape)];
  for (const x of tensors) {
    if (x.isContiguous && sameShape(x.shape, shape)) axes.push(1);
    else if (x.numel === 1) axes.push(0);
    else
      return mergedAxes(shape, ...tensors.map((t) => expandedStrides(t.shape, t.strides, shape)));
  }
  return axes;
}

/**
 * The sizes, then each operand's strides (one list an operand, as long as `shape`), of the fewest axes that walk `shape` in order:
 * neighbours are joined where all operands step evenly. What engine/kernels/walk.ts calls `meta`.
 */
export function mergedAxes(shape: Shape, ...strides: readonly (readonly number[])[]): number[] {
  const sizes: number[] = [];
  const steps: number[][] = strides.map(() => []);
  for (let i = 0; i < shape.length; i++) {
    const size = shape[i] as number;
    if (size === 1) continue;
    const last = sizes.length - 1;
    if (last >= 0 && strides.every((list, k) => steps[k]?.[last] === size * (list[i] as number))) {
      sizes[last] = (sizes[last] as number) * size;
      strides.forEach((list, k) => {
        (steps[k] as number[])[last] = list[i] as number;
      });
    } else {
      sizes.push(size);
      strides.forEach((list, k) => {
        (steps[k] as number[]).push(list[i] as number);
      });
    }
  }
  if (sizes.length === 0) return [1, ...strides.map(() => 1)];
  return [...sizes, ...steps.flat()];
}
