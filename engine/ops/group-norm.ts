import { attach } from "../autograd.ts";
import { computeType } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { showShape, sizeOf } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor, windowOn } from "../tensor.ts";
import { clone, contiguous, detached, numbers, to } from "./copy.ts";
import { fullLike, zerosLike } from "./create.ts";
import {
  applyNorm,
  checkNormTypes,
  type Groups,
  normGradient,
  normStatistics,
  normSums,
  rowsOf,
  type Slope,
} from "./norm.ts";
import { sumAxes } from "./sum-axes.ts";

/** Options of groupNorm. */
export interface GroupNormFunctionOptions {
  weight?: Tensor | null;
  bias?: Tensor | null;
  eps?: number;
}

/**
 * (x - mean) / √(variance + eps) · weight + bias, mean and biased variance over groups of neighbouring channels of one sample.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.group_norm.html
 *
 * **Shapes**: x (N, C, *), weight and bias (C); C is a multiple of numGroups.
 */
export function groupNorm(
  x: Tensor,
  numGroups: number,
  { weight = null, bias = null, eps = 1e-5 }: GroupNormFunctionOptions = {},
): Tensor {
  checkGroups(x, numGroups);
  checkParameters(x, weight, bias);
  checkNormTypes("group_norm", "GroupNormKernelImpl", x, [weight, bias]);
  if (x.numel === 0) return normalizeNothing(x, weight, bias);
  const type = computeType(x.dtype);
  const plain = (t: Tensor) => contiguous(to(detached(t), type));
  const data = plain(x);
  const [n, channels] = x.shape as [number, number];
  const sample = { n, channels, space: sizeOf(x.shape.slice(2)) };
  const stats = normStatistics(data, runsOf(n * numGroups, x.numel), eps);
  const each = runsOf(n * channels, x.numel);
  const wide = repeatEach(stats, channels / numGroups);
  const gamma = weight && plain(weight);
  const [scale, shift] = [gamma && repeatAll(gamma, n), bias && repeatAll(plain(bias), n)];
  const out = to(applyNorm(data, each, wide, scale, shift), x.dtype);
  return attach(
    "NativeGroupNormBackward0",
    [x, weight, bias],
    out,
    (g) => {
      if (!g) return [null, null, null];
      const dy = plain(g);
      const sums = normSums(dy, data, each, wide);
      const slopeOf = channelSlope(wide, sums, gamma, sample, numGroups);
      const dx = normGradient(dy, data, each, slopeOf, false);
      const [dbias, dweight] = [0, 1].map((part) => overSamples(sums, part, sample));
      return [
        to(dx, x.dtype),
        weight && to(dweight as Tensor, weight.dtype),
        bias && to(dbias as Tensor, bias.dtype),
      ];
    },
    [x, ...(weight ? [weight] : [])],
  );
}

interface Sample {
  readonly n: number;
  readonly channels: number;
  readonly space: number;
}

/** `count` groups of neighbours, one after the other. */
function runsOf(count: number, numel: number): Groups {
  const run = numel / count;
  return { count, next: run, runs: 1, run, step: run };
}

/** Statistics of groups as statistics of their channels. */
function repeatEach(stats: Tensor, times: number): Tensor {
  const count = stats.shape[1] as number;
  const out = emptyTensor([3, count * times], "float64");
  const [from, into] = [elementsOf(stats), elementsOf(out)] as [Float64Array, Float64Array];
  for (let i = 0; i < into.length; i++) into[i] = from[Math.floor(i / times)] as number;
  return out;
}

/** A parameter once for each sample. */
function repeatAll(parameter: Tensor, times: number): Tensor {
  return contiguous(windowOn(parameter, [times, parameter.numel], [0, 1], parameter.offset));
}

/** How the gradient of x goes in a sample's channel: the group's mean of w g and its part along x̂ are taken away. */
function channelSlope(
  stats: Tensor,
  sums: Tensor,
  gamma: Tensor | null,
  { n, channels, space }: Sample,
  groups: number,
) {
  const [means, , rstds] = rowsOf(stats);
  const [all, along] = rowsOf(sums) as [Float64Array, Float64Array];
  const weights = gamma && numbers(gamma);
  const weightOf = (k: number) => (weights?.[k % channels] as number | undefined) ?? 1;
  const size = channels / groups;
  const [shifts, slopes] = [all, along].map((list) => {
    const totals = new Float64Array(n * groups);
    list.forEach((sum, k) => {
      totals[Math.floor(k / size)] = (totals[Math.floor(k / size)] as number) + weightOf(k) * sum;
    });
    return totals.map((total) => total / (size * space));
  }) as [Float64Array, Float64Array];
  return (k: number): Slope => {
    const rstd = rstds?.[k] as number;
    const group = Math.floor(k / size);
    const shift = -rstd * (shifts[group] as number);
    const slope = -rstd * rstd * (slopes[group] as number);
    return { own: rstd * weightOf(k), slope, shift, mean: means?.[k] as number };
  };
}

/** One of the sums of each sample's channels, summed over the samples. */
function overSamples(sums: Tensor, part: number, { n, channels }: Sample): Tensor {
  return sumAxes(windowOn(sums, [n, channels], [channels, 1], part * n * channels), [0]);
}

/** The weight's gradient is that of means over nothing where there are channels without places. */
function normalizeNothing(x: Tensor, weight: Tensor | null, bias: Tensor | null): Tensor {
  return attach("NativeGroupNormBackward0", [x, weight, bias], clone(detached(x)), (g) => [
    g,
    weight && fullLike(weight, x.shape[0] === 0 ? 0 : Number.NaN),
    bias && zerosLike(bias),
  ]);
}

function checkGroups(x: Tensor, groups: number): void {
  check(
    x.ndim >= 2,
    "group_norm",
    () => `Expected at least 2 dimensions for input tensor but received ${x.ndim}`,
  );
  checkAs(
    "ZeroDivisionError",
    groups !== 0,
    "group_norm",
    () => "integer division or modulo by zero",
  );
  const [n, channels, ...space] = x.shape as [number, number, ...number[]];
  const sizes = [Math.floor((n * channels) / groups), groups, ...space];
  checkAs(
    "ValueError",
    (sizes[0] as number) * sizeOf(space) !== 1,
    "group_norm",
    () =>
      `Expected more than 1 value per channel when training, got input size ${showShape(sizes)}`,
  );
  check(groups > 0, "group_norm", () => `Expected num groups to be greater than 0, got ${groups}`);
  check(
    channels % groups === 0,
    "group_norm",
    () =>
      `Expected number of channels in input to be divisible by num_groups, but got input of shape ${showShape(x.shape)} and num_groups=${groups}`,
  );
}

function checkParameters(x: Tensor, weight: Tensor | null, bias: Tensor | null): void {
  for (const [name, parameter] of Object.entries({ weight, bias })) {
    check(
      parameter === null || (parameter.ndim === 1 && parameter.numel === x.shape[1]),
      "group_norm",
      () =>
        `Expected ${name} to be a vector of size equal to the number of channels in input, but got ${name} of shape ${showShape(parameter?.shape ?? [])} and input of shape ${showShape(x.shape)}`,
    );
  }
}
