import { attach } from "../autograd.ts";
import { check } from "../errors.ts";
import { emptyTensor, type Tensor, windowOn } from "../tensor.ts";
import { copyElements } from "./copy.ts";
import { zeros } from "./create.ts";
import {
  checkDroppable,
  checkProbability,
  type DropoutOptions,
  scaledMask,
  times,
} from "./dropout.ts";
import { changeInPlace } from "./inplace.ts";
import { squeeze, unsqueeze } from "./view.ts";

/**
 * Zeroes whole channels with probability p and divides the others by 1 - p. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.dropout1d.html
 *
 * **Shapes**: x (N, C, L) or (C, L), kept.
 */
export function dropout1d(x: Tensor, options: DropoutOptions = {}): Tensor {
  checkProbability(options.p ?? 0.5, "dropout1d");
  check(
    x.ndim === 2 || x.ndim === 3,
    "dropout1d",
    () => `dropout1d: Expected 2D or 3D input, but received a ${x.ndim}D input.`,
  );
  return x.ndim === 3 ? dropChannels(x, options) : dropUnbatched(x, options);
}

/**
 * As dropout1d. An x of three axes is (N, C, L) here. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.dropout2d.html
 *
 * **Shapes**: x (N, C, *), kept.
 */
export function dropout2d(x: Tensor, options: DropoutOptions = {}): Tensor {
  checkProbability(options.p ?? 0.5, "dropout2d");
  return dropChannels(x, options);
}

/**
 * As dropout1d. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.dropout3d.html
 *
 * **Shapes**: x (N, C, D, H, W), or (C, *) with any other number of axes, kept.
 */
export function dropout3d(x: Tensor, options: DropoutOptions = {}): Tensor {
  checkProbability(options.p ?? 0.5, "dropout3d");
  return x.ndim === 5 ? dropChannels(x, options) : dropUnbatched(x, options);
}

/** One number for each sample and channel, beside which the other axes have size 1. */
export function channelShape(x: Tensor): number[] {
  check(
    x.ndim >= 2,
    "feature_dropout",
    () => "Feature dropout requires at least 2 dimensions in the input",
  );
  return x.shape.map((size, axis) => (axis < 2 ? size : 1));
}

function dropChannels(x: Tensor, { p = 0.5, training = true, inplace = false }: DropoutOptions) {
  if (p === 0 || !training || x.numel === 0) return x;
  return multiplyBy(noiseFor(x, p), x, inplace, "MulBackward0");
}

/** PyTorch gives x an axis for the batch and takes it away again, in place too. */
function dropUnbatched(x: Tensor, options: DropoutOptions): Tensor {
  const { p = 0.5, training = true, inplace = false } = options;
  if (!inplace) return squeeze(dropChannels(unsqueeze(x, 0), options), 0);
  const idle = p === 0 || !training || x.numel === 0;
  const one = windowOn(x, [1, ...x.shape], [1, ...x.strides], x.offset);
  const noise = idle ? null : noiseFor(one, p);
  if (noise === null)
    return changeInPlace(
      x,
      "SqueezeBackward4",
      [],
      () => {},
      (g) => [g],
    );
  const flat =
    noise.ndim === 0 ? noise : windowOn(noise, noise.shape.slice(1), noise.strides.slice(1), 0);
  return multiplyBy(flat, x, true, "SqueezeBackward4");
}

function noiseFor(x: Tensor, p: number): Tensor {
  if (p === 1) return zeros([], { dtype: x.dtype });
  const shape = channelShape(x);
  checkDroppable(x, p);
  return scaledMask(emptyTensor(shape, x.dtype), p);
}

function multiplyBy(noise: Tensor, x: Tensor, inplace: boolean, node: string): Tensor {
  const backward = (g: Tensor | null) => [g && times(g, noise)];
  if (!inplace) return attach(node, [x], times(x, noise), backward, [noise]);
  const change = () => copyElements(times(x, noise), x);
  return changeInPlace(x, node, [], change, backward, [noise]);
}
