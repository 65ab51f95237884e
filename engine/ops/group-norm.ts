import { attach } from "../autograd.ts";
import { computeType } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { showShape, sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { clone, contiguous, detached, to } from "./copy.ts";
import { fullLike, zerosLike } from "./create.ts";
import { checkNormTypes, type Groups, groupGradients, normGroups, wantedBy } from "./norm.ts";

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
  const channels = x.shape[1] as number;
  const groups = groupsOf(x, numGroups);
  const parameters = { weight: weight && plain(weight), bias: bias && plain(bias), channels };
  const centred = !weight && !bias && x.isContiguous;
  const { out: wide, stats } = normGroups(data, groups, parameters, eps, { centred });
  const out = to(wide, x.dtype);
  const details = { stats, fixed: false, wanted: wantedBy(x, weight, bias) };
  return attach(
    "NativeGroupNormBackward0",
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

/** The groups of all samples. */
function groupsOf({ shape }: Tensor, numGroups: number): Groups {
  const [n, channels, ...space] = shape as [number, number, ...number[]];
  const run = sizeOf(space);
  return { count: n * numGroups, size: channels / numGroups, runs: 1, run, step: run };
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
