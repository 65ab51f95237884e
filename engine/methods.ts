import { backward, type BackwardOptions } from "./backward.ts";
import type { Dtype, Elements } from "./dtype.ts";
import { check } from "./errors.ts";
import { clone, contiguous, copy_, detach, elements, reader, to } from "./ops/copy.ts";
import { formatTensor } from "./print.ts";
import { mm } from "./ops/matmul.ts";
import { add, div, mul, neg, type Operand, pow, sub } from "./ops/pointwise.ts";
import { mean, sum } from "./ops/reduce.ts";
import {
  expand,
  flatten,
  narrow,
  permute,
  reshape,
  select,
  slice,
  split,
  squeeze,
  t,
  transpose,
  unsqueeze,
  view,
} from "./ops/view.ts";
import { Parameter } from "./nn/parameter.ts";
import { Tensor } from "./tensor.ts";

type Axes = number | readonly number[] | null;

/** Nested arrays of a tensor's values: numbers, BigInts for int64, booleans. */
export type NestedValues = number | bigint | boolean | NestedValues[];

declare module "./tensor.ts" {
  /** The operations of engine/ops as methods, under PyTorch's names. */
  interface Tensor {
    add(other: Operand): Tensor;
    sub(other: Operand): Tensor;
    mul(other: Operand): Tensor;
    div(other: Operand): Tensor;
    pow(exponent: Operand): Tensor;
    neg(): Tensor;
    sum(dims?: Axes, keepdim?: boolean): Tensor;
    mean(dims?: Axes, keepdim?: boolean): Tensor;
    mm(other: Tensor): Tensor;
    reshape(...shape: number[]): Tensor;
    view(...shape: number[]): Tensor;
    permute(...dims: number[]): Tensor;
    transpose(a: number, b: number): Tensor;
    t(): Tensor;
    squeeze(dim?: number): Tensor;
    unsqueeze(dim: number): Tensor;
    expand(...shape: number[]): Tensor;
    flatten(start?: number, end?: number): Tensor;
    narrow(dim: number, start: number, length: number): Tensor;
    slice(dim: number, start: number, end: number, step?: number): Tensor;
    select(dim: number, index: number): Tensor;
    split(size: number | readonly number[], dim?: number): Tensor[];
    contiguous(): Tensor;
    clone(): Tensor;
    detach(): Tensor;
    to(dtype: Dtype): Tensor;
    copy_(source: Tensor): Tensor;
    /** The axes in reverse order. */
    readonly T: Tensor;
    /** Runs backward from this tensor; a scalar needs no gradient given. */
    backward(gradient?: Tensor | null, options?: BackwardOptions): void;
    requiresGrad_(value?: boolean): this;
    /** The only element, as a JavaScript value. */
    item(): number | bigint | boolean;
    /** A copy of the elements in C order; float16 and bfloat16 as raw bits. */
    toTypedArray(): Elements;
    /** The values as nested arrays. */
    tolist(): NestedValues;
    /** As PyTorch prints it. */
    toString(): string;
  }
}

const methods = {
  add(this: Tensor, other: Operand) {
    return add(this, other);
  },
  sub(this: Tensor, other: Operand) {
    return sub(this, other);
  },
  mul(this: Tensor, other: Operand) {
    return mul(this, other);
  },
  div(this: Tensor, other: Operand) {
    return div(this, other);
  },
  pow(this: Tensor, exponent: Operand) {
    return pow(this, exponent);
  },
  neg(this: Tensor) {
    return neg(this);
  },
  sum(this: Tensor, dims?: Axes, keepdim?: boolean) {
    return sum(this, dims, keepdim);
  },
  mean(this: Tensor, dims?: Axes, keepdim?: boolean) {
    return mean(this, dims, keepdim);
  },
  mm(this: Tensor, other: Tensor) {
    return mm(this, other);
  },
  reshape(this: Tensor, ...shape: number[]) {
    return reshape(this, shape);
  },
  view(this: Tensor, ...shape: number[]) {
    return view(this, shape);
  },
  permute(this: Tensor, ...dims: number[]) {
    return permute(this, dims);
  },
  transpose(this: Tensor, a: number, b: number) {
    return transpose(this, a, b);
  },
  t(this: Tensor) {
    return t(this);
  },
  squeeze(this: Tensor, dim?: number) {
    return squeeze(this, dim);
  },
  unsqueeze(this: Tensor, dim: number) {
    return unsqueeze(this, dim);
  },
  expand(this: Tensor, ...shape: number[]) {
    return expand(this, shape);
  },
  flatten(this: Tensor, start?: number, end?: number) {
    return flatten(this, start, end);
  },
  narrow(this: Tensor, dim: number, start: number, length: number) {
    return narrow(this, dim, start, length);
  },
  slice(this: Tensor, dim: number, start: number, end: number, step?: number) {
    return slice(this, dim, start, end, step);
  },
  select(this: Tensor, dim: number, index: number) {
    return select(this, dim, index);
  },
  split(this: Tensor, size: number | readonly number[], dim?: number) {
    return split(this, size, dim);
  },
  contiguous(this: Tensor) {
    return contiguous(this);
  },
  clone(this: Tensor) {
    return clone(this);
  },
  detach(this: Tensor) {
    return detach(this);
  },
  to(this: Tensor, dtype: Dtype) {
    return to(this, dtype);
  },
  copy_(this: Tensor, source: Tensor) {
    return copy_(this, source);
  },
  backward(this: Tensor, gradient: Tensor | null = null, options: BackwardOptions = {}) {
    backward([this], [gradient], options);
  },
  requiresGrad_(this: Tensor, value = true) {
    this.requiresGrad = value;
    return this;
  },
  item(this: Tensor) {
    check(
      this.numel === 1,
      "item",
      () => `a Tensor with ${this.numel} elements cannot be converted to Scalar`,
    );
    return valuesOf(this)[0] as number | bigint | boolean;
  },
  toTypedArray(this: Tensor) {
    return elements(this).slice();
  },
  tolist(this: Tensor) {
    return nest(valuesOf(this), this.shape);
  },
  toString(this: Tensor) {
    return formatTensor({
      dtype: this.dtype,
      shape: this.shape,
      data: valuesOf(this),
      requiresGrad: this.requiresGrad,
      gradFnName: this.gradFn?.name ?? null,
      isParameter: this instanceof Parameter,
    });
  },
};

for (const [name, value] of Object.entries(methods)) {
  Object.defineProperty(Tensor.prototype, name, { value, configurable: true, writable: true });
}
Object.defineProperty(Tensor.prototype, "T", {
  get(this: Tensor) {
    return permute(
      this,
      this.shape.map((_, i) => this.ndim - 1 - i),
    );
  },
});

function valuesOf(x: Tensor): (number | bigint | boolean)[] {
  const data = elements(x);
  const read = reader(x.dtype, data);
  const isBool = x.dtype === "bool";
  return Array.from({ length: data.length }, (_, i) => (isBool ? read(i) === 1 : read(i)));
}

function nest(values: readonly (number | bigint | boolean)[], shape: readonly number[]): NestedValues {
  if (shape.length === 0) return values[0] as NestedValues;
  const [size = 0, ...rest] = shape;
  const step = values.length / Math.max(size, 1);
  return Array.from({ length: size }, (_, i) => nest(values.slice(i * step, (i + 1) * step), rest));
}
