import { attach, type Backward, isGradEnabled } from "../autograd.ts";
import { check } from "../errors.ts";
import type { Tensor } from "../tensor.ts";

/**
 * Changes `target` in place and makes the change part of the graph: `backward` gives the gradient of the old value first,
 * then those of `others`. https://docs.pytorch.org/docs/stable/notes/autograd.html#in-place-operations-with-autograd
 */
export function changeInPlace(
  target: Tensor,
  name: string,
  others: readonly (Tensor | null)[],
  change: () => void,
  backward: Backward,
  saved: readonly Tensor[] = [],
): Tensor {
  checkWritable(target, name);
  change();
  target.storage.version++;
  return attach(name, [target, ...others], target, backward, saved);
}

/** Refuses what cannot be written to: a leaf that wants a gradient, elements that share one place. */
export function checkWritable(target: Tensor, name: string): void {
  check(
    !(isGradEnabled() && target.isLeaf && target.requiresGrad),
    name,
    () => "a leaf Variable that requires grad is being used in an in-place operation.",
  );
  const doubled = target.shape.some((size, i) => size > 1 && target.strides[i] === 0);
  check(
    !doubled,
    name,
    () =>
      "unsupported operation: more than one element of the written-to tensor refers to a single memory location. Please clone() the tensor before performing the operation.",
  );
}
