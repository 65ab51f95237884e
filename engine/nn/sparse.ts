import { type Dtype, getDefaultDtype } from "../dtype.ts";
import { embedding } from "../ops/embedding.ts";
import { formatValue } from "../print/python.ts";
import type { Tensor } from "../tensor.ts";
import { drawTable, paddingRow, tableOf, tableSizes } from "./embedding-table.ts";
import { Module } from "./module.ts";
import type { Parameter } from "./parameter.ts";

/** Options of Embedding. */
export interface EmbeddingOptions {
  /** A row that starts at 0 and gets no gradient, counted from the end if negative. */
  paddingIdx?: number | null;
  /** Rows that are used and whose norm exceeds this are scaled down to it, in place. */
  maxNorm?: number | null;
  /** The p of that norm. */
  normType?: number;
  /** Whether a row's gradient is divided by how often it was used. */
  scaleGradByFreq?: boolean;
  /** Whether PyTorch would give a sparse gradient; here its dense equal comes. */
  sparse?: boolean;
  /** Used as the weight, as it is, instead of drawing one. */
  _weight?: Tensor | null;
  /** Whether the weight wants no gradient. */
  _freeze?: boolean;
  dtype?: Dtype;
}

/** Options of Embedding.fromPretrained. */
export type PretrainedOptions = Omit<EmbeddingOptions, "_weight" | "_freeze" | "dtype"> & {
  /** Whether the weight wants no gradient. */
  freeze?: boolean;
};

export interface Embedding {
  (indices: Tensor): Tensor;
}

/**
 * Rows of a table by index. https://docs.pytorch.org/docs/stable/generated/torch.nn.Embedding.html
 *
 * **Shapes**: indices (*) of int64 or int32, result (*, embeddingDim); weight (numEmbeddings, embeddingDim), drawn from N(0, 1).
 *
 * Throws IndexError for an index that is not a row, AssertionError for such a paddingIdx, RuntimeError for indices of other types.
 */
export class Embedding extends Module {
  readonly numEmbeddings: number;
  readonly embeddingDim: number;
  readonly paddingIdx: number | null;
  maxNorm: number | null;
  normType: number;
  scaleGradByFreq: boolean;
  sparse: boolean;
  weight: Parameter;

  constructor(numEmbeddings: number, embeddingDim: number, options: EmbeddingOptions = {}) {
    super();
    this.numEmbeddings = numEmbeddings;
    this.embeddingDim = embeddingDim;
    const says = "Padding_idx must be within num_embeddings";
    this.paddingIdx = paddingRow("Embedding", says, options.paddingIdx ?? null, numEmbeddings);
    this.maxNorm = options.maxNorm ?? null;
    this.normType = options.normType ?? 2;
    this.scaleGradByFreq = options.scaleGradByFreq ?? false;
    this.sparse = options.sparse ?? false;
    const { _weight: given = null, _freeze: frozen = false, dtype = getDefaultDtype() } = options;
    this.weight = tableOf("Embedding", given, [numEmbeddings, embeddingDim], !frozen, dtype);
    if (!given) this.resetParameters();
  }

  /** An embedding whose rows are those of a matrix, frozen unless told otherwise. */
  static fromPretrained(embeddings: Tensor, options: PretrainedOptions = {}): Embedding {
    const [rows, width] = tableSizes("Embedding.fromPretrained", embeddings);
    const { freeze = true, ...others } = options;
    return new Embedding(rows, width, { ...others, _weight: embeddings, _freeze: freeze });
  }

  /** Draws the weight anew; the padding row becomes 0. */
  resetParameters(): void {
    drawTable(this.weight, this.paddingIdx);
  }

  override forward(indices: Tensor): Tensor {
    const { paddingIdx, maxNorm, normType, scaleGradByFreq, sparse } = this;
    const options = { paddingIdx, maxNorm, normType, scaleGradByFreq, sparse };
    return embedding(indices, this.weight, options);
  }

  override extraRepr(): string {
    const parts = [String(this.numEmbeddings), String(this.embeddingDim)];
    if (this.paddingIdx !== null) parts.push(`padding_idx=${this.paddingIdx}`);
    if (this.maxNorm !== null) parts.push(`max_norm=${formatValue(this.maxNorm)}`);
    if (this.normType !== 2) parts.push(`norm_type=${formatValue(this.normType)}`);
    if (this.scaleGradByFreq) parts.push("scale_grad_by_freq=True");
    if (this.sparse) parts.push("sparse=True");
    return parts.join(", ");
  }
}
