// torch.nn.utils.parametrizations: parametrizations that PyTorch brings along.
import { checkAs } from "../../errors.ts";
import type { Module } from "../module.ts";
import { isOrthogonalMap, Orthogonal, type OrthogonalMap } from "./orthogonal-map.ts";
import { tensorNamed } from "./own-tensor.ts";
import { registerParametrization } from "./parametrize.ts";
import { rowsAxis } from "./spectral-matrix.ts";
import type { SpectralNormOptions } from "./spectral-norm.ts";
import { SpectralNorm } from "./spectral-parametrization.ts";
import type { WeightNormOptions } from "./weight-norm.ts";
import { WeightNorm } from "./weight-parametrization.ts";

/**
 * Makes a tensor w of its length g (`original0`) and its direction v (`original1`): w = g v / |v|.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.parametrizations.weight_norm.html
 *
 * **Shapes**: w, v any; g as w with 1 in each axis but `dim`. Throws as registerParametrization, and IndexError for an axis that w has not.
 */
export function weightNorm<M extends Module>(
  module: M,
  { name = "weight", dim = 0 }: WeightNormOptions = {},
): M {
  registerParametrization(module, name, new WeightNorm({ dim }), { unsafe: true });
  module.registerLoadStateDictPreHook((_module, { state }, prefix) => {
    const [g, v] = [`${prefix}${name}_g`, `${prefix}${name}_v`] as const;
    const [length, direction] = [state.get(g), state.get(v)];
    if (!length || !direction) return;
    state.delete(g);
    state.delete(v);
    state.set(`${prefix}parametrizations.${name}.original0`, length);
    state.set(`${prefix}parametrizations.${name}.original1`, direction);
  });
  return module;
}

/**
 * Divides a tensor, taken as a matrix, by its greatest singular value, which is estimated anew whenever it is read in training; a
 * vector by its length. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.parametrizations.spectral_norm.html
 *
 * **Shapes**: a tensor of any shape is the matrix (its size along `dim`, all else). Throws ValueError for a name that is no tensor's and
 * for no iterations, IndexError for an axis that the tensor has not.
 */
export function spectralNorm<M extends Module>(
  module: M,
  { name = "weight", nPowerIterations = 1, eps = 1e-12, dim = null }: SpectralNormOptions = {},
): M {
  const weight = tensorNamed(module, name);
  const norm = new SpectralNorm(weight, { nPowerIterations, eps, dim: dim ?? rowsAxis(module) });
  return registerParametrization(module, name, norm);
}

/** Options of orthogonal. */
export interface OrthogonalOptions {
  /** The tensor. */
  name?: string;
  /** How an orthogonal matrix is made of any; "matrix_exp" for a square one and "householder" for all others if not given. */
  orthogonalMap?: OrthogonalMap | null;
  /** Whether what is made is multiplied by a fixed orthogonal matrix (`base`), so that what it is made of can start small. */
  useTrivialization?: boolean;
}

/**
 * Makes a matrix have orthogonal columns of length 1, or rows if it is wide.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.parametrizations.orthogonal.html
 *
 * **Shapes**: (*, m, n). Throws ValueError for a name that is no tensor's, fewer than two axes and another map; on being assigned to,
 * NotImplementedError without trivialization for other maps than "householder".
 */
export function orthogonal<M extends Module>(
  module: M,
  { name = "weight", orthogonalMap = null, useTrivialization = true }: OrthogonalOptions = {},
): M {
  const weight = tensorNamed(module, name);
  checkAs(
    "ValueError",
    weight.ndim >= 2,
    "orthogonal",
    () => `Expected a matrix or batch of matrices. Got a tensor of ${weight.ndim} dimensions.`,
  );
  const map = orthogonalMap ?? (weight.size(-2) === weight.size(-1) ? "matrix_exp" : "householder");
  checkAs(
    "ValueError",
    isOrthogonalMap(map),
    "orthogonal",
    () => `orthogonal_map has to be one of "matrix_exp", "cayley", "householder". Got: ${map}`,
  );
  const parametrization = new Orthogonal(weight, map, { useTrivialization });
  return registerParametrization(module, name, parametrization, { unsafe: true });
}
