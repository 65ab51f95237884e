import { isGradEnabled } from "../autograd.ts";
import { canonicalMask } from "../ops/attention-masks.ts";
import { mergeMasks, nativeAttention } from "../ops/native-attention.ts";
import { add } from "../ops/pointwise.ts";
import type { Tensor } from "../tensor.ts";
import { Dropout } from "./dropout.ts";
import { activationOf, fastActivation } from "./feed-forward.ts";
import { Linear } from "./linear.ts";
import { Module } from "./module.ts";
import type { MultiheadAttention } from "./multihead-attention.ts";
import { LayerNorm } from "./normalization.ts";
import {
  completeOptions,
  makeAttention,
  type TransformerLayerOptions,
} from "./transformer-layer.ts";

/** Options of a call of TransformerEncoderLayer. */
export interface TransformerEncoderLayerCall {
  /** (L, L) or (N · heads, L, L): pairs left out (true), or numbers added to their scores. */
  srcMask?: Tensor | null;
  /** (N, L), or (L): positions left out (true), or numbers added to all their scores. */
  srcKeyPaddingMask?: Tensor | null;
  /** Says that srcMask is the causal one. */
  isCausal?: boolean;
}

export interface TransformerEncoderLayer {
  (src: Tensor, options?: TransformerEncoderLayerCall): Tensor;
}

/**
 * Self-attention, then two linear layers with an activation between them, each with dropout, a residual sum and a norm.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.TransformerEncoderLayer.html
 *
 * **Shapes**: src (L, N, dModel), (N, L, dModel) with batchFirst, or (L, dModel); output as src.
 *
 * In evaluation, where no gradient is wanted, it takes PyTorch's fast path if that can: see nativeAttention for what differs.
 * Throws as MultiheadAttention, and RuntimeError for an activation that is unknown.
 */
export class TransformerEncoderLayer extends Module {
  self_attn: MultiheadAttention;
  linear1: Linear;
  dropout: Dropout;
  linear2: Linear;
  readonly normFirst: boolean;
  norm1: LayerNorm;
  norm2: LayerNorm;
  dropout1: Dropout;
  dropout2: Dropout;
  activation: (x: Tensor) => Tensor;

  constructor(dModel: number, nhead: number, options: TransformerLayerOptions = {}) {
    super();
    const all = completeOptions(options);
    const { dimFeedforward, bias, dtype, dropout: p } = all;
    const norm = { eps: all.layerNormEps, bias, dtype };
    this.self_attn = makeAttention(dModel, nhead, all);
    this.linear1 = new Linear(dModel, dimFeedforward, { bias, dtype });
    this.dropout = new Dropout({ p });
    this.linear2 = new Linear(dimFeedforward, dModel, { bias, dtype });
    this.normFirst = all.normFirst;
    this.norm1 = new LayerNorm(dModel, norm);
    this.norm2 = new LayerNorm(dModel, norm);
    this.dropout1 = new Dropout({ p });
    this.dropout2 = new Dropout({ p });
    this.activation = activationOf(all.activation);
  }

  override forward(src: Tensor, options: TransformerEncoderLayerCall = {}): Tensor {
    const { isCausal = false } = options;
    const padding = canonicalMask(
      options.srcKeyPaddingMask ?? null,
      "src_key_padding_mask",
      src.dtype,
    );
    const pairs = canonicalMask(options.srcMask ?? null, "src_mask", src.dtype);
    const fast = takesFastPath(this, src) ? fastActivation(this.activation) : null;
    if (fast) {
      const weights = this.self_attn.weights();
      const mask = mergeMasks(pairs, padding, src, weights.heads);
      const call = { needWeights: false, averageAttnWeights: false };
      return runBlocks(this, src, fast, (x) => nativeAttention(x, weights, mask, call)[0]);
    }
    const call = { attnMask: pairs, keyPaddingMask: padding, needWeights: false, isCausal };
    return runBlocks(this, src, this.activation, (x) => this.self_attn(x, x, x, call)[0]);
  }
}

function runBlocks(
  layer: TransformerEncoderLayer,
  src: Tensor,
  activate: (x: Tensor) => Tensor,
  attend: (x: Tensor) => Tensor,
): Tensor {
  const { linear1, linear2, norm1, norm2, dropout, dropout1, dropout2 } = layer;
  const look = (x: Tensor) => dropout1(attend(x));
  const feed = (x: Tensor) => dropout2(linear2(dropout(activate(linear1(x)))));
  if (layer.normFirst) {
    const x = add(src, look(norm1(src)));
    return add(x, feed(norm2(x)));
  }
  const x = norm1(add(src, look(src)));
  return norm2(add(x, feed(x)));
}

function takesFastPath(layer: TransformerEncoderLayer, src: Tensor): boolean {
  const { self_attn: attention, norm1, norm2 } = layer;
  return (
    src.ndim === 3 &&
    !layer.training &&
    attention.batchFirst &&
    attention.in_proj_bias !== null &&
    attention.qkvSameEmbedDim &&
    norm1.eps === norm2.eps &&
    attention.numHeads % 2 === 0 &&
    !(isGradEnabled() && [src, ...fastPathWeights(layer)].some((x) => x?.requiresGrad))
  );
}

/** The weights whose wish for a gradient keeps PyTorch from its fast path. */
export function fastPathWeights(layer: TransformerEncoderLayer): (Tensor | null)[] {
  const { self_attn: attention, norm1, norm2, linear1, linear2 } = layer;
  const plain = [attention.out_proj, norm1, norm2, linear1, linear2];
  return [
    attention.in_proj_weight,
    attention.in_proj_bias,
    ...plain.flatMap(({ weight, bias }) => [weight, bias]),
  ];
}
