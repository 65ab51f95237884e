import { attach } from "../autograd.ts";
import type { Dtype } from "../dtype.ts";
import { elementsOf, emptyTensor, type Tensor, windowOn } from "../tensor.ts";
import { copyElements, numbers, writer } from "./copy.ts";
import { zeros } from "./create.ts";
import { checkDroppable, checkProbability, type DropoutOptions, times } from "./dropout.ts";
import { channelShape } from "./feature-dropout.ts";
import { changeInPlace } from "./inplace.ts";
import { inMemoryOrder } from "./layout.ts";
import { zipElements } from "./pointwise.ts";
import { bernoulli_ } from "./random.ts";

/** SELU's limit at minus infinity is minus this. */
const LIMIT = 1.7580993408473766;

/**
 * Puts SELU's limit in the place of elements with probability p, and scales and shifts all so that mean and variance stay.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.alpha_dropout.html
 *
 * **Shapes**: any, kept.
 */
export function alphaDropout(x: Tensor, options: DropoutOptions = {}): Tensor {
  return drop(x, "alpha_dropout", options, (draw) => inMemoryOrder([x], draw));
}

/**
 * As alphaDropout, for whole channels. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.feature_alpha_dropout.html
 *
 * **Shapes**: x (N, C, *), kept.
 */
export function featureAlphaDropout(x: Tensor, options: DropoutOptions = {}): Tensor {
  const shape = (draw: (like: Tensor) => Tensor) => draw(emptyTensor(channelShape(x), x.dtype));
  return drop(x, "feature_alpha_dropout", options, shape);
}

/** `make` has the noise drawn for a tensor of its shape. */
function drop(
  x: Tensor,
  where: string,
  { p = 0.5, training = false, inplace = false }: DropoutOptions,
  make: (draw: (like: Tensor) => Tensor) => Tensor,
): Tensor {
  checkProbability(p, where);
  if (p === 0 || !training || x.numel === 0) return x;
  const all = p === 1;
  const keep = all
    ? zeros([], { dtype: x.dtype })
    : make((like) => bernoulli_(emptyTensor(like.shape, x.dtype), 1 - p));
  checkDroppable(x, p);
  const { noise, shift } = all ? { noise: keep, shift: null } : scaled(keep, p);
  const compute = () => {
    const product = times(x, noise);
    return shift
      ? inMemoryOrder([product, shift], (a, b = shift) => zipElements("add", a, b))
      : product;
  };
  const backward = (g: Tensor | null) => [g && times(g, noise)];
  const node = all ? "MulBackward0" : "AddBackward0";
  if (!inplace) return attach(node, [x], compute(), backward, [noise]);
  const change = () => copyElements(compute(), x);
  return changeInPlace(x, node, [], change, backward, [noise]);
}

/** What x is multiplied by and what is added, from 1 where an element is kept and 0 where not. */
function scaled(keep: Tensor, p: number): { noise: Tensor; shift: Tensor } {
  const { scale, kept, dropped } = constants(p, keep.dtype);
  const dense = windowOn(keep, [keep.numel], [1], keep.offset);
  const laid = (one: number, zero: number) => {
    const out = emptyTensor(dense.shape, keep.dtype);
    const write = writer(keep.dtype, elementsOf(out));
    numbers(dense).forEach((flag, i) => {
      write(i, flag ? one : zero);
    });
    return windowOn(out, keep.shape, keep.strides, 0);
  };
  return { noise: laid(scale, 0), shift: laid(kept, dropped) };
}

/** The factor, and what is added to a kept and to a dropped element; each step is rounded as PyTorch rounds it. */
function constants(p: number, dtype: Dtype) {
  const a = 1 / Math.sqrt((LIMIT * LIMIT * p + 1) * (1 - p));
  const single = (v: number) => (dtype === "float64" ? v : Math.fround(v));
  const cell = emptyTensor([], dtype);
  const write = writer(dtype, elementsOf(cell));
  const round = (v: number) => {
    write(0, single(v));
    return numbers(cell)[0] as number;
  };
  const far = round(LIMIT * a * p);
  const down = round(-single(LIMIT * a));
  return { scale: round(a), kept: far, dropped: round(down + far) };
}
