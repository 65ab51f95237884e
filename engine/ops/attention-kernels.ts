import { kernels, scratch, scratchInts } from "../memory.ts";
import { pinOptional } from "../pin.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { emptyInOrder, roomsLike } from "./gradient-room.ts";

/** Plain values of float32 or float64 with four axes: q (N, H, L, E), k (N, H, S, E), v (N, H, S, V), mask (N, H, L, S). */
export interface AttentionInputs {
  readonly q: Tensor;
  readonly k: Tensor;
  readonly v: Tensor;
  readonly mask: Tensor | null;
  /** What weights are multiplied by, contiguous: 0 or 1 / (1 - p); null if nothing is dropped. */
  readonly noise: Tensor | null;
}

/** What the kernels need to know besides. */
export interface AttentionRule {
  readonly scale: number;
  readonly causal: boolean;
  readonly safe: boolean;
}

/** The output, and the weights before and after dropout, which are one tensor where nothing is dropped; null if not kept. */
export interface Attended {
  readonly out: Tensor;
  readonly before: Tensor | null;
  readonly weights: Tensor | null;
}

/** Attention of all heads; the axes of the output lie in memory in the given order. */
export function runAttention(
  inputs: AttentionInputs,
  rule: AttentionRule,
  keeps: boolean,
  order: readonly number[],
): Attended {
  const { q, k, v, mask, noise } = inputs;
  const sizes = sizesOf(inputs);
  const [outer, inner, rows, columns, , depth] = sizes;
  const out = emptyInOrder([outer, inner, rows, depth], order, q.dtype);
  const kept = keeps || noise !== null;
  const make = () => emptyTensor([outer, inner, rows, columns], q.dtype);
  const before = kept ? make() : null;
  const dropped = noise && make();
  const single = q.dtype === "float32";
  const kernel = single ? kernels.attention_forward_f32 : kernels.attention_forward_f64;
  pinOptional([q, k, v, mask, noise, before, dropped, out], 3, (pq, pk, pv, pm, pn, pb, pd, po) => {
    const meta = metaOf(sizes, rule, [q, k, v, mask, out]);
    const [, , ...each] = sizes;
    const need = kernels.attention_forward_scratch(...each, kept ? 1 : 0, single ? 4 : 8);
    kernel(0, outer * inner, meta, rule.scale, pq, pk, pv, pm, pb, pn, pd, po, scratch(need));
  });
  return { out, before, weights: dropped ?? before };
}

/** Which gradients are wanted. */
export interface AttentionWanted {
  readonly q: boolean;
  readonly k: boolean;
  readonly v: boolean;
  /** That of scale · score + mask. */
  readonly scores: boolean;
}

/** The gradients with respect to q, k, v and the scores; null where none is wanted, or none came. */
export function runAttentionBackward(
  inputs: AttentionInputs,
  rule: AttentionRule,
  { before, weights }: Attended,
  given: { readonly dOut: Tensor | null; readonly dWeights: Tensor | null },
  wanted: AttentionWanted,
): [Tensor | null, Tensor | null, Tensor | null, Tensor | null] {
  const { q, k, v, noise } = inputs;
  const { dOut, dWeights } = given;
  const sizes = sizesOf(inputs);
  const [dq, dk, dv] = roomsLike([
    wanted.q ? q : null,
    wanted.k ? k : null,
    wanted.v && dOut ? v : null,
  ]) as [Tensor | null, Tensor | null, Tensor | null];
  const dScores = wanted.scores && before ? emptyTensor(before.shape, before.dtype) : null;
  const dropped = noise && weights;
  const single = q.dtype === "float32";
  const kernel = single ? kernels.attention_backward_f32 : kernels.attention_backward_f64;
  pinOptional(
    [q, k, v, before, noise, dropped, dOut, dWeights, dq, dk, dv, dScores],
    4,
    (...pointers) => {
      const meta = metaOf(sizes, rule, [q, k, v, null, dOut, dWeights, dq, dk, dv]);
      const [outer, inner, ...each] = sizes;
      const need = kernels.attention_backward_scratch(...each, single ? 4 : 8);
      kernel(0, outer * inner, meta, rule.scale, ...pointers, scratch(need));
    },
  );
  return [dq, dk, dv, dScores];
}

type Sizes = readonly [number, number, number, number, number, number];

/** The batch's two axes, queries, keys, and the elements of each of them and of a value. */
function sizesOf({ q, k, v }: AttentionInputs): Sizes {
  const [outer, inner, rows, width] = q.shape as [number, number, number, number];
  return [outer, inner, rows, k.size(2), width, v.size(3)];
}

/** kernels/attention-sizes.ts says what lies where. */
function metaOf(
  [, ...sizes]: Sizes,
  { causal, safe }: AttentionRule,
  operands: readonly (Tensor | null)[],
): number {
  const strides = operands.flatMap((x) => x?.strides ?? [0, 0, 0, 0]);
  return scratchInts([...sizes, Number(causal), Number(safe), ...strides]);
}
