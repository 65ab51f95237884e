import { check } from "../errors.ts";
import { type Shape, sameShape, showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

/** The gradient of a node's input, which must have that input's shape; `index` is the input's place. */
export function fittingGradient(
  node: string,
  index: number,
  gradient: Tensor,
  shape: Shape,
): Tensor {
  check(
    sameShape(gradient.shape, shape),
    node,
    () =>
      `Function ${node} returned an invalid gradient at index ${index} - got ${showShape(gradient.shape)} but expected shape compatible with ${showShape(shape)}`,
  );
  return gradient;
}
