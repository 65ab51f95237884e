import { type Dtype, getDefaultDtype, isFloating } from "../dtype.ts";
import { check } from "../errors.ts";
import { elementsOf, emptyTensor, Tensor } from "../tensor.ts";
import { detached, to, writer } from "./copy.ts";
import { type Nested, type TensorOptions, tensor, zeros } from "./create.ts";
import { pow } from "./pointwise.ts";
import { rand, randn } from "./random.ts";

/** `steps` numbers from start to end, evenly apart. https://docs.pytorch.org/docs/stable/generated/torch.linspace.html */
export function linspace(
  start: number,
  end: number,
  steps: number,
  options: TensorOptions = {},
): Tensor {
  check(steps >= 0, "linspace", () => "number of steps must be non-negative");
  const dtype = options.dtype ?? getDefaultDtype();
  const out = emptyTensor([steps], dtype);
  const write = writer(dtype, elementsOf(out));
  fillEvenly(start, end, steps, dtype, write);
  return wanting(out, options);
}

/** From both ends to the middle, so that both ends are exact; float32 and half steps are rounded as such. */
function fillEvenly(
  start: number,
  end: number,
  steps: number,
  dtype: Dtype,
  write: (i: number, value: number) => void,
): void {
  const round = dtype === "float64" || !isFloating(dtype) ? Number : Math.fround;
  const [from, to] = [round(start), round(end)];
  const step = isFloating(dtype)
    ? round(round(to - from) / (steps - 1))
    : Math.fround((to - from) / (steps - 1));
  for (let i = 0; i < steps; i++) {
    const value = i < Math.floor(steps / 2) ? from + step * i : to - step * (steps - i - 1);
    write(i, steps === 1 ? from : isFloating(dtype) ? value : Math.trunc(value));
  }
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
export function randLike(x: Tensor, options: TensorOptions = {}): Tensor {
  return rand(x.shape, { dtype: x.dtype, ...options });
}

/** Standard normal draws in x's shape. https://docs.pytorch.org/docs/stable/generated/torch.randn_like.html */
export function randnLike(x: Tensor, options: TensorOptions = {}): Tensor {
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
