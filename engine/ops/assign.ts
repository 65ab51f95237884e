import { isFloating } from "../dtype.ts";
import { check } from "../errors.ts";
import { expandedStrides, type Shape, showShape } from "../shape.ts";
import { type Tensor, windowOn } from "../tensor.ts";
import { copyElements, detached, to } from "./copy.ts";
import { zerosLike } from "./create.ts";
import { changeInPlace } from "./inplace.ts";
import { sumTo } from "./sum-axes.ts";

/** Takes over the values of `source`, broadcast and converted. https://docs.pytorch.org/docs/stable/generated/torch.Tensor.copy_.html */
export function copy_(target: Tensor, source: Tensor): Tensor {
  checkExpands(source.shape, target.shape);
  const values = to(detached(source), target.dtype);
  const strides = expandedStrides(values.shape, values.strides, target.shape);
  const spread = windowOn(values, target.shape, strides, values.offset);
  return changeInPlace(
    target,
    "CopyBackwards",
    [isFloating(target.dtype) ? source : null],
    () => copyElements(spread, target),
    (g) => [g && zerosLike(g), g && to(sumTo(g, source.shape), source.dtype)],
  );
}

function checkExpands(from: Shape, to: Shape): void {
  const lead = to.length - from.length;
  check(
    lead >= 0,
    "copy_",
    () => `output with shape ${showShape(to)} doesn't match the broadcast shape ${showShape(from)}`,
  );
  from.forEach((size, d) => {
    check(
      size === 1 || size === to[d + lead],
      "copy_",
      () =>
        `The size of tensor a (${to[d + lead]}) must match the size of tensor b (${size}) at non-singleton dimension ${d + lead}`,
    );
  });
}
