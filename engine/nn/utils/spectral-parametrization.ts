import { noGrad } from "../../autograd.ts";
import { checkAs } from "../../errors.ts";
import { copy_ } from "../../ops/assign.ts";
import { clone } from "../../ops/copy.ts";
import { normalize } from "../../ops/normalize.ts";
import { div } from "../../ops/pointwise.ts";
import { dot, mv } from "../../ops/products.ts";
import { t } from "../../ops/view.ts";
import type { Tensor } from "../../tensor.ts";
import { Module } from "../module.ts";
import { Buffer } from "../parameter.ts";
import { nameClasses } from "../show-module.ts";
import { asMatrix, randomDirection } from "./spectral-matrix.ts";

/** Options of SpectralNorm; see spectralNorm. */
export interface PowerOptions {
  readonly nPowerIterations: number;
  readonly eps: number;
  readonly dim: number;
}

/** How often u and v are improved when they are made. */
const FIRST_ITERATIONS = 15;

/** A tensor divided by its greatest singular value, uᵀ W v; a vector by its length. */
export class SpectralNorm extends Module {
  readonly options: PowerOptions;
  /** The direction in which the matrix stretches most, as it comes out. */
  declare _u: Buffer;
  /** The direction in which the matrix stretches most, as it goes in. */
  declare _v: Buffer;

  constructor(weight: Tensor, { nPowerIterations, eps, dim }: PowerOptions) {
    super();
    const { ndim } = weight;
    checkAs(
      "IndexError",
      dim < ndim && dim >= -ndim,
      "spectralNorm",
      () =>
        `Dimension out of range (expected to be in range of [${-ndim}, ${ndim - 1}] but got ${dim})`,
    );
    checkAs(
      "ValueError",
      nPowerIterations > 0,
      "spectralNorm",
      () =>
        `Expected n_power_iterations to be positive, but got n_power_iterations=${nPowerIterations}`,
    );
    this.options = { nPowerIterations, eps, dim: dim < 0 ? dim + ndim : dim };
    if (ndim < 2) return;
    const matrix = asMatrix(weight, this.options.dim);
    this._u = new Buffer(randomDirection(weight, matrix.size(0), eps));
    this._v = new Buffer(randomDirection(weight, matrix.size(1), eps));
    this.improve(matrix, FIRST_ITERATIONS);
  }

  override forward(weight: Tensor): Tensor {
    const { dim, eps, nPowerIterations } = this.options;
    if (weight.ndim === 1) return normalize(weight, { dim: 0, eps });
    const matrix = asMatrix(weight, dim);
    if (this.training) this.improve(matrix, nPowerIterations);
    // The next reading changes u and v, which this one's backward still needs.
    const [u, v] = [clone(this._u), clone(this._v)];
    return div(weight, dot(u, mv(matrix, v)));
  }

  rightInverse(value: Tensor): Tensor {
    return value;
  }

  private improve(matrix: Tensor, times: number): void {
    const { eps } = this.options;
    noGrad(() => {
      for (let i = 0; i < times; i++) {
        copy_(this._u, normalize(mv(matrix, this._v), { dim: 0, eps }));
        copy_(this._v, normalize(mv(t(matrix), this._u), { dim: 0, eps }));
      }
    });
  }
}

nameClasses({ _SpectralNorm: SpectralNorm });
