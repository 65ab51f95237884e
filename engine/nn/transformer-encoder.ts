import { isGradEnabled } from "../autograd.ts";
import { check } from "../errors.ts";
import { canonicalMask } from "../ops/attention-masks.ts";
import { choose } from "../ops/choose.ts";
import { numbers, to } from "../ops/copy.ts";
import { full } from "../ops/create.ts";
import { reshape } from "../ops/view.ts";
import { sameShape, showShape } from "../shape.ts";
import { type Tensor, tensorFrom } from "../tensor.ts";
import { isCausalMask } from "./causal-mask.ts";
import { deepCopy } from "./deep-copy.ts";
import { fastActivation } from "./feed-forward.ts";
import { Module } from "./module.ts";
import { ModuleList } from "./module-list.ts";
import { fastPathWeights, TransformerEncoderLayer } from "./transformer-encoder-layer.ts";

/** Options of TransformerEncoder. */
export interface TransformerEncoderOptions {
  /** What follows the last layer. */
  norm?: Module | null;
  /** Whether evaluation may leave out padded positions, which then come back as zeros. */
  enableNestedTensor?: boolean;
  /** Whether that is only done for sequences that are padded at their end. */
  maskCheck?: boolean;
}

/** Options of a call of TransformerEncoder; masks as in TransformerEncoderLayerCall. */
export interface TransformerEncoderCall {
  mask?: Tensor | null;
  srcKeyPaddingMask?: Tensor | null;
  /** Whether `mask` is the causal one; null looks. */
  isCausal?: boolean | null;
}

export interface TransformerEncoder {
  (src: Tensor, options?: TransformerEncoderCall): Tensor;
}

/**
 * Deep copies of one layer on top of each other, then a norm. https://docs.pytorch.org/docs/stable/generated/torch.nn.TransformerEncoder.html
 *
 * **Shapes** and refusals as the layer's. In evaluation, where no gradient is wanted, PyTorch leaves padded positions out and
 * gives zeros for them before the norm; so does this.
 */
export class TransformerEncoder extends Module {
  layers: ModuleList;
  readonly numLayers: number;
  norm: Module | null;
  readonly enableNestedTensor: boolean;
  readonly useNestedTensor: boolean;
  readonly maskCheck: boolean;

  constructor(
    encoderLayer: TransformerEncoderLayer,
    numLayers: number,
    options: TransformerEncoderOptions = {},
  ) {
    super();
    const copies = Array.from({ length: numLayers }, () => deepCopy(encoderLayer));
    this.layers = new ModuleList(copies);
    this.numLayers = numLayers;
    this.norm = options.norm ?? null;
    this.enableNestedTensor = options.enableNestedTensor ?? true;
    this.useNestedTensor = this.enableNestedTensor && canNest(encoderLayer);
    this.maskCheck = options.maskCheck ?? true;
  }

  override forward(src: Tensor, options: TransformerEncoderCall = {}): Tensor {
    const padding = canonicalMask(
      options.srcKeyPaddingMask ?? null,
      "src_key_padding_mask",
      src.dtype,
    );
    const mask = canonicalMask(options.mask ?? null, "mask", src.dtype);
    const first = this.layers.get(0) as TransformerEncoderLayer;
    const length = src.size(src.ndim !== 2 && first.self_attn.batchFirst ? 1 : 0);
    const isCausal = isCausalMask(mask, options.isCausal ?? null, length);
    const left = padding && nestedPadding(this, first, src, padding, mask);
    let x = src;
    for (const layer of this.layers) {
      const call = { srcMask: mask, srcKeyPaddingMask: left ?? padding, isCausal };
      x = (layer as TransformerEncoderLayer)(x, call);
    }
    if (left) x = withZeros(x, left);
    return this.norm ? (this.norm(x as never) as Tensor) : x;
  }
}

/** Whether PyTorch's kernels for ragged batches could run this layer. */
function canNest(layer: TransformerEncoderLayer): boolean {
  if (!(layer instanceof TransformerEncoderLayer)) return false;
  const { self_attn: attention, norm1, norm2 } = layer;
  return (
    !layer.normFirst &&
    attention.batchFirst &&
    attention.qkvSameEmbedDim &&
    attention.in_proj_bias !== null &&
    fastActivation(layer.activation) !== null &&
    norm1.eps === norm2.eps &&
    attention.numHeads % 2 === 0
  );
}

/** Which positions (N, L) are left out and come back as zeros, as a boolean mask; null if all are kept. */
function nestedPadding(
  encoder: TransformerEncoder,
  first: TransformerEncoderLayer,
  src: Tensor,
  padding: Tensor,
  mask: Tensor | null,
): Tensor | null {
  if (!encoder.useNestedTensor || first.training || src.ndim !== 3) return null;
  const checked = encoder.maskCheck ? keptCounts(src, padding) : null;
  if (checked?.atStart === false || mask) return null;
  if (isGradEnabled() && [src, ...fastPathWeights(first)].some((x) => x?.requiresGrad)) return null;
  const { counts } = checked ?? keptCounts(src, padding);
  check(
    counts.some((n) => n > 0),
    "TransformerEncoder",
    () => "to_padded_tensor: at least one constituent tensor should have non-zero numel",
  );
  const [batch, length] = padding.shape as [number, number];
  const left = Uint8Array.from({ length: batch * length }, (_, i) =>
    i % length < (counts[Math.floor(i / length)] as number) ? 0 : 1,
  );
  return tensorFrom([batch, length], "bool", left);
}

/** How many positions of each sequence are kept, and whether they all stand at its start. */
function keptCounts(src: Tensor, padding: Tensor): { counts: number[]; atStart: boolean } {
  const where = "TransformerEncoder";
  check(padding.ndim === 2, where, () => `Padding mask should be 2D, got ${padding.ndim}D`);
  const [batch, length] = padding.shape as [number, number];
  check(
    sameShape(src.shape.slice(0, 2), [batch, length]),
    where,
    () =>
      `Mask size should match input size, got ${showShape(padding.shape)} for an input of ${showShape(src.shape)}`,
  );
  const left = numbers(to(padding, "bool"));
  const rows = Array.from({ length: batch }, (_, i) => left.slice(i * length, (i + 1) * length));
  const counts = rows.map((row) => row.filter((out) => !out).length);
  const atStart = rows.every((row, i) => !row.slice(0, counts[i]).some((out) => out));
  return { counts, atStart };
}

function withZeros(x: Tensor, left: Tensor): Tensor {
  const [batch, length] = left.shape as [number, number];
  return choose(reshape(left, [batch, length, 1]), full([], 0, { dtype: x.dtype }), x, x.shape);
}
