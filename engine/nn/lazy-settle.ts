import { checkAs, type ErrorClass } from "../errors.ts";
import type { Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { UninitializedBuffer, UninitializedParameter } from "./parameter.ts";

/** The size of an axis from which a lazy module takes one of its own. Throws IndexError where there is none. */
export function sizeAt(x: Tensor, axis: number): number {
  const size = x.shape.at(axis);
  checkAs(
    "IndexError",
    size !== undefined,
    "initializeParameters",
    () => `tuple index out of range: an input of ${x.ndim} axes has none at ${axis}`,
  );
  return size;
}

/** Gives a lazy module's tensor its shape; nothing to do for one that is switched off. Refuses one that was loaded before. */
export function settle(refusal: ErrorClass, name: string, x: Tensor | null, shape: Shape): void {
  if (x === null) return;
  const isOpen = x instanceof UninitializedParameter || x instanceof UninitializedBuffer;
  checkAs(
    refusal,
    isOpen,
    "initializeParameters",
    () =>
      `self.${name} must be an UninitializedParameter: 'Parameter' object has no attribute 'materialize'`,
  );
  x.materialize(shape);
}
