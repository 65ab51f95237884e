import { allocate, type Dtype, getDefaultDtype, isFloating } from "../dtype.ts";
import { check } from "../errors.ts";
import { elementsOf, emptyTensor, Tensor } from "../tensor.ts";
import { detached, reader, to, writer } from "./copy.ts";
import { type Nested, type TensorOptions, tensor, zeros } from "./create.ts";
import { pow } from "./pointwise.ts";
import { type DrawOptions, rand, randn } from "./random.ts";

/** `steps` numbers from start to end, evenly apart. https://docs.pytorch.org/docs/stable/generated/torch.linspace.html */
export function linspace(
  start: number,
  end: number,
  steps: number,
  options: TensorOptions = {},
): Tensor {
  check(steps >= 0, "linspace", () => `number of steps must be non-negative, got ${steps}`);
  const dtype = options.dtype ?? getDefaultDtype();
  const out = emptyTensor([steps], dtype);
  const write = writer(dtype, elementsOf(out));
  fillEvenly(start, end, steps, dtype, write);
  return wanting(out, options);
}

/** From both ends to the middle, so that both ends are exact; every step is rounded to the dtype. */
function fillEvenly(
  start: number,
  end: number,
  steps: number,
  dtype: Dtype,
  write: (i: number, value: number) => void,
): void {
  const round = isFloating(dtype) ? rounderTo(dtype) : Math.trunc;
  const [from, to] = [round(start), round(end)];
  const distance = isFloating(dtype)
    ? round(round(to - from) / (steps - 1))
    : (to - from) / (steps - 1);
  const reached = isFloating(dtype)
    ? (n: number) => round(distance * n)
    : (n: number) => distance * n;
  for (let i = 0; i < steps; i++) {
    const early = i < Math.floor(steps / 2);
    write(i, steps === 1 ? from : round(early ? from + reached(i) : to - reached(steps - i - 1)));
  }
}

function rounderTo(dtype: Dtype): (value: number) => number {
  const cell = allocate(dtype, 1);
  const [read, write] = [reader(dtype, cell), writer(dtype, cell)];
  return (value) => {
    write(0, value);
    return read(0) as number;
  };
}

/** Options of logspace. */
export interface LogspaceOptions extends TensorOptions {
  base?: number;
}

/** `base` to the powers of linspace. https://docs.pytorch.org/docs/stable/generated/torch.logspace.html */
export function logspace(
  start: number,
  end: number,
  steps: number,
  options: LogspaceOptions = {},
): Tensor {
  const { base = 10, dtype = getDefaultDtype() } = options;
  const powers = linspace(start, end, steps, { dtype: "float64" });
  return wanting(to(pow(base, powers), dtype), options);
}

/** A tensor of x's shape whose elements are not set; here they are 0. https://docs.pytorch.org/docs/stable/generated/torch.empty_like.html */
export function emptyLike(x: Tensor, options: TensorOptions = {}): Tensor {
  return zeros(x.shape, { dtype: x.dtype, ...options });
}

/** Uniform draws from [0, 1) in x's shape. https://docs.pytorch.org/docs/stable/generated/torch.rand_like.html */
export function randLike(x: Tensor, options: DrawOptions = {}): Tensor {
  return rand(x.shape, { dtype: x.dtype, ...options });
}

/** Standard normal draws in x's shape. https://docs.pytorch.org/docs/stable/generated/torch.randn_like.html */
export function randnLike(x: Tensor, options: DrawOptions = {}): Tensor {
  return randn(x.shape, { dtype: x.dtype, ...options });
}

/** A tensor for what may be one already, which is given back as it is. https://docs.pytorch.org/docs/stable/generated/torch.as_tensor.html */
export function asTensor(data: Tensor | Nested, options: TensorOptions = {}): Tensor {
  if (!(data instanceof Tensor)) return tensor(data, options);
  return options.dtype === undefined ? data : to(data, options.dtype);
}

/** A number as a tensor without axes. https://docs.pytorch.org/docs/stable/generated/torch.scalar_tensor.html */
export function scalarTensor(value: number, options: TensorOptions = {}): Tensor {
  return tensor(value, options);
}

function wanting(x: Tensor, { requiresGrad }: TensorOptions): Tensor {
  const out = detached(x);
  if (requiresGrad) out.requiresGrad = true;
  return out;
}
