import { C_TYPE } from "../dtype.ts";
import { check } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { attend } from "./attend.ts";
import { canonicalMask } from "./attention-masks.ts";
import { cat } from "./cat.ts";
import { zeros } from "./create.ts";
import { linear } from "./linear.ts";
import {
  checkAttentionMask,
  checkPaddingMask,
  checkRanks,
  checkSplits,
  checkWidths,
} from "./multi-head-checks.ts";
import { type ProjectionWeights, project } from "./multi-head-projection.ts";
import { add } from "./pointwise.ts";
import { mean } from "./reduce.ts";
import { lookScaled } from "./scaled-dot-product-attention.ts";
import { expand, permute, reshape, squeeze, unsqueeze } from "./view.ts";

/** What a multi-head attention has learnt, and how it is built. */
export interface MultiHeadWeights {
  readonly embedDim: number;
  readonly heads: number;
  readonly projection: ProjectionWeights;
  /** One more key and value (1, 1, E); both or none. */
  readonly biasK: Tensor | null;
  readonly biasV: Tensor | null;
  /** Whether a key and a value of zeros are added. */
  readonly addZeroAttn: boolean;
  readonly outWeight: Tensor;
  readonly outBias: Tensor | null;
}

/** How a call of multi-head attention looks. */
export interface MultiHeadCall {
  /** The probability that a weight becomes zero; 0 in evaluation. */
  readonly dropout: number;
  /** (N, S), or (S): keys left out (true), or numbers added to all scores of a key. */
  readonly keyPaddingMask: Tensor | null;
  /** (L, S) or (N · heads, L, S): pairs left out (true), or numbers added to their scores. */
  readonly attnMask: Tensor | null;
  readonly needWeights: boolean;
  /** Whether the weights returned are the mean over the heads. */
  readonly averageAttnWeights: boolean;
  /** Says that attnMask is the causal one, which then need not be read. */
  readonly isCausal: boolean;
}

/**
 * Attention of several heads, each on its own part of the projected query, key and value; the output, and the weights or null.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html
 *
 * **Shapes**: query (L, N, E), key and value (S, N, *), or without N; output as query; weights (N, L, S) or (N, heads, L, S).
 *
 * Throws AssertionError for ranks and sizes that do not fit, RuntimeError for masks of other shape or dtype.
 */
export function multiHeadAttention(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  weights: MultiHeadWeights,
  call: MultiHeadCall,
): [Tensor, Tensor | null] {
  checkRanks(query, key, value, call.keyPaddingMask, call.attnMask, weights.heads);
  if (query.ndim === 3) return attendBatch(query, key, value, weights, call);
  const [q, k, v] = [query, key, value].map((x) => unsqueeze(x, 1)) as [Tensor, Tensor, Tensor];
  const keyPaddingMask = call.keyPaddingMask && unsqueeze(call.keyPaddingMask, 0);
  const [output, seen] = attendBatch(q, k, v, weights, { ...call, keyPaddingMask });
  return [squeeze(output, 1), seen && squeeze(seen, 0)];
}

/** What is added to scores; both additive, not yet merged. */
interface Masks {
  readonly padding: Tensor | null;
  readonly pairs: Tensor | null;
  readonly causal: boolean;
}

/** Queries, keys and values as (N, heads, length, width), and what is added to the scores. */
interface Heads {
  readonly q: Tensor;
  readonly k: Tensor;
  readonly v: Tensor;
  readonly mask: Tensor | null;
  readonly causal: boolean;
}

function attendBatch(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  weights: MultiHeadWeights,
  call: MultiHeadCall,
): [Tensor, Tensor | null] {
  const masks = readMasks(query, call);
  checkWidths(query, key, value, weights);
  const projected = project(query, key, value, weights.projection);
  const heads = splitHeads(projected, weights, masks);
  const [seen, looked] = look(heads, call);
  const [length, batch, width] = query.shape as [number, number, number];
  const rows = reshape(permute(seen, [2, 0, 1, 3]), [length * batch, width]);
  const mixed = linear(rows, weights.outWeight, weights.outBias);
  const output = reshape(mixed, [length, batch, mixed.size(1)]);
  if (!looked) return [output, null];
  return [output, call.averageAttnWeights ? mean(looked, 1) : reshape(looked, looked.shape)];
}

function readMasks(query: Tensor, call: MultiHeadCall): Masks {
  const { attnMask, isCausal, needWeights } = call;
  const padding = canonicalMask(call.keyPaddingMask, "key_padding_mask", query.dtype);
  check(
    !isCausal || attnMask !== null,
    "multiHeadAttention",
    () =>
      "Need attn_mask if specifying the is_causal hint; generateSquareSubsequentMask makes this mask",
  );
  if (isCausal && padding === null && !needWeights) return { padding, pairs: null, causal: true };
  return { padding, pairs: canonicalMask(attnMask, "attn_mask", query.dtype), causal: false };
}

/** Splits the last axis among the heads, adds the extra keys and values, and merges the masks. */
function splitHeads(
  [query, key, value]: readonly [Tensor, Tensor, Tensor],
  { heads, biasK, biasV, addZeroAttn }: MultiHeadWeights,
  { padding, pairs, causal }: Masks,
): Heads {
  const [length, batch] = [query.size(0), query.size(1)];
  if (pairs) checkAttentionMask(pairs, batch * heads, length, key.size(0));
  const more = (biasK && biasV ? 1 : 0) + (addZeroAttn ? 1 : 0);
  const [q, k, v] = [query, withBias(key, biasK, batch), withBias(value, biasV, batch)].map((x) =>
    perHead(x, batch, heads),
  ) as [Tensor, Tensor, Tensor];
  const [keys, values] = addZeroAttn ? [withZeros(k), withZeros(v)] : [k, v];
  const columns = keys.size(2);
  const added = padding && withColumns(padding, more);
  if (added) checkPaddingMask(added, batch, columns);
  const perKey = added && reshape(added, [batch, 1, 1, columns]);
  const perPair =
    pairs &&
    reshape(withColumns(pairs, more), [
      ...(pairs.ndim === 2 ? [1, 1] : [batch, heads]),
      length,
      columns,
    ]);
  const mask = perKey && perPair ? add(perPair, perKey) : (perKey ?? perPair);
  return { q, k: keys, v: values, mask, causal };
}

function withBias(x: Tensor, bias: Tensor | null, batch: number): Tensor {
  return bias ? cat([x, expand(bias, [1, batch, bias.size(2)])]) : x;
}

/** (length, N, E) as (N, heads, length, E / heads). */
function perHead(x: Tensor, batch: number, heads: number): Tensor {
  checkSplits(x, batch, heads);
  const width = x.size(2) / heads;
  return permute(reshape(x, [x.size(0), batch, heads, width]), [1, 2, 0, 3]);
}

function withZeros(x: Tensor): Tensor {
  return cat([x, zeros(x.shape.with(2, 1), { dtype: x.dtype })], 2);
}

/** A mask with `more` columns of zeros: the keys that were added may always be seen. */
function withColumns(mask: Tensor, more: number): Tensor {
  if (more === 0) return mask;
  return cat([mask, zeros([...mask.shape.slice(0, -1), more], { dtype: mask.dtype })], -1);
}

/** The output lies so that each query's heads are neighbours. */
const LENGTH_FIRST = [2, 0, 1, 3];

function look({ q, k, v, mask, causal }: Heads, call: MultiHeadCall): [Tensor, Tensor | null] {
  if (!call.needWeights) {
    const options = { attnMask: mask, dropoutP: call.dropout, isCausal: causal };
    return [lookScaled(q, k, v, options, LENGTH_FIRST), null];
  }
  check(
    mask === null || mask.dtype === q.dtype,
    "multiHeadAttention",
    () =>
      `Input dtypes must be the same, got: input ${C_TYPE[mask?.dtype ?? q.dtype]}, batch1: ${C_TYPE[q.dtype]}, batch2: ${C_TYPE[k.dtype]}`,
  );
  return attend(q, k, v, {
    mask,
    scale: Math.sqrt(1 / q.size(-1)),
    dropout: Math.max(call.dropout, 0),
    causal: false,
    safe: false,
    name: "BmmBackward0",
    needWeights: true,
    order: LENGTH_FIRST,
  });
}
