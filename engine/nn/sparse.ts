import { noGrad } from "../autograd.ts";
import { type Dtype, getDefaultDtype } from "../dtype.ts";
import { checkAs } from "../errors.ts";
import { empty } from "../ops/create.ts";
import { embedding } from "../ops/embedding.ts";
import { select } from "../ops/view.ts";
import { formatValue } from "../print/python.ts";
import { sameShape, showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { normal_, zeros_ } from "./init.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";

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
    this.paddingIdx = paddingRow(options.paddingIdx ?? null, numEmbeddings);
    this.maxNorm = options.maxNorm ?? null;
    this.normType = options.normType ?? 2;
    this.scaleGradByFreq = options.scaleGradByFreq ?? false;
    this.sparse = options.sparse ?? false;
    const { _weight: given = null, _freeze: frozen = false, dtype = getDefaultDtype() } = options;
    const shape = [numEmbeddings, embeddingDim];
    checkAs(
      "AssertionError",
      given === null || sameShape(given.shape, shape),
      "Embedding",
      () =>
        `Shape of weight does not match num_embeddings and embedding_dim: ${showShape(given?.shape ?? [])} is not ${showShape(shape)}`,
    );
    this.weight = new Parameter(given ?? empty(shape, { dtype }), !frozen);
    if (!given) this.resetParameters();
  }

  /** An embedding whose rows are those of a matrix, frozen unless told otherwise. */
  static fromPretrained(embeddings: Tensor, options: PretrainedOptions = {}): Embedding {
    checkAs(
      "AssertionError",
      embeddings.ndim === 2,
      "Embedding.fromPretrained",
      () =>
        `Embeddings parameter is expected to be 2-dimensional, but has shape ${showShape(embeddings.shape)}`,
    );
    const { freeze = true, ...others } = options;
    const [rows, width] = embeddings.shape as [number, number];
    return new Embedding(rows, width, { ...others, _weight: embeddings, _freeze: freeze });
  }

  /** Draws the weight anew; the padding row becomes 0. */
  resetParameters(): void {
    normal_(this.weight);
    if (this.paddingIdx === null) return;
    const row = this.paddingIdx;
    noGrad(() => zeros_(select(this.weight, 0, row)));
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

function paddingRow(index: number | null, rows: number): number | null {
  if (index === null) return null;
  checkAs(
    "AssertionError",
    index >= -rows && (index < rows || index === 0),
    "Embedding",
    () => `Padding_idx must be within num_embeddings: ${index} for ${rows} rows`,
  );
  return index < 0 ? index + rows : index;
}
