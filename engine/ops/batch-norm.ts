import { attach } from "../autograd.ts";
import { computeType } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { showShape, sizeOf } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { checkFloating } from "./check-floating.ts";
import { clone, contiguous, copyElements, detached, numbers, to, writer } from "./copy.ts";
import { isChannelsLast } from "./layout.ts";
import { checkNormTypes, type Groups, groupGradients, normGroups, wantedBy } from "./norm.ts";
import { add, mul } from "./pointwise.ts";
import { checkMeanType } from "./reduce.ts";
import { select } from "./view.ts";

/** Options of batchNorm. */
export interface BatchNormFunctionOptions {
  weight?: Tensor | null;
  bias?: Tensor | null;
  /** Whether x's own statistics are used, and the running ones moved towards them. */
  training?: boolean;
  momentum?: number;
  eps?: number;
}

/**
 * (x - mean) / √(variance + eps) · weight + bias for each channel. In training mean and biased variance are x's own, and the
 * running ones move towards them by `momentum`, the variance unbiased; else they are the running ones.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.batch_norm.html
 *
 * **Shapes**: x (N, C) or (N, C, *), all others (C).
 */
export function batchNorm(
  x: Tensor,
  runningMean: Tensor | null,
  runningVar: Tensor | null,
  options: BatchNormFunctionOptions = {},
): Tensor {
  const { training = false, eps = 1e-5 } = options;
  if (training) checkBatchSize(x);
  checkAs(
    "ValueError",
    !training || eps > 0,
    "batch_norm",
    () => `batch_norm eps must be positive during training, but got ${eps}`,
  );
  checkAs(
    "ValueError",
    training || eps >= 0,
    "batch_norm",
    () => `batch_norm eps must be non-negative, but got ${eps}`,
  );
  return normalizeChannels(x, runningMean, runningVar, options);
}

/** batchNorm without its demands on the batch's size and on eps. */
export function normalizeChannels(
  x: Tensor,
  runningMean: Tensor | null,
  runningVar: Tensor | null,
  options: BatchNormFunctionOptions,
): Tensor {
  const { weight = null, bias = null, training = false, momentum = 0.1, eps = 1e-5 } = options;
  const running = checkRunning(runningMean, runningVar, training);
  const channels = x.shape[1] ?? 0;
  const named = { running_mean: runningMean, running_var: runningVar, weight, bias };
  if (x.numel === 0) return scaleNothing(x, weight, bias);
  checkSizes(named, channels);
  // With nothing but such an input PyTorch takes the general path, which begins with a mean.
  const alone = !runningMean && !weight && !bias;
  if (alone && !x.isContiguous && !isChannelsLast(x)) checkMeanType(x.dtype);
  checkFloating(x.dtype, "batch_norm", "batch_norm");
  checkNormTypes("batch_norm", "batch_norm", x, [weight, bias]);
  checkNormTypes("batch_norm", "batch_norm", x, [runningMean, runningVar]);
  const type = computeType(x.dtype);
  const plain = (t: Tensor) => contiguous(to(detached(t), type));
  const data = plain(x);
  const groups = channelsOf(x);
  const parameters = { weight: weight && plain(weight), bias: bias && plain(bias), channels };
  const given = training ? null : statisticsOf(running, eps);
  const { out: wide, stats } = normGroups(data, groups, parameters, eps, { fixed: given });
  if (training && running) moveRunning(running, stats, momentum, x.numel / channels);
  const out = to(wide, x.dtype);
  const details = { stats, fixed: !training, wanted: wantedBy(x, weight, bias) };
  return attach(
    "NativeBatchNormBackward0",
    [x, weight, bias],
    out,
    (g) => {
      if (!g) return [null, null, null];
      const [dx, dweight, dbias] = groupGradients(plain(g), data, groups, parameters, details);
      return [
        dx && to(dx, x.dtype),
        weight && dweight && to(dweight, weight.dtype),
        bias && dbias && to(dbias, bias.dtype),
      ];
    },
    [x, ...(weight ? [weight] : [])],
  );
}

function channelsOf({ shape }: Tensor): Groups {
  const [runs, count, ...space] = shape as [number, number, ...number[]];
  const run = sizeOf(space);
  return { count, size: 1, runs, run, step: count * run };
}

interface Running {
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/** Statistics in the kernels' form from the running ones. */
function statisticsOf(running: Running | null, eps: number): Tensor {
  const { mean, variance } = running as Running;
  const stats = emptyTensor([3, mean.numel], "float64");
  const given = [...numbers(mean), ...numbers(variance)];
  const data = elementsOf(stats) as Float64Array;
  data.set(given);
  for (let c = 0; c < mean.numel; c++) {
    data[2 * mean.numel + c] = 1 / Math.sqrt((data[mean.numel + c] as number) + eps);
  }
  return stats;
}

/** Moves the running statistics towards those of a batch of `count` values a channel. */
function moveRunning(running: Running, stats: Tensor, momentum: number, count: number): void {
  const unbias = count / (count - 1);
  move(running.mean, select(stats, 0, 0), momentum, 1);
  move(running.variance, select(stats, 0, 1), momentum, unbias);
}

function move(target: Tensor, towards: Tensor, momentum: number, factor: number): void {
  const next = emptyTensor(target.shape, target.dtype);
  const [old, given] = [numbers(target), numbers(towards)];
  const write = writer(target.dtype, elementsOf(next));
  given.forEach((value, c) => {
    write(c, momentum * value * factor + (1 - momentum) * (old[c] as number));
  });
  copyElements(next, target);
  target.storage.version++;
}

/** What PyTorch makes of a batch without values: a copy, times and plus the first channel's parameters. */
function scaleNothing(x: Tensor, weight: Tensor | null, bias: Tensor | null): Tensor {
  const scaled = weight ? mul(x, select(weight, 0, 0)) : clone(x);
  return bias ? add(scaled, select(bias, 0, 0)) : scaled;
}

function checkBatchSize(x: Tensor): void {
  const values = x.shape.reduce((n, size, axis) => (axis === 1 ? n : n * size), 1);
  checkAs(
    "ValueError",
    values !== 1,
    "batch_norm",
    () =>
      `Expected more than 1 value per channel when training, got input size torch.Size(${showShape(x.shape)})`,
  );
}

function checkRunning(
  mean: Tensor | null,
  variance: Tensor | null,
  training: boolean,
): Running | null {
  check(
    training || (mean !== null && variance !== null),
    "batch_norm",
    () => `running_${mean ? "var" : "mean"} must be defined in evaluation mode`,
  );
  checkAs(
    "ValueError",
    (mean === null) === (variance === null),
    "batch_norm",
    () => "running_mean and running_var must either both be None or neither be None",
  );
  return mean && variance ? { mean, variance } : null;
}

function checkSizes(named: Readonly<Record<string, Tensor | null>>, channels: number): void {
  for (const [name, tensor] of Object.entries(named)) {
    check(
      tensor === null || tensor.numel === channels,
      "batch_norm",
      () => `${name} should contain ${channels} elements not ${tensor?.numel}`,
    );
  }
}
