import { noGrad } from "../autograd.ts";
import {
  normal_ as drawNormal,
  truncNormal_ as drawTruncNormal,
  uniform_ as drawUniform,
} from "../ops/random.ts";
import type { Generator } from "../random/generator.ts";
import type { Tensor } from "../tensor.ts";

/** Where the random numbers come from: the default generator unless one is given. */
export interface GeneratorOptions {
  generator?: Generator;
}

/**
 * Each element drawn from [a, b). https://docs.pytorch.org/docs/stable/nn.init.html#torch.nn.init.uniform_
 *
 * Throws RuntimeError where a > b, NotImplementedError for what is not floating.
 */
export function uniform_(
  x: Tensor,
  { a = 0, b = 1, generator }: { a?: number; b?: number } & GeneratorOptions = {},
): Tensor {
  // Python takes its own whole 0 the negative of, which has no sign
  return noGrad(() => drawUniform(x, a + 0, b + 0, generator));
}

/**
 * Each element drawn from N(mean, std²). https://docs.pytorch.org/docs/stable/nn.init.html#torch.nn.init.normal_
 *
 * Throws RuntimeError for a negative std, NotImplementedError for what is not floating.
 */
export function normal_(
  x: Tensor,
  { mean = 0, std = 1, generator }: { mean?: number; std?: number } & GeneratorOptions = {},
): Tensor {
  return noGrad(() => drawNormal(x, mean, std, generator));
}

/** Options of truncNormal_. */
export interface TruncNormalOptions extends GeneratorOptions {
  mean?: number;
  std?: number;
  /** The least value. */
  a?: number;
  /** The greatest value. */
  b?: number;
}

/**
 * Each element drawn from N(mean, std²) until it lies within [a, b]. https://docs.pytorch.org/docs/stable/nn.init.html#torch.nn.init.trunc_normal_
 *
 * Throws RuntimeError for a negative std, NotImplementedError for what is not floating.
 */
export function truncNormal_(
  x: Tensor,
  { mean = 0, std = 1, a = -2, b = 2, generator }: TruncNormalOptions = {},
): Tensor {
  return noGrad(() => drawTruncNormal(x, mean, std, a, b, generator));
}
