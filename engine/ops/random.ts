import type { Elements } from "../dtype.ts";
import {
  bernoulli,
  Generator,
  normal,
  type Profile,
  randperm as permutation,
  randomBetween,
  truncatedNormal,
  uniform,
} from "../random/index.ts";
import type { Shape } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { copyElements } from "./copy.ts";
import { empty, type TensorOptions } from "./create.ts";
import { asItLies } from "./layout.ts";

let current = new Generator();
current.seed();

/** torch.default_generator: what draws when no generator is given. */
export function defaultGenerator(): Generator {
  return current;
}

/** torch.manual_seed: starts the default generator's stream anew, under PyTorch's present rules or those of `profile`. */
export function manualSeed(seed: number | bigint, profile: Profile = "torch-2.12+"): Generator {
  if (current.profile !== profile) current = new Generator(profile);
  return current.manualSeed(seed);
}

/** Tensor.uniform_: each element drawn from [from, to). */
export function uniform_(x: Tensor, from = 0, to = 1, generator = current): Tensor {
  return draw(x, (out) => uniform(generator, out, x.dtype, from, to));
}

/** Tensor.normal_: each element drawn from N(mean, std²). */
export function normal_(x: Tensor, mean = 0, std = 1, generator = current): Tensor {
  return draw(x, (out) => normal(generator, out, x.dtype, mean, std, x.isContiguous));
}

/** Normals within [a, b]: see torch.nn.init.trunc_normal_. */
export function truncNormal_(
  x: Tensor,
  mean = 0,
  std = 1,
  a = -2,
  b = 2,
  generator = current,
): Tensor {
  const dense = asItLies(x) !== null;
  const [first, fresh] = [x.isContiguous, x.isContiguous || !dense];
  return draw(x, (out) => truncatedNormal(generator, out, x.dtype, mean, std, a, b, first, fresh));
}

/** Tensor.bernoulli_: 1, or `one`, with probability p, else 0. */
export function bernoulli_(x: Tensor, p = 0.5, generator = current, one = 1): Tensor {
  return draw(x, (out) => bernoulli(generator, out, x.dtype, p, one));
}

/** Options of the functions that draw tensors. */
export interface DrawOptions extends TensorOptions {
  generator?: Generator;
}

/** torch.rand: uniform in [0, 1). */
export function rand(shape: Shape, options: DrawOptions = {}): Tensor {
  return wanting(uniform_(empty(shape, options), 0, 1, options.generator), options);
}

/** torch.randn: standard normal. */
export function randn(shape: Shape, options: DrawOptions = {}): Tensor {
  return wanting(normal_(empty(shape, options), 0, 1, options.generator), options);
}

/** torch.randint: whole numbers in [low, high). */
export function randint(
  low: number,
  high: number,
  shape: Shape,
  { dtype = "int64", generator = current }: DrawOptions = {},
): Tensor {
  const x = empty(shape, { dtype });
  return draw(x, (out) => randomBetween(generator, out, x.dtype, low, high));
}

/** torch.randperm: the numbers below n in random order. */
export function randperm(n: number, { generator = current } = {}): Tensor {
  const x = emptyTensor([n], "int64");
  const order = permutation(generator, n);
  (elementsOf(x) as BigInt64Array).set(BigInt64Array.from(order, BigInt));
  return x;
}

function wanting(x: Tensor, { requiresGrad }: TensorOptions): Tensor {
  if (requiresGrad) x.requiresGrad = true;
  return x;
}

/** Whether what is to be drawn is drawn. */
let drawing = true;

/** Runs `body`, in which nothing is drawn: tensors keep what is in them. */
export function withoutDraws<T>(body: () => T): T {
  const before = drawing;
  drawing = false;
  try {
    return body();
  } finally {
    drawing = before;
  }
}

/** Fills x in the order in which its elements lie in memory, where they lie densely; in C order otherwise. */
function draw(x: Tensor, fill: (out: Elements) => void): Tensor {
  if (!drawing) return x;
  const dense = asItLies(x);
  if (dense) {
    fill(elementsOf(dense));
  } else {
    const drawn = emptyTensor(x.shape, x.dtype);
    fill(elementsOf(drawn));
    copyElements(drawn, x);
  }
  x.storage.version++;
  return x;
}
