import { allocate, type Dtype, getDefaultDtype } from "../dtype.ts";
import { checkAs } from "../errors.ts";
import type { Shape } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor, tensorFrom } from "../tensor.ts";
import { writer } from "./copy.ts";

/** Nested JavaScript arrays of numbers, BigInts or booleans. */
export type Nested = number | bigint | boolean | readonly Nested[];

/** Options of the creating functions. */
export interface TensorOptions {
  dtype?: Dtype;
  requiresGrad?: boolean;
}

/** torch.tensor: a copy of nested arrays. Whole numbers written as such become the default float type unless dtype says otherwise. */
export function tensor(data: Nested | ArrayLike<number>, options: TensorOptions = {}): Tensor {
  const flat: (number | bigint | boolean)[] = [];
  const shape = flatten(data as Nested, flat, []);
  const out = emptyTensor(shape, options.dtype ?? dtypeOf(flat));
  const write = writer(out.dtype, elementsOf(out));
  flat.forEach((value, i) => {
    write(i, typeof value === "boolean" ? Number(value) : value);
  });
  return withGrad(out, options);
}

/** torch.empty; here its elements are zero. */
export function empty(shape: Shape, options: TensorOptions = {}): Tensor {
  return zeros(shape, options);
}

/** torch.zeros. */
export function zeros(shape: Shape, options: TensorOptions = {}): Tensor {
  return full(shape, 0, options);
}

/** torch.ones. */
export function ones(shape: Shape, options: TensorOptions = {}): Tensor {
  return full(shape, 1, options);
}

/** torch.full. */
export function full(shape: Shape, value: number | bigint, options: TensorOptions = {}): Tensor {
  const out = emptyTensor(shape, options.dtype ?? getDefaultDtype());
  fillElements(out, value);
  return withGrad(out, options);
}

/** torch.zeros_like. */
export function zerosLike(x: Tensor, options: TensorOptions = {}): Tensor {
  return zeros(x.shape, { dtype: x.dtype, ...options });
}

/** torch.ones_like. */
export function onesLike(x: Tensor, options: TensorOptions = {}): Tensor {
  return ones(x.shape, { dtype: x.dtype, ...options });
}

/** torch.full_like. */
export function fullLike(x: Tensor, value: number, options: TensorOptions = {}): Tensor {
  return full(x.shape, value, { dtype: x.dtype, ...options });
}

/** torch.arange(end), (start, end) or (start, end, step): int64 where all are whole, unless dtype says otherwise. */
export function arange(...given: readonly (number | TensorOptions | undefined)[]): Tensor {
  const [first = 0, second, third] = given.map((v) => (typeof v === "number" ? v : undefined));
  const options = (given.find((v) => typeof v === "object") ?? {}) as TensorOptions;
  const [from, to, step] =
    second === undefined ? [0, first, third ?? 1] : [first, second, third ?? 1];
  checkAs("RuntimeError", step !== 0, "arange", () => "step must be nonzero");
  checkAs(
    "RuntimeError",
    step > 0 ? to >= from : to <= from,
    "arange",
    () =>
      `upper bound and lower bound inconsistent with step sign, got ${from}, ${to} and step ${step}`,
  );
  const whole = [from, to, step].every(Number.isInteger);
  const dtype = options.dtype ?? (whole ? "int64" : getDefaultDtype());
  const out = emptyTensor([Math.ceil((to - from) / step)], dtype);
  const write = writer(dtype, elementsOf(out));
  for (let i = 0; i < out.numel; i++) write(i, from + i * step);
  return withGrad(out, options);
}

/** torch.eye: ones on the diagonal. */
export function eye(n: number, ...rest: readonly (number | TensorOptions | undefined)[]): Tensor {
  const m = rest.find((v) => typeof v === "number") ?? n;
  const out = zeros([n, m], rest.find((v) => typeof v === "object") ?? {});
  const write = writer(out.dtype, elementsOf(out));
  for (let i = 0; i < Math.min(n, m); i++) write(i * m + i, 1);
  return out;
}

/** Fills a contiguous tensor with one value. */
export function fillElements(x: Tensor, value: number | bigint): void {
  const one = allocate(x.dtype, 1);
  writer(x.dtype, one)(0, value);
  (elementsOf(x) as Float64Array).fill(one[0] as number);
}

/** A tensor over a typed array's copy. */
export { tensorFrom };

function withGrad(x: Tensor, { requiresGrad }: TensorOptions): Tensor {
  if (requiresGrad) x.requiresGrad = true;
  return x;
}

function flatten(data: Nested, into: (number | bigint | boolean)[], path: number[]): number[] {
  if (typeof data !== "object") {
    into.push(data);
    return [];
  }
  const items = Array.from(data as ArrayLike<Nested>);
  const shapes = items.map((item, i) => flatten(item, into, [...path, i]));
  shapes.forEach((shape, i) => {
    checkAs(
      "ValueError",
      shape.join() === shapes[0]?.join(),
      "tensor",
      () =>
        `expected sequence of shape [${shapes[0]}] at dim ${path.length + 1} (got [${shape}] at item ${i})`,
    );
  });
  return [items.length, ...(shapes[0] ?? [])];
}

function dtypeOf(flat: readonly (number | bigint | boolean)[]): Dtype {
  if (flat.length > 0 && flat.every((v) => typeof v === "boolean")) return "bool";
  if (flat.length > 0 && flat.every((v) => typeof v === "bigint")) return "int64";
  return getDefaultDtype();
}
