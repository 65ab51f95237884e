import { relu } from "../ops/activation.ts";
import { add } from "../ops/pointwise.ts";
import type { Tensor } from "../tensor.ts";
import { Dropout } from "./dropout.ts";
import { activationOf } from "./feed-forward.ts";
import { Linear } from "./linear.ts";
import { Module } from "./module.ts";
import type { MultiheadAttention } from "./multihead-attention.ts";
import { LayerNorm } from "./normalization.ts";
import {
  completeOptions,
  makeAttention,
  type TransformerLayerOptions,
} from "./transformer-layer.ts";

/** Options of a call of TransformerDecoderLayer; masks as in TransformerEncoderLayerCall. */
export interface TransformerDecoderLayerCall {
  tgtMask?: Tensor | null;
  memoryMask?: Tensor | null;
  tgtKeyPaddingMask?: Tensor | null;
  memoryKeyPaddingMask?: Tensor | null;
  /** Says that tgtMask is the causal one. */
  tgtIsCausal?: boolean;
  /** Says that memoryMask is the causal one. */
  memoryIsCausal?: boolean;
}

export interface TransformerDecoderLayer {
  (tgt: Tensor, memory: Tensor, options?: TransformerDecoderLayerCall): Tensor;
}

/**
 * Self-attention, attention to the memory, then two linear layers, each with dropout, a residual sum and a norm.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.TransformerDecoderLayer.html
 *
 * **Shapes**: tgt (L, N, dModel), memory (S, N, dModel), N first with batchFirst, or without N; output as tgt.
 *
 * Throws as MultiheadAttention, and RuntimeError for an activation that is unknown.
 */
export class TransformerDecoderLayer extends Module {
  self_attn: MultiheadAttention;
  multihead_attn: MultiheadAttention;
  linear1: Linear;
  dropout: Dropout;
  linear2: Linear;
  readonly normFirst: boolean;
  norm1: LayerNorm;
  norm2: LayerNorm;
  norm3: LayerNorm;
  dropout1: Dropout;
  dropout2: Dropout;
  dropout3: Dropout;
  activation: (x: Tensor) => Tensor;
  /** In PyTorch the copy of a layer whose activation is a module keeps and prints it, but calls relu. */
  callsRelu = false;

  constructor(dModel: number, nhead: number, options: TransformerLayerOptions = {}) {
    super();
    const all = completeOptions(options);
    const { dimFeedforward, bias, dtype, dropout: p } = all;
    const norm = { eps: all.layerNormEps, bias, dtype };
    this.self_attn = makeAttention(dModel, nhead, all);
    this.multihead_attn = makeAttention(dModel, nhead, all);
    this.linear1 = new Linear(dModel, dimFeedforward, { bias, dtype });
    this.dropout = new Dropout({ p });
    this.linear2 = new Linear(dimFeedforward, dModel, { bias, dtype });
    this.normFirst = all.normFirst;
    this.norm1 = new LayerNorm(dModel, norm);
    this.norm2 = new LayerNorm(dModel, norm);
    this.norm3 = new LayerNorm(dModel, norm);
    this.dropout1 = new Dropout({ p });
    this.dropout2 = new Dropout({ p });
    this.dropout3 = new Dropout({ p });
    this.activation = activationOf(all.activation);
  }

  override forward(tgt: Tensor, memory: Tensor, options: TransformerDecoderLayerCall = {}): Tensor {
    const { norm1, norm2, norm3 } = this;
    const blocks: [LayerNorm, (x: Tensor) => Tensor][] = [
      [norm1, (x) => lookAtItself(this, x, options)],
      [norm2, (x) => lookAtMemory(this, x, memory, options)],
      [norm3, (x) => feedForward(this, x)],
    ];
    let x = tgt;
    for (const [norm, block] of blocks) {
      x = this.normFirst ? add(x, block(norm(x))) : norm(add(x, block(x)));
    }
    return x;
  }
}

function lookAtItself(
  layer: TransformerDecoderLayer,
  x: Tensor,
  options: TransformerDecoderLayerCall,
): Tensor {
  const [seen] = layer.self_attn(x, x, x, {
    attnMask: options.tgtMask ?? null,
    keyPaddingMask: options.tgtKeyPaddingMask ?? null,
    isCausal: options.tgtIsCausal ?? false,
    needWeights: false,
  });
  return layer.dropout1(seen);
}

function lookAtMemory(
  layer: TransformerDecoderLayer,
  x: Tensor,
  memory: Tensor,
  options: TransformerDecoderLayerCall,
): Tensor {
  const [seen] = layer.multihead_attn(x, memory, memory, {
    attnMask: options.memoryMask ?? null,
    keyPaddingMask: options.memoryKeyPaddingMask ?? null,
    isCausal: options.memoryIsCausal ?? false,
    needWeights: false,
  });
  return layer.dropout2(seen);
}

function feedForward(layer: TransformerDecoderLayer, x: Tensor): Tensor {
  const { linear1, linear2, dropout, dropout3 } = layer;
  const activate = layer.callsRelu ? relu : layer.activation;
  return dropout3(linear2(dropout(activate(linear1(x)))));
}
