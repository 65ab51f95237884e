import { attach } from "../autograd.ts";
import { allocate, type Dtype, type Elements, isFloating, isHalf } from "../dtype.ts";
import { fromBfloat16, fromFloat16, toBfloat16, toFloat16 } from "../half.ts";
import { isContiguous } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor, tensorFrom, windowOn } from "../tensor.ts";
import { copyElements } from "./copy-elements.ts";

export { copyElements };

/** The same values in C order: the tensor itself if it lies so already. */
export function contiguous(x: Tensor): Tensor {
  return x.isContiguous ? x : clone(x);
}

/** A copy of its own, in C order. */
export function clone(x: Tensor): Tensor {
  const out = emptyTensor(x.shape, x.dtype);
  copyElements(x, out);
  return attach("CloneBackward0", [x], out, (g) => [g]);
}

/** Tensor.to(dtype): the tensor itself if it has that dtype. */
export function to(x: Tensor, dtype: Dtype): Tensor {
  if (x.dtype === dtype) return x;
  const out = tensorFrom(x.shape, dtype, convert(elements(x), x.dtype, dtype));
  if (!isFloating(dtype) || !isFloating(x.dtype)) return out;
  return attach("ToCopyBackward0", [x], out, (g) => [g && to(g, x.dtype)]);
}

/**
 * A tensor's elements in C order; a window on the storage if it lies so, else a copy. A window ends with the next
 * allocation, and a copy allocates: make all tensors first, then take their elements.
 */
export function elements(x: Tensor): Elements {
  if (isContiguous(x.shape, x.strides)) return elementsOf(x);
  const out = emptyTensor(x.shape, x.dtype);
  copyElements(x, out);
  return elementsOf(out);
}

/** A copy of a tensor's elements in C order as JavaScript numbers, halves decoded; int64 beyond 2^53 loses digits. */
export function numbers(x: Tensor): Float64Array | Float32Array | Int32Array | Uint8Array {
  const own = elements(x);
  if (isHalf(x.dtype)) return convert(own, x.dtype, "float32") as Float32Array;
  if (x.dtype === "int64") return Float64Array.from(own as BigInt64Array, Number);
  return (own as Float64Array).slice();
}

/** Elements of one dtype made those of another, by C's rules: floats truncate to integers, anything but 0 is true. */
export function convert(from: Elements, source: Dtype, target: Dtype): Elements {
  if (source === target) return from;
  const out = allocate(target, from.length);
  const write = writer(target, out);
  const read = reader(source, from);
  for (let i = 0; i < from.length; i++) write(i, read(i));
  return out;
}

/** Reads an element as a JavaScript number, or a BigInt for int64. */
export function reader(dtype: Dtype, data: Elements): (i: number) => number | bigint {
  if (dtype === "float16") return (i) => fromFloat16(data[i] as number);
  if (dtype === "bfloat16") return (i) => fromBfloat16(data[i] as number);
  return (i) => data[i] as number | bigint;
}

/** Writes a JavaScript number or BigInt as an element. */
export function writer(dtype: Dtype, data: Elements): (i: number, value: number | bigint) => void {
  if (dtype === "int64") {
    const out = data as BigInt64Array;
    return (i, v) => {
      out[i] = typeof v === "bigint" ? v : toInt64(v);
    };
  }
  const out = data as Float64Array;
  if (dtype === "float16") return (i, v) => (out[i] = toFloat16(Number(v)));
  if (dtype === "bfloat16") return (i, v) => (out[i] = toBfloat16(Number(v)));
  if (dtype === "bool") return (i, v) => (out[i] = v ? 1 : 0);
  return (i, v) => (out[i] = Number(v));
}

/** x86 answers the most negative integer for what does not fit, and PyTorch shows it. */
function toInt64(value: number): bigint {
  if (!(Math.abs(value) < 2 ** 63)) return -(2n ** 63n);
  return BigInt(Math.trunc(value));
}

/** The same values and memory, cut from the graph: the tensor itself if it has no graph. */
export function detached(x: Tensor): Tensor {
  return x.requiresGrad ? detach(x) : x;
}

/** Tensor.detach: another tensor on the same memory, cut from the graph. */
export function detach(x: Tensor): Tensor {
  return windowOn(x, x.shape, x.strides, x.offset);
}
