import { computeType, isFloating, isHalf } from "../dtype.ts";
import { kernels } from "../memory.ts";
import { pin } from "../pin.ts";
import { contiguousStrides, type Shape, sameShape, sizeOf } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor, windowOn } from "../tensor.ts";
import { contiguous, detached, to } from "./copy.ts";
import { zeros } from "./create.ts";

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
  const kept = x.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const { data, outer, n, inner } = arrange(detached(x), axes, kept);
  const out = emptyTensor(
    kept.map((i) => x.shape[i] as number),
    x.dtype,
  );
  const kernel = x.dtype === "float32" ? kernels.sum_f32 : kernels.sum_f64;
  pin([data, out], 1, (from, into) => kernel(from as number, into as number, outer, n, inner));
  return out;
}

/** Moves the summed axes together: (outer, n, inner) without a copy where they are neighbours, else last. */
function arrange(x: Tensor, axes: readonly number[], kept: readonly number[]) {
  const count = (list: readonly number[]) => sizeOf(list.map((i) => x.shape[i] as number));
  const first = axes[0] ?? 0;
  const last = axes.at(-1) ?? -1;
  const n = count(axes);
  if (last - first === axes.length - 1) {
    const inner = sizeOf(x.shape.slice(last + 1));
    return { data: contiguous(x), outer: sizeOf(x.shape.slice(0, first)), n, inner };
  }
  return { data: contiguous(reordered(x, [...kept, ...axes])), outer: count(kept), n, inner: 1 };
}

function sumIntegers(x: Tensor, axes: readonly number[]): Tensor {
  const kept = x.shape.map((_, i) => i).filter((i) => !axes.includes(i));
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

function reordered(x: Tensor, order: readonly number[]): Tensor {
  const pick = (list: readonly number[]) => order.map((i) => list[i] as number);
  return windowOn(x, pick(x.shape), pick(x.strides), x.offset);
}
