import { isGradEnabled } from "../autograd.ts";
import { type Dtype, SCALAR_TYPE } from "../dtype.ts";
import { check } from "../errors.ts";
import { sameShape, showShape } from "../shape.ts";
import { type Tensor, windowOn } from "../tensor.ts";
import { clone, copyElements, detached, to } from "./copy.ts";
import { changeInPlace } from "./inplace.ts";
import { kindOf } from "./promotion.ts";

/** Gives `target` in place the value that `compute` makes of its old one, and the steps of the graph that lead there. */
export function overwrite(
  target: Tensor,
  name: string,
  compute: (before: Tensor) => Tensor,
): Tensor {
  const after = compute(standIn(target));
  checkResult(target, after, name);
  const value = to(after, target.dtype);
  return changeInPlace(
    target,
    value.gradFn?.name ?? name,
    [value],
    () => copyElements(detached(value), target),
    (g) => [null, g],
  );
}

/** The old value, as a tensor of its own where the graph may want to read it later. */
function standIn(target: Tensor): Tensor {
  if (!isGradEnabled()) return windowOn(target, target.shape, target.strides, target.offset);
  const before = clone(detached(target));
  before.gradFn = target.gradFn;
  before.outputIndex = target.outputIndex;
  return before;
}

function checkResult(target: Tensor, after: Tensor, name: string): void {
  check(
    sameShape(after.shape, target.shape),
    name,
    () =>
      `output with shape ${showShape(target.shape)} doesn't match the broadcast shape ${showShape(after.shape)}`,
  );
  check(
    canHold(target.dtype, after.dtype),
    name,
    () =>
      `result type ${SCALAR_TYPE[after.dtype]} can't be cast to the desired output type ${SCALAR_TYPE[target.dtype]}`,
  );
}

/** Whether values of one dtype may be written to another: never to a lesser kind. */
function canHold(target: Dtype, source: Dtype): boolean {
  return kindOf(source) <= kindOf(target);
}
