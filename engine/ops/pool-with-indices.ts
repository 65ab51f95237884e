import type { Tensor } from "../tensor.ts";
import {
  type AdaptiveMaxPoolOptions,
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  adaptiveMaxPool3d,
} from "./adaptive-max-pool.ts";
import type { AdaptiveSize } from "./adaptive-size.ts";
import {
  type FractionalMaxPoolOptions,
  fractionalMaxPool2d,
  fractionalMaxPool3d,
} from "./fractional-max-pool.ts";
import type { PerAxis } from "./geometry.ts";
import { type MaxPoolOptions, maxPool2d, maxPool3d } from "./max-pool.ts";
import { maxPool1d } from "./max-pool-1d.ts";

/** A max pool whose answer is always [values, indices], whatever returnIndices says. */
type WithIndices<Size, Options> = (x: Tensor, size: Size, options?: Options) => [Tensor, Tensor];

/** maxPool1d with its indices. */
export const maxPool1dWithIndices: WithIndices<PerAxis, MaxPoolOptions> = (x, size, options) =>
  maxPool1d(x, size, { ...options, returnIndices: true });

/** maxPool2d with its indices. */
export const maxPool2dWithIndices: WithIndices<PerAxis, MaxPoolOptions> = (x, size, options) =>
  maxPool2d(x, size, { ...options, returnIndices: true });

/** maxPool3d with its indices. */
export const maxPool3dWithIndices: WithIndices<PerAxis, MaxPoolOptions> = (x, size, options) =>
  maxPool3d(x, size, { ...options, returnIndices: true });

/** adaptiveMaxPool1d with its indices. */
export const adaptiveMaxPool1dWithIndices: WithIndices<AdaptiveSize, AdaptiveMaxPoolOptions> = (
  x,
  size,
) => adaptiveMaxPool1d(x, size, { returnIndices: true });

/** adaptiveMaxPool2d with its indices. */
export const adaptiveMaxPool2dWithIndices: WithIndices<AdaptiveSize, AdaptiveMaxPoolOptions> = (
  x,
  size,
) => adaptiveMaxPool2d(x, size, { returnIndices: true });

/** adaptiveMaxPool3d with its indices. */
export const adaptiveMaxPool3dWithIndices: WithIndices<AdaptiveSize, AdaptiveMaxPoolOptions> = (
  x,
  size,
) => adaptiveMaxPool3d(x, size, { returnIndices: true });

/** fractionalMaxPool2d with its indices. */
export const fractionalMaxPool2dWithIndices: WithIndices<PerAxis, FractionalMaxPoolOptions> = (
  x,
  size,
  options,
) => fractionalMaxPool2d(x, size, { ...options, returnIndices: true });

/** fractionalMaxPool3d with its indices. */
export const fractionalMaxPool3dWithIndices: WithIndices<PerAxis, FractionalMaxPoolOptions> = (
  x,
  size,
  options,
) => fractionalMaxPool3d(x, size, { ...options, returnIndices: true });
