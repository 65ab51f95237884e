import { check } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { generateSquareSubsequentMask, type SquareMaskOptions } from "./causal-mask.ts";
import { xavierUniform_ } from "./init.ts";
import { Module } from "./module.ts";
import { LayerNorm } from "./normalization.ts";
import { TransformerDecoder } from "./transformer-decoder.ts";
import { TransformerDecoderLayer } from "./transformer-decoder-layer.ts";
import { TransformerEncoder } from "./transformer-encoder.ts";
import { TransformerEncoderLayer } from "./transformer-encoder-layer.ts";
import { completeOptions, type TransformerLayerOptions } from "./transformer-layer.ts";

/** Options of Transformer. */
export interface TransformerOptions extends TransformerLayerOptions {
  /** The width of source and target. */
  dModel?: number;
  /** The heads of each attention. */
  nhead?: number;
  numEncoderLayers?: number;
  numDecoderLayers?: number;
  /** Called as TransformerEncoder is, in its place. */
  customEncoder?: Module | null;
  /** Called as TransformerDecoder is, in its place. */
  customDecoder?: Module | null;
}

/** Options of a call of Transformer; masks as in TransformerEncoderLayerCall. */
export interface TransformerCall {
  srcMask?: Tensor | null;
  tgtMask?: Tensor | null;
  memoryMask?: Tensor | null;
  srcKeyPaddingMask?: Tensor | null;
  tgtKeyPaddingMask?: Tensor | null;
  memoryKeyPaddingMask?: Tensor | null;
  /** Whether the mask is the causal one; null looks. */
  srcIsCausal?: boolean | null;
  tgtIsCausal?: boolean | null;
  memoryIsCausal?: boolean;
}

export interface Transformer {
  (src: Tensor, tgt: Tensor, options?: TransformerCall): Tensor;
}

/**
 * An encoder of the source and a decoder that looks at its output, each ending in a LayerNorm; all matrices are drawn by xavierUniform_.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Transformer.html
 *
 * **Shapes**: src (S, N, dModel), tgt (L, N, dModel), N first with batchFirst, or without N; output as tgt.
 *
 * Throws RuntimeError if batches or widths differ, and as its layers do.
 */
export class Transformer extends Module {
  encoder: Module;
  decoder: Module;
  readonly dModel: number;
  readonly nhead: number;
  readonly batchFirst: boolean;

  constructor(options: TransformerOptions = {}) {
    super();
    const { dModel = 512, nhead = 8, numEncoderLayers = 6, numDecoderLayers = 6 } = options;
    const all = completeOptions(options);
    const makeNorm = () =>
      new LayerNorm(dModel, { eps: all.layerNormEps, bias: all.bias, dtype: all.dtype });
    this.encoder =
      options.customEncoder ??
      new TransformerEncoder(new TransformerEncoderLayer(dModel, nhead, all), numEncoderLayers, {
        norm: makeNorm(),
      });
    this.decoder =
      options.customDecoder ??
      new TransformerDecoder(new TransformerDecoderLayer(dModel, nhead, all), numDecoderLayers, {
        norm: makeNorm(),
      });
    for (const parameter of this.parameters()) if (parameter.ndim > 1) xavierUniform_(parameter);
    this.dModel = dModel;
    this.nhead = nhead;
    this.batchFirst = all.batchFirst;
  }

  /** The mask (sz, sz) that lets position i see only 0 to i: 0 there, -inf elsewhere. */
  static generateSquareSubsequentMask(sz: number, options?: SquareMaskOptions): Tensor {
    return generateSquareSubsequentMask(sz, options);
  }

  override forward(src: Tensor, tgt: Tensor, options: TransformerCall = {}): Tensor {
    const batchAxis = this.batchFirst ? 0 : 1;
    check(
      src.size(batchAxis) === tgt.size(batchAxis) || src.ndim !== 3,
      "Transformer",
      () =>
        `the batch number of src and tgt must be equal, but is ${src.size(batchAxis)} and ${tgt.size(batchAxis)}`,
    );
    check(
      src.size(-1) === this.dModel && tgt.size(-1) === this.dModel,
      "Transformer",
      () =>
        `the feature number of src and tgt must be equal to d_model, ${this.dModel}, but is ${src.size(-1)} and ${tgt.size(-1)}`,
    );
    const { srcMask: mask, srcKeyPaddingMask, srcIsCausal: isCausal, ...others } = options;
    const encode = this.encoder.forward as (...inputs: unknown[]) => Tensor;
    const decode = this.decoder.forward as (...inputs: unknown[]) => Tensor;
    const memory = encode.call(this.encoder, src, { mask, srcKeyPaddingMask, isCausal });
    return decode.call(this.decoder, tgt, memory, others);
  }
}
