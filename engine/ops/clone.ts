import { attach } from "../autograd.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { copyElements, detached } from "./copy.ts";
import { inMemoryOrder } from "./layout.ts";

/** Tensor.clone: a copy of its own, whose axes lie in memory in the order in which x's do. https://docs.pytorch.org/docs/stable/generated/torch.clone.html */
export function cloneAsLaid(x: Tensor): Tensor {
  const out = inMemoryOrder([detached(x)], (dense) => {
    const copy = emptyTensor(dense.shape, dense.dtype);
    copyElements(dense, copy);
    return copy;
  });
  return attach("CloneBackward0", [x], out, (g) => [g]);
}
