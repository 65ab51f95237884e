import { noGrad } from "../../autograd.ts";
import { check, checkAs, EngineError } from "../../errors.ts";
import { copy_ } from "../../ops/assign.ts";
import { clone, detach } from "../../ops/copy.ts";
import { normalize } from "../../ops/normalize.ts";
import { div } from "../../ops/pointwise.ts";
import { dot, mv } from "../../ops/products.ts";
import { normal_ } from "../../ops/random.ts";
import { permute, reshape, t } from "../../ops/view.ts";
import { emptyTensor, type Tensor } from "../../tensor.ts";
import { ConvTranspose1d, ConvTranspose2d, ConvTranspose3d } from "../conv-transpose.ts";
import { type ForwardPreHook, HOOKS } from "../hooks.ts";
import type { Module } from "../module.ts";
import { isLazy, Parameter } from "../parameter.ts";
import { tensorNamed } from "./named-tensor.ts";

/** Options of spectralNorm. */
export interface SpectralNormOptions {
  /** The parameter. */
  name?: string;
  /** Steps of the power iteration a forward call in training. */
  nPowerIterations?: number;
  /** The least that a norm counts as. */
  eps?: number;
  /** The axis of the outputs: 0, but for transposed convolutions 1. */
  dim?: number | null;
}

/** What computes a parameter before each forward call. */
type Recipe = Required<SpectralNormOptions> & { readonly dim: number };

const recipes = new WeakMap<ForwardPreHook, Recipe>();

/**
 * Divides a parameter by its greatest singular value, which a power iteration approaches: `weight_orig` and the buffers
 * `weight_u` and `weight_v` take its place. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.spectral_norm.html
 *
 * Draws u and v. Throws RuntimeError where it is divided so already, ValueError for what cannot be divided.
 */
export function spectralNorm<T extends Module>(
  module: T,
  { name = "weight", nPowerIterations = 1, eps = 1e-12, dim = null }: SpectralNormOptions = {},
): T {
  const where = "spectralNorm";
  check(
    hookOf(module, name) === null,
    where,
    () => `Cannot register two spectral_norm hooks on the same parameter ${name}`,
  );
  checkIterations(where, nPowerIterations);
  const recipe = { name, nPowerIterations, eps, dim: dim ?? outputAxis(module) };
  const weight = weightOf(module, name);
  const matrix = asMatrix(detach(weight), recipe.dim);
  const [u, v] = matrix.shape.map((size) => directionOf(size, weight, eps)) as [Tensor, Tensor];
  Reflect.deleteProperty(module, name);
  module.registerParameter(`${name}_orig`, weight);
  Reflect.set(module, name, detach(weight));
  module.registerBuffer(`${name}_u`, u);
  module.registerBuffer(`${name}_v`, v);
  const hook: ForwardPreHook = (each) => {
    Reflect.set(each, name, divided(each, recipe, each.training));
  };
  recipes.set(hook, recipe);
  module.registerForwardPreHook(hook);
  return module;
}

/**
 * Makes the divided weight a parameter again.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.remove_spectral_norm.html
 *
 * Throws ValueError where it is none of spectralNorm's.
 */
export function removeSpectralNorm<T extends Module>(
  module: T,
  { name = "weight" }: Pick<SpectralNormOptions, "name"> = {},
): T {
  const hook = hookOf(module, name);
  const recipe = hook && recipes.get(hook);
  if (!hook || !recipe) {
    throw new EngineError(
      "ValueError",
      "removeSpectralNorm",
      `spectral_norm of '${name}' not found in ${module}`,
    );
  }
  const weight = noGrad(() => divided(module, recipe, false));
  for (const part of ["", "_u", "_v", "_orig"]) Reflect.deleteProperty(module, name + part);
  module.registerParameter(name, new Parameter(detach(weight)));
  module[HOOKS]?.removeBefore(hook);
  return module;
}

/** 1 for transposed convolutions, whose outputs lie along their weight's second axis; else 0. */
export function outputAxis(module: Module): number {
  const kinds = [ConvTranspose1d, ConvTranspose2d, ConvTranspose3d];
  return kinds.some((kind) => module instanceof kind) ? 1 : 0;
}

/** Refuses a power iteration of no steps. */
export function checkIterations(where: string, count: number): void {
  checkAs(
    "ValueError",
    count > 0,
    where,
    () => `Expected n_power_iterations to be positive, but got n_power_iterations=${count}`,
  );
}

/** **Shapes**: weight (any); out (size of `dim`, all else). */
export function asMatrix(weight: Tensor, dim: number): Tensor {
  const others = [...weight.shape.keys()].filter((axis) => axis !== dim);
  const first = dim === 0 ? weight : permute(weight, [dim, ...others]);
  return reshape(first, [first.shape[0] as number, -1]);
}

/** A direction drawn at random, of the weight's dtype. */
export function directionOf(size: number, weight: Tensor, eps: number): Tensor {
  return noGrad(() => normalize(normal_(emptyTensor([size], weight.dtype)), { dim: 0, eps }));
}

function divided(module: Module, recipe: Recipe, iterate: boolean): Tensor {
  const { name, nPowerIterations, eps, dim } = recipe;
  const [weight, u, v] = ["_orig", "_u", "_v"].map((part) => tensorNamed(module, name + part)) as [
    Tensor,
    Tensor,
    Tensor,
  ];
  const matrix = asMatrix(weight, dim);
  if (!iterate) return div(weight, dot(u, mv(matrix, v)));
  noGrad(() => {
    for (let i = 0; i < nPowerIterations; i++) {
      copy_(v, normalize(mv(t(matrix), u), { dim: 0, eps }));
      copy_(u, normalize(mv(matrix, v), { dim: 0, eps }));
    }
  });
  return div(weight, dot(clone(u), mv(matrix, clone(v))));
}

function weightOf(module: Module, name: string): Parameter {
  const found = Object.hasOwn(module, name) ? Reflect.get(module, name) : undefined;
  checkAs(
    "KeyError",
    found === null || found instanceof Parameter,
    "spectralNorm",
    () => `'${name}'`,
  );
  checkAs(
    "ValueError",
    found !== null,
    "spectralNorm",
    () => `\`SpectralNorm\` cannot be applied as parameter \`${name}\` is None`,
  );
  checkAs(
    "ValueError",
    !isLazy(found),
    "spectralNorm",
    () =>
      "The module passed to `SpectralNorm` can't have uninitialized parameters. Make sure to run the dummy forward before applying spectral normalization",
  );
  return found;
}

function hookOf(module: Module, name: string): ForwardPreHook | null {
  return module[HOOKS]?.before.find((hook) => recipes.get(hook)?.name === name) ?? null;
}
