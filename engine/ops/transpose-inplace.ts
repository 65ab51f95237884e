import type { Tensor } from "../tensor.ts";
import { changeInPlace } from "./inplace.ts";
import { transpose } from "./view.ts";

/** Swaps two axes of this very tensor: its shape changes, no element moves. https://docs.pytorch.org/docs/stable/generated/torch.Tensor.transpose_.html */
export function transpose_(x: Tensor, a: number, b: number): Tensor {
  const turned = transpose(x, a, b);
  const change = () => {
    x.shape = turned.shape;
    x.strides = turned.strides;
  };
  return changeInPlace(x, "TransposeBackward0", [], change, (g) => [g && transpose(g, a, b)]);
}
