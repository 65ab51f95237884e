import { attach } from "../autograd.ts";
import { type Dtype, isFloating, SCALAR_TYPE } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { copyElements, detached } from "./copy.ts";
import { zeros } from "./create.ts";
import { changeInPlace } from "./inplace.ts";
import { inMemoryOrder } from "./layout.ts";
import { zipElements } from "./pointwise.ts";
import { bernoulli_, defaultGenerator } from "./random.ts";

/** Options of dropout. */
export interface DropoutOptions {
  /** The probability that an element becomes 0. */
  p?: number;
  training?: boolean;
  inplace?: boolean;
}

/**
 * Zeroes elements with probability p and divides the others by 1 - p; in evaluation, or with p = 0, gives x itself.
 * Draws as PyTorch does. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.dropout.html
 */
export function dropout(x: Tensor, options: DropoutOptions = {}): Tensor {
  const { p = 0.5, training = true, inplace = false } = options;
  checkProbability(p, "dropout");
  if (p === 0 || !training || x.numel === 0) return x;
  checkDroppable(x, p);
  const noise = p === 1 ? zeros([], { dtype: x.dtype }) : drawNoise(x, p);
  const backward = (g: Tensor | null) => [g && times(g, noise)];
  if (!inplace) return attach("MulBackward0", [x], times(x, noise), backward, [noise]);
  const change = () => copyElements(times(x, noise), x);
  return changeInPlace(x, "MulBackward0", [], change, backward, [noise]);
}

/** Refuses what is no probability. */
export function checkProbability(p: number, where: string): void {
  checkAs(
    "ValueError",
    !(p < 0 || p > 1),
    where,
    () => `dropout probability has to be between 0 and 1, but got ${p}`,
  );
}

/** Refuses integers, whose noise cannot be divided in place. */
export function checkDroppable(x: Tensor, p: number): void {
  check(
    isFloating(x.dtype) || p === 1,
    "dropout",
    () => `result type Float can't be cast to the desired output type ${SCALAR_TYPE[x.dtype]}`,
  );
}

/** 0 with probability p, else 1 / (1 - p), drawn in the order of x's memory; in C order under the older rules. */
function drawNoise(x: Tensor, p: number): Tensor {
  if (defaultGenerator().profile === "torch-2.6-mkl") return scaledMask(x, p);
  return inMemoryOrder([x], (dense) => scaledMask(dense, p));
}

/** 0 with probability p, else 1 / (1 - p), as many as x has elements. */
export function scaledMask(x: Tensor, p: number): Tensor {
  const scale = scaleOf(p, x.dtype);
  return bernoulli_(emptyTensor(x.shape, x.dtype), 1 - p, defaultGenerator(), scale);
}

/** 1 / (1 - p): both sides are rounded to the type that the division is done in. */
function scaleOf(p: number, dtype: Dtype): number {
  const single = dtype !== "float64";
  return single ? 1 / Math.fround(1 - p) : 1 / (1 - p);
}

/** x times noise, laid out as x. */
export function times(x: Tensor, noise: Tensor): Tensor {
  return inMemoryOrder([detached(x), noise], (a, b = noise) => zipElements("mul", a, b));
}
