import { check } from "../errors.ts";
import { sameShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { attend } from "./attend.ts";
import { canonicalMask } from "./attention-masks.ts";
import { to } from "./copy.ts";
import { linear } from "./linear.ts";
import type { MultiHeadCall, MultiHeadWeights } from "./multi-head-attention.ts";
import { project } from "./multi-head-projection.ts";
import { add } from "./pointwise.ts";
import { mean } from "./reduce.ts";
import { expand, permute, reshape } from "./view.ts";

const WHERE = "multiHeadAttention";

/**
 * Self-attention as PyTorch does it in evaluation where no gradient is wanted. It differs from multiHeadAttention in this:
 * a mask's numbers count as booleans, a query that may look at no key gives NaN with and without weights, and the causal hint is not heard.
 *
 * **Shapes**: x (N, L, E), output as x; `mask` as mergeMasks makes it; weights as in multiHeadAttention.
 */
export function nativeAttention(
  x: Tensor,
  weights: MultiHeadWeights,
  mask: Tensor | null,
  call: Pick<MultiHeadCall, "needWeights" | "averageAttnWeights">,
): [Tensor, Tensor | null] {
  const { heads, embedDim } = weights;
  const [batch, length, width] = x.shape as [number, number, number];
  check(
    width === embedDim,
    WHERE,
    () => `passed-in embed_dim ${embedDim} didn't match last dim of query ${width}`,
  );
  if (mask) checkMask(mask, batch, heads, length);
  const [q, k, v] = project(x, x, x, weights.projection).map((part) =>
    permute(reshape(part, [batch, length, heads, width / heads]), [0, 2, 1, 3]),
  ) as [Tensor, Tensor, Tensor];
  const [seen, looked] = attend(q, k, v, {
    mask: mask && blockingMask(mask, x),
    scale: 1 / Math.sqrt(width / heads),
    dropout: 0,
    causal: false,
    safe: false,
    name: "NativeMultiHeadAttentionBackward0",
    needWeights: call.needWeights,
    order: [0, 2, 1, 3],
  });
  const rows = reshape(permute(seen, [0, 2, 1, 3]), [batch, length, width]);
  const output = linear(rows, weights.outWeight, weights.outBias);
  if (!looked) return [output, null];
  return [output, call.averageAttnWeights ? mean(looked, 1) : looked];
}

/** The masks of keys (N, L) and of pairs (L, L) or (N · heads, L, L) as one: (N, L), or (N, heads, L, L) if there are pairs. */
export function mergeMasks(
  pairs: Tensor | null,
  padding: Tensor | null,
  x: Tensor,
  heads: number,
): Tensor | null {
  if (!pairs) return padding;
  const [batch, length] = x.shape as [number, number];
  const each =
    pairs.ndim === 3
      ? reshape(pairs, [batch, -1, length, length])
      : expand(reshape(pairs, [1, 1, length, length]), [batch, heads, length, length]);
  return padding ? add(each, reshape(padding, [batch, 1, 1, length])) : each;
}

function checkMask(mask: Tensor, batch: number, heads: number, length: number): void {
  if (mask.ndim === 2) {
    check(
      sameShape(mask.shape, [batch, length]),
      WHERE,
      () => "For mask_type == 1 mask shape should be (B, L)",
    );
    return;
  }
  check(
    sameShape(mask.shape, [batch, heads, length, length]),
    WHERE,
    () => "For mask_type == 2 mask shape should match input shape",
  );
}

function blockingMask(mask: Tensor, x: Tensor): Tensor {
  const blocked = canonicalMask(to(mask, "bool"), "mask", x.dtype) as Tensor;
  if (mask.ndim !== 2) return blocked;
  return reshape(blocked, [mask.size(0), 1, 1, mask.size(1)]);
}
