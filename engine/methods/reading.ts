import { type BackwardOptions, backward } from "../backward.ts";
import type { Elements } from "../dtype.ts";
import { check } from "../errors.ts";
import { Parameter } from "../nn/parameter.ts";
import { detach, elements, reader } from "../ops/copy.ts";
import { formatTensor } from "../print.ts";
import type { Tensor } from "../tensor.ts";
import { addMethods } from "./add-methods.ts";

/** Nested arrays of a tensor's values: numbers, BigInts for int64, booleans. */
export type NestedValues = number | bigint | boolean | NestedValues[];

declare module "../tensor.ts" {
  interface Tensor {
    /** The same values and memory, cut from the graph. */
    detach(): Tensor;
    /** Runs backward from this tensor; a scalar needs no gradient given. */
    backward(gradient?: Tensor | null, options?: BackwardOptions): void;
    requiresGrad_(value?: boolean): this;
    /** The only element, as a JavaScript value. */
    item(): number | bigint | boolean;
    /** A copy of the elements in C order, in `into` where it is given; float16 and bfloat16 as raw bits. */
    toTypedArray(into?: Elements): Elements;
    /** The values as nested arrays. */
    tolist(): NestedValues;
    /** As PyTorch prints it. */
    toString(): string;
  }
}

addMethods({
  detach,
  backward: (x: Tensor, gradient: Tensor | null = null, options: BackwardOptions = {}) => {
    backward([x], [gradient], options);
  },
  requiresGrad_: (x: Tensor, value = true) => {
    x.requiresGrad = value;
    return x;
  },
  item: (x: Tensor) => {
    check(
      x.numel === 1,
      "item",
      () => `a Tensor with ${x.numel} elements cannot be converted to Scalar`,
    );
    return valuesOf(x)[0];
  },
  toTypedArray: (x: Tensor, into?: Elements) => {
    if (into === undefined) return elements(x).slice();
    const own = elements(x);
    check(
      into.constructor === own.constructor && into.length === own.length,
      "toTypedArray",
      () =>
        `expects to fill a ${own.constructor.name} of ${own.length} elements, but got a ${into.constructor.name} of ${into.length}`,
    );
    into.set(own as never);
    return into;
  },
  tolist: (x: Tensor) => nest(valuesOf(x), x.shape),
  toString: (x: Tensor) =>
    formatTensor({
      dtype: x.dtype,
      shape: x.shape,
      data: valuesOf(x),
      requiresGrad: x.requiresGrad,
      gradFnName: x.gradFn?.name ?? null,
      isParameter: x instanceof Parameter,
    }),
});

function valuesOf(x: Tensor): (number | bigint | boolean)[] {
  const data = elements(x);
  const read = reader(x.dtype, data);
  const isBool = x.dtype === "bool";
  return Array.from({ length: data.length }, (_, i) => (isBool ? read(i) === 1 : read(i)));
}

function nest(
  values: readonly (number | bigint | boolean)[],
  shape: readonly number[],
): NestedValues {
  if (shape.length === 0) return values[0] as NestedValues;
  const [size = 0, ...rest] = shape;
  const step = values.length / Math.max(size, 1);
  return Array.from({ length: size }, (_, i) => nest(values.slice(i * step, (i + 1) * step), rest));
}
