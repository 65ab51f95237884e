import { exponential } from "../random/index.ts";
import { normalizeDim } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { detached } from "./copy.ts";
import { zerosLike } from "./create.ts";
import { max } from "./extremes.ts";
import { mapElements } from "./map-elements.ts";
import { add, div, neg, sub } from "./pointwise.ts";
import { defaultGenerator } from "./random.ts";
import { scatter } from "./scatter.ts";
import { softmax } from "./softmax.ts";

/** Options of gumbelSoftmax. */
export interface GumbelSoftmaxOptions {
  /** The temperature: the lower, the nearer to one-hot. */
  tau?: number;
  /** Whether the result is one-hot; its gradient is that of the soft one. */
  hard?: boolean;
  dim?: number;
  /** Without effect. */
  eps?: number;
}

/**
 * softmax((logits + g) / tau) with Gumbel noise g: a sample of a category, differentiable.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.gumbel_softmax.html
 */
export function gumbelSoftmax(
  logits: Tensor,
  { tau = 1, hard = false, dim = -1 }: GumbelSoftmaxOptions = {},
): Tensor {
  const drawn = emptyTensor(logits.shape, logits.dtype);
  exponential(defaultGenerator(), elementsOf(drawn), drawn.dtype);
  const noise = neg(mapElements("log", drawn));
  const axis = normalizeDim(dim, logits.ndim, "gumbel_softmax");
  const soft = softmax(div(add(logits, noise), tau), axis);
  if (!hard) return soft;
  const [, index] = max(detached(soft), axis, true);
  const peaks = scatter(zerosLike(logits), axis, index, 1);
  return add(sub(peaks, detached(soft)), soft);
}
