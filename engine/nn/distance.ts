import { type CosineSimilarityOptions, cosineSimilarity } from "../ops/cosine-similarity.ts";
import { type PairwiseDistanceOptions, pairwiseDistance } from "../ops/distance.ts";
import type { Tensor } from "../tensor.ts";
import { Module } from "./module.ts";

/** A layer that compares two tensors. */
export interface Comparison {
  (a: Tensor, b: Tensor): Tensor;
}

export interface CosineSimilarity extends Comparison {}

/**
 * a · b / (|a| |b|) along `dim`, where each length is at least eps.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.CosineSimilarity.html
 *
 * **Shapes**: a and b broadcast; that shape without `dim`. Throws IndexError for an axis that there is not.
 */
export class CosineSimilarity extends Module {
  dim: number;
  eps: number;

  constructor({ dim = 1, eps = 1e-8 }: CosineSimilarityOptions = {}) {
    super();
    this.dim = dim;
    this.eps = eps;
  }

  override forward(a: Tensor, b: Tensor): Tensor {
    return cosineSimilarity(a, b, { dim: this.dim, eps: this.eps });
  }
}

export interface PairwiseDistance extends Comparison {}

/**
 * The p-norm of a - b + eps along the last axis. https://docs.pytorch.org/docs/stable/generated/torch.nn.PairwiseDistance.html
 *
 * **Shapes**: a and b broadcast; that shape without its last axis, or with size 1 there if keepdim.
 */
export class PairwiseDistance extends Module {
  norm: number;
  eps: number;
  keepdim: boolean;

  constructor({ p = 2, eps = 1e-6, keepdim = false }: PairwiseDistanceOptions = {}) {
    super();
    this.norm = p;
    this.eps = eps;
    this.keepdim = keepdim;
  }

  override forward(a: Tensor, b: Tensor): Tensor {
    return pairwiseDistance(a, b, { p: this.norm, eps: this.eps, keepdim: this.keepdim });
  }
}
