import type { Shape } from "../shape.ts";

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
