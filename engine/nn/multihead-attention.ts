import { isGradEnabled } from "../autograd.ts";
import { type Dtype, getDefaultDtype, isFloating } from "../dtype.ts";
import { checkAs } from "../errors.ts";
import { canonicalMask } from "../ops/attention-masks.ts";
import {
  type MultiHeadCall,
  type MultiHeadWeights,
  multiHeadAttention,
} from "../ops/multi-head-attention.ts";
import { mergeMasks, nativeAttention } from "../ops/native-attention.ts";
import { transpose } from "../ops/view.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { xavierNormal_, xavierUniform_, zeros_ } from "./init.ts";
import { Linear } from "./linear.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";
import { nameClasses } from "./show-module.ts";

/** Options of MultiheadAttention. */
export interface MultiheadAttentionOptions {
  /** The probability that a weight becomes zero in training. */
  dropout?: number;
  /** Whether the projections add learnt biases. */
  bias?: boolean;
  /** Whether one learnt key and value are added. */
  addBiasKv?: boolean;
  /** Whether a key and a value of zeros are added. */
  addZeroAttn?: boolean;
  /** The width of keys; embedDim if not given. */
  kdim?: number | null;
  /** The width of values; embedDim if not given. */
  vdim?: number | null;
  /** Whether query, key and value are (N, length, width) and not (length, N, width). */
  batchFirst?: boolean;
  dtype?: Dtype;
}

/** Options of a call of MultiheadAttention; masks as in MultiHeadCall. */
export interface MultiheadAttentionCall {
  keyPaddingMask?: Tensor | null;
  needWeights?: boolean;
  attnMask?: Tensor | null;
  averageAttnWeights?: boolean;
  isCausal?: boolean;
}

export interface MultiheadAttention {
  (
    query: Tensor,
    key: Tensor,
    value: Tensor,
    options?: MultiheadAttentionCall,
  ): [Tensor, Tensor | null];
}

/** The Linear of an attention's output, under the name that PyTorch prints. */
class NonDynamicallyQuantizableLinear extends Linear {}
nameClasses({ NonDynamicallyQuantizableLinear });

/**
 * Each of numHeads heads gives softmax(q kᵀ / √(embedDim / numHeads)) v for its part of the projected query, key and value; out_proj mixes them.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html
 *
 * **Shapes**: query (L, N, embedDim), key (S, N, kdim), value (S, N, vdim), N first with batchFirst, or without N;
 * returns the output, shaped as query, and the weights (N, L, S) or (N, numHeads, L, S), or null if not needed.
 *
 * Throws AssertionError if numHeads does not divide embedDim and for ranks and sizes that do not fit, RuntimeError for masks.
 */
export class MultiheadAttention extends Module {
  readonly embedDim: number;
  readonly kdim: number;
  readonly vdim: number;
  readonly numHeads: number;
  dropout: number;
  readonly batchFirst: boolean;
  readonly addZeroAttn: boolean;
  in_proj_weight: Parameter | null = null;
  q_proj_weight: Parameter | null = null;
  k_proj_weight: Parameter | null = null;
  v_proj_weight: Parameter | null = null;
  in_proj_bias: Parameter | null;
  bias_k: Parameter | null;
  bias_v: Parameter | null;
  out_proj: Linear;

  constructor(embedDim: number, numHeads: number, options: MultiheadAttentionOptions = {}) {
    checkHeads(embedDim, numHeads);
    super();
    const { bias = true, addBiasKv = false, dtype = getDefaultDtype() } = options;
    this.embedDim = embedDim;
    this.kdim = options.kdim ?? embedDim;
    this.vdim = options.vdim ?? embedDim;
    this.numHeads = numHeads;
    this.dropout = options.dropout ?? 0;
    this.batchFirst = options.batchFirst ?? false;
    this.addZeroAttn = options.addZeroAttn ?? false;
    const make = (...shape: number[]) => new Parameter(emptyTensor(shape, dtype));
    if (this.qkvSameEmbedDim) {
      this.in_proj_weight = make(3 * embedDim, embedDim);
    } else {
      this.q_proj_weight = make(embedDim, embedDim);
      this.k_proj_weight = make(embedDim, this.kdim);
      this.v_proj_weight = make(embedDim, this.vdim);
    }
    this.in_proj_bias = bias ? make(3 * embedDim) : null;
    this.bias_k = addBiasKv ? make(1, 1, embedDim) : null;
    this.bias_v = addBiasKv ? make(1, 1, embedDim) : null;
    this.out_proj = new NonDynamicallyQuantizableLinear(embedDim, embedDim, { bias, dtype });
    resetParameters(this);
  }

  /** Whether one packed weight projects query, key and value. */
  get qkvSameEmbedDim(): boolean {
    return this.kdim === this.embedDim && this.vdim === this.embedDim;
  }

  /** What the ops need to know of this layer. */
  weights(): MultiHeadWeights {
    return {
      embedDim: this.embedDim,
      heads: this.numHeads,
      projection: {
        packed: this.in_proj_weight,
        q: this.q_proj_weight,
        k: this.k_proj_weight,
        v: this.v_proj_weight,
        bias: this.in_proj_bias,
      },
      biasK: this.bias_k,
      biasV: this.bias_v,
      addZeroAttn: this.addZeroAttn,
      outWeight: this.out_proj.weight,
      outBias: this.out_proj.bias,
    };
  }

  override forward(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    options: MultiheadAttentionCall = {},
  ): [Tensor, Tensor | null] {
    const { keyPaddingMask = null, attnMask = null, isCausal = false } = options;
    const { needWeights = true, averageAttnWeights = true } = options;
    const padding = canonicalMask(keyPaddingMask, "key_padding_mask", query.dtype);
    const pairs = canonicalMask(attnMask, "attn_mask", query.dtype);
    const call = { needWeights, averageAttnWeights, isCausal };
    const isFloatingMask = (mask: Tensor | null) => mask !== null && isFloating(mask.dtype);
    const hasFloatingMask = isFloatingMask(attnMask) || isFloatingMask(keyPaddingMask);
    if (takesFastPath(this, [query, key, value], hasFloatingMask)) {
      return nativeAttention(
        query,
        this.weights(),
        mergeMasks(pairs, padding, query, this.numHeads),
        call,
      );
    }
    return attendSlowly(this, [query, key, value], {
      ...call,
      dropout: this.training ? this.dropout : 0,
      keyPaddingMask: padding,
      attnMask: pairs,
    });
  }
}

function attendSlowly(
  layer: MultiheadAttention,
  inputs: readonly [Tensor, Tensor, Tensor],
  call: MultiHeadCall,
): [Tensor, Tensor | null] {
  const [query, key, value] = inputs;
  if (!layer.batchFirst || query.ndim !== 3) {
    return multiHeadAttention(query, key, value, layer.weights(), call);
  }
  const turned = new Map(inputs.map((x) => [x, transpose(x, 1, 0)]));
  const [q, k, v] = inputs.map((x) => turned.get(x)) as [Tensor, Tensor, Tensor];
  const [output, weights] = multiHeadAttention(q, k, v, layer.weights(), call);
  return [transpose(output, 1, 0), weights];
}

/** Asked in PyTorch's order, since reading a parametrized weight may change what it is made of. */
function takesFastPath(
  layer: MultiheadAttention,
  [query, key, value]: readonly [Tensor, Tensor, Tensor],
  hasFloatingMask: boolean,
): boolean {
  const { dtype } = query;
  if (query.ndim !== 3 || query !== key || key !== value) return false;
  if (layer.in_proj_bias !== null && layer.in_proj_bias.dtype !== dtype) return false;
  if (layer.in_proj_weight === null || layer.in_proj_weight.dtype !== dtype) return false;
  if (layer.training || !layer.batchFirst || layer.numHeads % 2 !== 0) return false;
  if (layer.bias_k !== null || layer.addZeroAttn || hasFloatingMask) return false;
  const { in_proj_weight: weight, in_proj_bias: bias, out_proj: out } = layer;
  const wanting = [query, weight, bias, out.weight, out.bias];
  if (isGradEnabled() && wanting.some((x) => x?.requiresGrad)) return false;
  return layer.in_proj_bias !== null && layer.in_proj_weight !== null;
}

function resetParameters(layer: MultiheadAttention): void {
  const { in_proj_weight, q_proj_weight, k_proj_weight, v_proj_weight } = layer;
  for (const weight of [in_proj_weight, q_proj_weight, k_proj_weight, v_proj_weight]) {
    if (weight) xavierUniform_(weight);
  }
  if (layer.in_proj_bias) zeros_(layer.in_proj_bias);
  if (layer.out_proj.bias) zeros_(layer.out_proj.bias);
  if (layer.bias_k) xavierNormal_(layer.bias_k);
  if (layer.bias_v) xavierNormal_(layer.bias_v);
}

function checkHeads(embedDim: number, numHeads: number): void {
  checkAs(
    "ValueError",
    embedDim > 0 && numHeads > 0,
    "MultiheadAttention",
    () =>
      `embed_dim and num_heads must be greater than 0, got embed_dim=${embedDim} and num_heads=${numHeads} instead`,
  );
  checkAs(
    "AssertionError",
    Math.floor(embedDim / numHeads) * numHeads === embedDim,
    "MultiheadAttention",
    () => `embed_dim must be divisible by num_heads, but ${numHeads} does not divide ${embedDim}`,
  );
}
