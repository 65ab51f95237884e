import { attach, needsGrad } from "../autograd.ts";
import { computeType } from "../dtype.ts";
import { contiguousStrides, type Shape } from "../shape.ts";
import { type Tensor, windowOn } from "../tensor.ts";
import { type AttentionInputs, runAttention, runAttentionBackward } from "./attention-kernels.ts";
import { twoBatchAxes } from "./bmm.ts";
import { spread } from "./choose.ts";
import { contiguous, detached, to } from "./copy.ts";
import { ones } from "./create.ts";
import { dropout } from "./dropout.ts";
import { sumTo } from "./sum-axes.ts";

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
  /** Whether the weights are returned. */
  readonly needWeights: boolean;
  /** The order in which the axes of an output of four lie in memory, outermost first. */
  readonly order?: readonly number[];
}

const C_ORDER = [0, 1, 2, 3];

/**
 * softmax(scale · q kᵀ + mask) v, and the weights, after dropout, or null. Half types are computed in float32 and rounded once.
 *
 * **Shapes**: q (*, L, E), k (*, S, E), v (*, S, V), for equal *; output (*, L, V), weights (*, L, S).
 */
export function attend(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  options: AttendOptions,
): [Tensor, Tensor | null] {
  const { mask, name, needWeights, order = C_ORDER } = options;
  const shape = [...q.shape.slice(0, -1), k.size(-2)];
  const inputs = inputsOf(q, k, v, mask, shape, options.dropout);
  const keeps = needWeights || needsGrad([q, k, v, mask]);
  const attended = runAttention(inputs, options, keeps, order);
  const { out, weights } = attended;
  const output = to(unfold(out, [...q.shape.slice(0, -1), v.size(-1)]), q.dtype);
  const seen = needWeights && weights ? to(unfold(weights, shape), q.dtype) : null;
  const backward = (dOutput: Tensor | null, dSeen: Tensor | null = null) => {
    if (!dOutput && !dSeen) return [];
    const given = { dOut: dOutput && fold(dOutput), dWeights: dSeen && fold(dSeen) };
    const [dq, dk, dv, dScores] = runAttentionBackward(inputs, options, attended, given, {
      q: q.requiresGrad,
      k: k.requiresGrad,
      v: v.requiresGrad,
      scores: mask?.requiresGrad === true,
    });
    return [
      dq && to(unfold(dq, q.shape), q.dtype),
      dk && to(unfold(dk, k.shape), k.dtype),
      dv && to(unfold(dv, v.shape), v.dtype),
      mask && dScores && to(sumTo(unfold(dScores, shape), mask.shape), mask.dtype),
    ];
  };
  const saved = [q, k, v, ...(weights ? [weights] : [])];
  const outputs = seen ? [output, seen] : [output];
  attach(name, [q, k, v, mask], outputs, backward, saved);
  return [output, seen];
}

function inputsOf(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  mask: Tensor | null,
  shape: Shape,
  p: number,
): AttentionInputs {
  const queries = fold(q);
  const added = mask && twoBatchAxes(spread(to(detached(mask), queries.dtype), shape));
  const noise = p > 0 ? drawNoise(queries, k.size(-2), p) : null;
  return { q: queries, k: fold(k), v: fold(v), mask: added, noise };
}

/** What dropout multiplies the weights by: 0 or 1 / (1 - p). */
function drawNoise(q: Tensor, columns: number, p: number): Tensor {
  const shape = [...q.shape.slice(0, -1), columns];
  return dropout(ones(shape, { dtype: q.dtype }), { p });
}

/** Plain values of the type that is computed in, with two batch axes. */
function fold(x: Tensor): Tensor {
  return twoBatchAxes(to(detached(x), computeType(x.dtype)));
}

/** The values of what `fold` gave, or of something of that shape, in the shape before, outside the graph. */
function unfold(x: Tensor, shape: Shape): Tensor {
  const fewer = x.ndim - shape.length;
  if (fewer >= 0) return windowOn(x, shape, x.strides.slice(fewer), x.offset);
  const own = contiguous(x);
  return windowOn(own, shape, contiguousStrides(shape), own.offset);
}
