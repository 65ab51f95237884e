import { type Dtype, getDefaultDtype } from "../dtype.ts";
import type { Activation } from "./feed-forward.ts";
import { MultiheadAttention } from "./multihead-attention.ts";

/** Options of TransformerEncoderLayer and TransformerDecoderLayer. */
export interface TransformerLayerOptions {
  /** The width between the two linear layers. */
  dimFeedforward?: number;
  /** The probability of every dropout. */
  dropout?: number;
  activation?: Activation;
  /** The eps of every LayerNorm. */
  layerNormEps?: number;
  /** Whether sequences are (N, length, dModel) and not (length, N, dModel). */
  batchFirst?: boolean;
  /** Whether each block normalises its input, and not the sum of its input and output. */
  normFirst?: boolean;
  /** Whether linear layers, attentions and norms have biases. */
  bias?: boolean;
  dtype?: Dtype;
}

/** The options with PyTorch's defaults filled in. */
export function completeOptions(
  options: TransformerLayerOptions,
): Required<TransformerLayerOptions> {
  return {
    dimFeedforward: options.dimFeedforward ?? 2048,
    dropout: options.dropout ?? 0.1,
    activation: options.activation ?? "relu",
    layerNormEps: options.layerNormEps ?? 1e-5,
    batchFirst: options.batchFirst ?? false,
    normFirst: options.normFirst ?? false,
    bias: options.bias ?? true,
    dtype: options.dtype ?? getDefaultDtype(),
  };
}

/** An attention of a transformer layer. */
export function makeAttention(
  dModel: number,
  nhead: number,
  { dropout, bias, batchFirst, dtype }: Required<TransformerLayerOptions>,
): MultiheadAttention {
  return new MultiheadAttention(dModel, nhead, { dropout, bias, batchFirst, dtype });
}
