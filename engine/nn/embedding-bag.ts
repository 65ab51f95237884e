import { type Dtype, getDefaultDtype } from "../dtype.ts";
import { named } from "../named.ts";
import { embeddingBag } from "../ops/embedding-bag.ts";
import type { BagMode } from "../ops/embedding-bags.ts";
import { formatValue } from "../print/python.ts";
import type { Tensor } from "../tensor.ts";
import { drawTable, paddingRow, tableOf, tableSizes } from "./embedding-table.ts";
import { Module } from "./module.ts";
import type { Parameter } from "./parameter.ts";

/** Options of EmbeddingBag. */
export interface EmbeddingBagOptions {
  /** Rows that are used and whose norm exceeds this are scaled down to it, in place. */
  maxNorm?: number | null;
  /** The p of that norm. */
  normType?: number;
  /** Whether a row's gradient is divided by how often it was used. */
  scaleGradByFreq?: boolean;
  /** What becomes of the rows of a bag. */
  mode?: BagMode;
  /** Whether PyTorch would give a sparse gradient; here its dense equal comes. */
  sparse?: boolean;
  /** Used as the weight, as it is, instead of drawing one. */
  _weight?: Tensor | null;
  /** Whether the last offset is where the last bag ends. */
  includeLastOffset?: boolean;
  /** A row that starts at 0, gets no gradient and is left out of bags, counted from the end if negative. */
  paddingIdx?: number | null;
  dtype?: Dtype;
}

/** Options of EmbeddingBag.fromPretrained. */
export type PretrainedBagOptions = Omit<EmbeddingBagOptions, "_weight" | "dtype"> & {
  /** Whether the weight wants no gradient. */
  freeze?: boolean;
};

/** Options of a call. */
export interface EmbeddingBagCall {
  /** Where each bag starts in indices of one axis. */
  offsets?: Tensor | null;
  /** A factor for each index; for sums only. */
  perSampleWeights?: Tensor | null;
}

export interface EmbeddingBag {
  (indices: Tensor, offsets?: Tensor | null, perSampleWeights?: Tensor | null): Tensor;
  (indices: Tensor, options: EmbeddingBagCall): Tensor;
}

/**
 * The sum, the mean or the greatest of the rows of a table that each bag of indices names; 0 for an empty bag.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.EmbeddingBag.html
 *
 * **Shapes**: indices (bags, each) or, with offsets (bags), (all), both int64 or int32; result (bags, embeddingDim); weight
 * (numEmbeddings, embeddingDim), drawn from N(0, 1).
 *
 * Throws AssertionError for a paddingIdx that is no row, ValueError for ranks and options that do not go together, RuntimeError
 * for offsets, indices and types that cannot be.
 */
export class EmbeddingBag extends Module {
  readonly numEmbeddings: number;
  readonly embeddingDim: number;
  maxNorm: number | null;
  normType: number;
  scaleGradByFreq: boolean;
  readonly paddingIdx: number | null;
  weight: Parameter;
  mode: BagMode;
  sparse: boolean;
  includeLastOffset: boolean;

  constructor(numEmbeddings: number, embeddingDim: number, options: EmbeddingBagOptions = {}) {
    super();
    const { paddingIdx = null, _weight: given = null, dtype = getDefaultDtype() } = options;
    const where = "EmbeddingBag";
    this.numEmbeddings = numEmbeddings;
    this.embeddingDim = embeddingDim;
    this.maxNorm = options.maxNorm ?? null;
    this.normType = options.normType ?? 2;
    this.scaleGradByFreq = options.scaleGradByFreq ?? false;
    const says = "padding_idx must be within num_embeddings";
    this.paddingIdx = paddingRow(where, says, paddingIdx, numEmbeddings);
    this.weight = tableOf(where, given, [numEmbeddings, embeddingDim], true, dtype);
    if (!given) this.resetParameters();
    this.mode = options.mode ?? "mean";
    this.sparse = options.sparse ?? false;
    this.includeLastOffset = options.includeLastOffset ?? false;
  }

  /** Bags of the rows of a matrix, frozen unless told otherwise. */
  static fromPretrained(embeddings: Tensor, options: PretrainedBagOptions = {}): EmbeddingBag {
    const [rows, width] = tableSizes("EmbeddingBag.fromPretrained", embeddings);
    const { freeze = true, ...others } = options;
    const made = new EmbeddingBag(rows, width, { ...others, _weight: embeddings });
    made.weight.requiresGrad = !freeze;
    return made;
  }

  /** Draws the weight anew; the padding row becomes 0. */
  resetParameters(): void {
    drawTable(this.weight, this.paddingIdx);
  }

  override forward(
    indices: Tensor,
    ...given: readonly (Tensor | EmbeddingBagCall | null | undefined)[]
  ): Tensor {
    const { maxNorm, normType, scaleGradByFreq, mode, sparse } = this;
    const { includeLastOffset, paddingIdx } = this;
    const call = named<EmbeddingBagCall>(given, ["offsets", "perSampleWeights"]);
    const options = { maxNorm, normType, scaleGradByFreq, mode, sparse, ...call };
    return embeddingBag(indices, this.weight, { ...options, includeLastOffset, paddingIdx });
  }

  override extraRepr(): string {
    const parts = [String(this.numEmbeddings), String(this.embeddingDim)];
    if (this.maxNorm !== null) parts.push(`max_norm=${formatValue(this.maxNorm)}`);
    if (this.normType !== 2) parts.push(`norm_type=${formatValue(this.normType)}`);
    if (this.scaleGradByFreq) parts.push("scale_grad_by_freq=True");
    parts.push(`mode=${formatValue(this.mode)}`);
    if (this.paddingIdx !== null) parts.push(`padding_idx=${this.paddingIdx}`);
    return parts.join(", ");
  }
}
