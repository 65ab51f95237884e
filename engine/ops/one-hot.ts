import { check } from "../errors.ts";
import { showShape } from "../shape.ts";
import { elementsOf, type Tensor } from "../tensor.ts";
import { detached, numbers } from "./copy.ts";
import { zeros } from "./create.ts";

/**
 * 1 at each class along a new last axis, 0 elsewhere; -1 takes as many classes as there are.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.one_hot.html
 */
export function oneHot(classes: Tensor, { numClasses = -1 }: { numClasses?: number } = {}): Tensor {
  check(
    classes.dtype === "int64",
    "one_hot",
    () => `one_hot is only applicable to index tensor of type LongTensor. Got ${classes.dtype}`,
  );
  const found = numbers(detached(classes)) as Float64Array;
  check(
    found.length > 0 || numClasses > 0,
    "one_hot",
    () =>
      `Can not infer total number of classes from empty tensor. It has shape ${showShape(classes.shape)}`,
  );
  check(
    found.every((at) => at >= 0),
    "one_hot",
    () => `Class values must be non-negative. Got ${found.find((at) => at < 0)}`,
  );
  const width = numClasses === -1 ? found.reduce((a, b) => Math.max(a, b), 0) + 1 : numClasses;
  check(
    found.every((at) => at < width),
    "one_hot",
    () =>
      `Class values must be smaller than num_classes. Got ${found.find((at) => at >= width)} for ${width}`,
  );
  const out = zeros([...classes.shape, width], { dtype: "int64" });
  const marks = elementsOf(out) as BigInt64Array;
  found.forEach((at, i) => {
    marks[i * width + at] = 1n;
  });
  return out;
}
