import type { Tensor } from "../tensor.ts";
import { isCausalMask } from "./causal-mask.ts";
import { deepCopy } from "./deep-copy.ts";
import { Module } from "./module.ts";
import { ModuleList } from "./module-list.ts";
import type {
  TransformerDecoderLayer,
  TransformerDecoderLayerCall,
} from "./transformer-decoder-layer.ts";

/** Options of TransformerDecoder. */
export interface TransformerDecoderOptions {
  /** What follows the last layer. */
  norm?: Module | null;
}

/** Options of a call of TransformerDecoder; masks as in TransformerEncoderLayerCall. */
export interface TransformerDecoderCall extends Omit<TransformerDecoderLayerCall, "tgtIsCausal"> {
  /** Whether tgtMask is the causal one; null looks. */
  tgtIsCausal?: boolean | null;
}

export interface TransformerDecoder {
  (tgt: Tensor, memory: Tensor, options?: TransformerDecoderCall): Tensor;
}

/**
 * Deep copies of one layer on top of each other, then a norm. https://docs.pytorch.org/docs/stable/generated/torch.nn.TransformerDecoder.html
 *
 * **Shapes** and refusals as the layer's.
 */
export class TransformerDecoder extends Module {
  layers: ModuleList;
  readonly numLayers: number;
  norm: Module | null;

  constructor(
    decoderLayer: TransformerDecoderLayer,
    numLayers: number,
    options: TransformerDecoderOptions = {},
  ) {
    super();
    const copies = Array.from({ length: numLayers }, () => copyLayer(decoderLayer));
    this.layers = new ModuleList(copies);
    this.numLayers = numLayers;
    this.norm = options.norm ?? null;
  }

  override forward(tgt: Tensor, memory: Tensor, options: TransformerDecoderCall = {}): Tensor {
    const { batchFirst } = (this.layers.get(0) as TransformerDecoderLayer).self_attn;
    const length = tgt.size(tgt.ndim !== 2 && batchFirst ? 1 : 0);
    const hint = options.tgtIsCausal ?? null;
    const tgtIsCausal = isCausalMask(options.tgtMask ?? null, hint, length);
    let x = tgt;
    for (const layer of this.layers) {
      x = (layer as TransformerDecoderLayer)(x, memory, { ...options, tgtIsCausal });
    }
    return this.norm ? (this.norm(x as never) as Tensor) : x;
  }
}

function copyLayer(layer: TransformerDecoderLayer): TransformerDecoderLayer {
  const copy = deepCopy(layer);
  copy.callsRelu = (layer.activation as unknown) instanceof Module;
  return copy;
}
