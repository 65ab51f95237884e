import { noGrad } from "../../autograd.ts";
import { check, checkAs } from "../../errors.ts";
import { copy_ } from "../../ops/assign.ts";
import { clone, detach } from "../../ops/copy.ts";
import { matmul } from "../../ops/matmul-broadcast.ts";
import { normalize } from "../../ops/normalize.ts";
import { div, mul } from "../../ops/pointwise.ts";
import { dot, mv } from "../../ops/products.ts";
import { mean } from "../../ops/reduce.ts";
import { solve } from "../../ops/solve.ts";
import { t } from "../../ops/view.ts";
import type { Tensor } from "../../tensor.ts";
import { HOOKS, type LoadStateDictPreHook } from "../hooks.ts";
import type { Module } from "../module.ts";
import { Buffer, isLazy, Parameter } from "../parameter.ts";
import { parameterNamed, put } from "./own-tensor.ts";
import { Recomputed, recomputedOf } from "./recomputed.ts";
import { asMatrix, randomDirection, rowsAxis } from "./spectral-matrix.ts";

/** Options of spectralNorm. */
export interface SpectralNormOptions {
  /** The parameter. */
  name?: string;
  /** How often u and v are improved before each forward call in training. */
  nPowerIterations?: number;
  /** The least that the length of u and v counts as. */
  eps?: number;
  /** The axis of the rows; 1 for transposed convolutions and 0 for all else if not given. */
  dim?: number | null;
}

/**
 * Divides a parameter (`weight_orig`), taken as a matrix, by its greatest singular value, which is estimated by u and v (`weight_u`,
 * `weight_v`) before each forward call. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.spectral_norm.html
 *
 * **Shapes**: a weight of any shape is the matrix (its size along `dim`, all else). Throws KeyError for a name that is no parameter's,
 * ValueError for a parameter that is null or has no shape and for no iterations, RuntimeError for a second time and for an axis that
 * it has not.
 */
export function spectralNorm<M extends Module>(
  module: M,
  { name = "weight", nPowerIterations = 1, eps = 1e-12, dim = null }: SpectralNormOptions = {},
): M {
  check(
    recomputedOf(module, SpectralNorm).every((one) => one.name !== name),
    "spectralNorm",
    () => `Cannot register two spectral_norm hooks on the same parameter ${name}`,
  );
  const norm = new SpectralNorm(name, { nPowerIterations, eps, dim: dim ?? rowsAxis(module) });
  const weight = parameterNamed(module, name);
  checkAs(
    "ValueError",
    weight !== null,
    "spectralNorm",
    () => `\`SpectralNorm\` cannot be applied as parameter \`${name}\` is None`,
  );
  checkAs(
    "ValueError",
    !isLazy(weight),
    "spectralNorm",
    () =>
      "The module passed to `SpectralNorm` can't have uninitialized parameters. Call the module once before",
  );
  norm.split(module, weight);
  norm.attachTo(module);
  module.registerLoadStateDictPreHook(norm.adaptState);
  return module;
}

/** spectralNorm undone: the parameter has its present value. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.remove_spectral_norm.html */
export function removeSpectralNorm<M extends Module>(
  module: M,
  { name = "weight" }: { name?: string } = {},
): M {
  const norm = recomputedOf(module, SpectralNorm).find((one) => one.name === name);
  checkAs(
    "ValueError",
    norm !== undefined,
    "removeSpectralNorm",
    () => `spectral_norm of '${name}' not found in ${module}`,
  );
  norm.join(module);
  norm.detachFrom(module);
  module[HOOKS]?.remove("loading", norm.adaptState);
  return module;
}

/** The v for which W v has u's direction and uᵀ W v = sigma. */
function rightOf(matrix: Tensor, u: Tensor, sigma: Tensor): Tensor {
  const turned = t(matrix);
  const [rows, columns] = matrix.shape as [number, number];
  const v =
    rows >= columns
      ? solve(matmul(turned, matrix), mv(turned, u))
      : mv(turned, solve(matmul(matrix, turned), u));
  return mul(v, div(sigma, dot(u, mv(matrix, v))));
}

class SpectralNorm extends Recomputed {
  readonly options: { nPowerIterations: number; eps: number; dim: number };

  constructor(name: string, options: { nPowerIterations: number; eps: number; dim: number }) {
    super(name);
    this.options = options;
    const { nPowerIterations: n } = options;
    checkAs(
      "ValueError",
      n > 0,
      "spectralNorm",
      () => `Expected n_power_iterations to be positive, but got n_power_iterations=${n}`,
    );
  }

  compute(module: Module, training: boolean): Tensor {
    const [weight, u, v] = ["_orig", "_u", "_v"].map(
      (end) => Reflect.get(module, this.name + end) as Tensor,
    ) as [Tensor, Tensor, Tensor];
    const matrix = asMatrix(weight, this.options.dim);
    if (training) noGrad(() => this.improve(matrix, u, v));
    // Later calls change u and v, which this one's backward still needs.
    const [left, right] = training ? [clone(u), clone(v)] : [u, v];
    return div(weight, dot(left, mv(matrix, right)));
  }

  /** States of old had the divided weight in the place of v. */
  readonly adaptState: LoadStateDictPreHook = (_module, { state, missing }, prefix) => {
    const key = prefix + this.name;
    const [divided, weight, u] = ["", "_orig", "_u"].map((end) => state.get(key + end));
    if (divided === undefined && weight && u && state.has(`${key}_v`)) return;
    for (const end of ["_orig", "", "_u"]) if (!state.has(key + end)) missing.push(key + end);
    if (!(divided && weight && u)) return;
    state.delete(key);
    const matrix = asMatrix(weight, this.options.dim);
    state.set(
      `${key}_v`,
      noGrad(() => rightOf(matrix, u, mean(div(weight, divided)))),
    );
  };

  private improve(matrix: Tensor, u: Tensor, v: Tensor): void {
    const { nPowerIterations, eps } = this.options;
    for (let i = 0; i < nPowerIterations; i++) {
      copy_(v, normalize(mv(t(matrix), u), { dim: 0, eps }));
      copy_(u, normalize(mv(matrix, v), { dim: 0, eps }));
    }
  }

  split(module: Module, weight: Parameter): void {
    const { name } = this;
    const { dim, eps } = this.options;
    const [rows, columns] = asMatrix(weight, dim).shape as [number, number];
    const u = randomDirection(weight, rows, eps);
    const v = randomDirection(weight, columns, eps);
    put(module, name, null);
    put(module, `${name}_orig`, weight);
    put(module, name, detach(weight));
    put(module, `${name}_u`, new Buffer(u));
    put(module, `${name}_v`, new Buffer(v));
  }

  join(module: Module): void {
    const weight = noGrad(() => this.compute(module, false));
    for (const end of ["", "_u", "_v", "_orig"]) put(module, this.name + end, null);
    put(module, this.name, new Parameter(weight));
  }
}
