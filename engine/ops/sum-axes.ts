import { computeType, isFloating, isHalf } from "../dtype.ts";
import { kernels, scratch } from "../memory.ts";
import { pin } from "../pin.ts";
import { contiguousStrides, type Shape, sameShape } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor, windowOn } from "../tensor.ts";
import { arrange, keptAxes } from "./arrange.ts";
import { contiguous, detached, to } from "./copy.ts";
import { zeros } from "./create.ts";
import { reordered } from "./layout.ts";

/** Sums what broadcasting repeated: the gradient of a tensor of `shape` that was expanded. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const lead = x.ndim - shape.length;
  const axes = x.shape
    .map((_, i) => i)
    .filter((i) => i < lead || (shape[i - lead] === 1 && x.shape[i] !== 1));
  return windowOn(sumAxes(x, axes), shape, contiguousStrides(shape), 0);
}

/** The sum over some axes, as a contiguous tensor of the axes that are left, in their order. */
export function sumAxes(x: Tensor, axes: readonly number[]): Tensor {
  if (!isFloating(x.dtype)) return sumIntegers(x, axes);
  if (isHalf(x.dtype)) return to(sumAxes(detached(to(x, computeType(x.dtype))), axes), x.dtype);
  const { data, outer, n, inner } = arrange(detached(x), axes);
  const out = emptyTensor(keptShape(x, axes), x.dtype);
  const kernel = x.dtype === "float32" ? kernels.sum_f32 : kernels.sum_f64;
  pin([data, out], 1, (...[from = 0, into = 0]) =>
    kernel(from, into, outer, n, inner, inner, inner === 1 ? 0 : scratch(kernels.sum_scratch())),
  );
  return out;
}

/** What is summed: elements, their sizes, or the squares of them less the mean. */
const TERM = { own: 0, size: 1, square: 2 } as const;

/** Sums over some axes of a float32 or float64 tensor, in float64; `means`, also float64, has one for each sum. */
export function wideSums(
  term: keyof typeof TERM,
  x: Tensor,
  axes: readonly number[],
  means: Tensor | null = null,
): Tensor {
  const { data, outer, n, inner } = arrange(detached(x), axes);
  const out = emptyTensor(keptShape(x, axes), "float64");
  const kernel = x.dtype === "float32" ? kernels.sum_of_f32 : kernels.sum_of_f64;
  pin(means ? [data, means, out] : [data, out], 1, (...pointers) => {
    const [from = 0, at = 0, into = 0] = means ? pointers : [pointers[0], 0, pointers[1]];
    kernel(TERM[term], from, at, into, outer, n, inner, scratch(kernels.sum_scratch()));
  });
  return out;
}

function keptShape(x: Tensor, axes: readonly number[]): Shape {
  return keptAxes(x, axes).map((axis) => x.shape[axis] as number);
}

function sumIntegers(x: Tensor, axes: readonly number[]): Tensor {
  const kept = keptAxes(x, axes);
  const dense = contiguous(reordered(detached(x), [...kept, ...axes]));
  const out = zeros(
    kept.map((i) => x.shape[i] as number),
    { dtype: "int64" },
  );
  const [rows, sums] = [elementsOf(dense), elementsOf(out) as BigInt64Array];
  const n = rows.length / Math.max(sums.length, 1);
  for (let i = 0; i < rows.length; i++) {
    const at = Math.floor(i / n);
    sums[at] = (sums[at] as bigint) + BigInt(rows[i] as number | bigint);
  }
  return out;
}
