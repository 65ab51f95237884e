import { attach } from "../autograd.ts";
import { computeType } from "../dtype.ts";
import { kernels, scratch } from "../memory.ts";
import { pin } from "../pin.ts";
import { contiguousStrides, type Shape } from "../shape.ts";
import { type Tensor, windowOn } from "../tensor.ts";
import { batchedProduct, twoBatchAxes } from "./bmm.ts";
import { spread } from "./choose.ts";
import { clone, contiguous, detached, to } from "./copy.ts";
import { ones } from "./create.ts";
import { dropout } from "./dropout.ts";
import { add, mul } from "./pointwise.ts";
import { sumTo } from "./sum-axes.ts";
import { transpose } from "./view.ts";

/** How queries look at keys. */
export interface AttendOptions {
  /** Added to the scores; broadcasts to (*, L, S). */
  readonly mask: Tensor | null;
  /** What the scores are multiplied by. */
  readonly scale: number;
  /** The probability that a weight becomes zero. */
  readonly dropout: number;
  /** Whether query i sees only keys 0 to i. */
  readonly causal: boolean;
  /** Whether a query that sees no key gives zeros, and not NaN. */
  readonly safe: boolean;
  /** The name of the step in the graph. */
  readonly name: string;
}

/**
 * softmax(scale · q kᵀ + mask) v, and the weights, after dropout. Half types are computed in float32 and rounded once.
 *
 * **Shapes**: q (*, L, E), k (*, S, E), v (*, S, V), for equal *; output (*, L, V), weights (*, L, S).
 */
export function attend(q: Tensor, k: Tensor, v: Tensor, options: AttendOptions): [Tensor, Tensor] {
  const { mask, scale } = options;
  const [queries, keys, values] = [fold(q), fold(k), fold(v)];
  const shape = [...q.shape.slice(0, -1), k.size(-2)];
  const before = batchedProduct(queries, transpose(keys, -1, -2));
  weigh(before, shape, options);
  const noise = drawNoise(before, options.dropout);
  const weights = noise ? mul(before, noise) : before;
  const output = unfold(batchedProduct(weights, values), [...q.shape.slice(0, -1), v.size(-1)]);
  const results: [Tensor, Tensor] = [to(output, q.dtype), to(unfold(weights, shape), q.dtype)];
  return attach(
    options.name,
    [q, k, v, mask],
    results,
    (dOutput, dWeights) => {
      const d = dOutput && fold(dOutput);
      const through = d && batchedProduct(d, transpose(values, -1, -2));
      const dBefore = dBeforeDropout(through, dWeights && fold(dWeights), noise);
      if (!dBefore) return [];
      scoresGradient(before, dBefore);
      const product = (x: Tensor, y: Tensor, like: Tensor) =>
        to(unfold(mul(batchedProduct(x, y), scale), like.shape), like.dtype);
      return [
        q.requiresGrad ? product(dBefore, keys, q) : null,
        k.requiresGrad ? product(transpose(dBefore, -1, -2), queries, k) : null,
        d && v.requiresGrad ? valuesGradient(weights, d, v) : null,
        mask?.requiresGrad ? to(sumTo(unfold(dBefore, shape), mask.shape), mask.dtype) : null,
      ];
    },
    [q, k, v, weights],
  );
}

/** Turns scores into weights, in place. */
function weigh(scores: Tensor, shape: Shape, { mask, scale, causal, safe }: AttendOptions): void {
  const [outer, inner, rows, columns] = scores.shape as [number, number, number, number];
  const added = mask && twoBatchAxes(spread(to(detached(mask), scores.dtype), shape));
  const kernel =
    scores.dtype === "float32" ? kernels.attention_weights_f32 : kernels.attention_weights_f64;
  const sizes = [outer, inner, rows, columns];
  pin(added ? [added, scores] : [scores], 1, (...p) =>
    kernel(
      ...sizes,
      p.at(-1) as number,
      scale,
      causal ? 1 : 0,
      safe ? 1 : 0,
      ...(added ? [p[0] as number, ...added.strides] : [0, 0, 0, 0, 0]),
      scratch(16),
    ),
  );
}

/** What dropout multiplies the weights by: 0 or 1 / (1 - p); null if nothing is dropped. */
function drawNoise(weights: Tensor, p: number): Tensor | null {
  return p > 0 ? dropout(ones(weights.shape, { dtype: weights.dtype }), { p }) : null;
}

/** The gradient of the weights before dropout, as a tensor that nobody else holds. */
function dBeforeDropout(
  through: Tensor | null,
  given: Tensor | null,
  noise: Tensor | null,
): Tensor | null {
  const sum = through && given ? add(through, given) : (through ?? (given && clone(given)));
  return sum && noise ? mul(sum, noise) : sum;
}

function scoresGradient(weights: Tensor, d: Tensor): void {
  const columns = d.size(-1);
  const rows = columns === 0 ? 0 : d.numel / columns;
  const kernel =
    d.dtype === "float32"
      ? kernels.attention_scores_gradient_f32
      : kernels.attention_scores_gradient_f64;
  pin([weights, d], 1, (p, q) => kernel(rows, columns, p as number, q as number));
}

function valuesGradient(weights: Tensor, d: Tensor, v: Tensor): Tensor {
  return to(unfold(batchedProduct(transpose(weights, -1, -2), d), v.shape), v.dtype);
}

/** Plain values of the type that is computed in, with two batch axes. */
function fold(x: Tensor): Tensor {
  return twoBatchAxes(to(detached(x), computeType(x.dtype)));
}

/** A contiguous tensor's values in another shape, outside the graph. */
function unfold(x: Tensor, shape: Shape): Tensor {
  const own = contiguous(x);
  return windowOn(own, shape, contiguousStrides(shape), own.offset);
}
