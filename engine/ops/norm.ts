import { isHalf, SCALAR_TYPE } from "../dtype.ts";
import { check } from "../errors.ts";
import { kernels, scratch } from "../memory.ts";
import { pinOptional } from "../pin.ts";
import type { Shape } from "../shape.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { checkFloating } from "./check-floating.ts";

/**
 * Which elements of a contiguous tensor share one mean and one variance: a group is `size` neighbouring channels, a channel is
 * `runs` stretches of `run` neighbours that lie `step` apart, the next begins `run` further on. Where a group has several
 * channels, `runs` is 1.
 */
export interface Groups {
  readonly count: number;
  readonly size: number;
  readonly runs: number;
  readonly run: number;
  readonly step: number;
}

/** What there is beside x, all of its type: an entry a channel, which start anew where they end. */
export interface Parameters {
  readonly weight: Tensor | null;
  readonly bias: Tensor | null;
  /** How many entries they have, or would have. */
  readonly channels: number;
}

/** A tensor normalised, and what its gradient needs. */
export interface Normed {
  readonly out: Tensor;
  /** float64 (3, groups): each group's mean, biased variance and 1 / √(variance + eps). */
  readonly stats: Tensor;
}

/**
 * (x - mean) / √(variance + eps) · weight + bias of a float32 or float64 tensor; by the statistics `fixed`, if there are. As in
 * PyTorch an infinite scale makes NaN of most numbers, but where the mean is taken off first: `centred`.
 */
export function normGroups(
  x: Tensor,
  groups: Groups,
  { weight, bias, channels }: Parameters,
  eps: number,
  { fixed = null, centred = false }: { fixed?: Tensor | null; centred?: boolean } = {},
): Normed {
  const stats = fixed ?? emptyTensor([3, groups.count], "float64");
  const out = emptyTensor(x.shape, x.dtype);
  const kernel = x.dtype === "float32" ? kernels.norm_channels_f32 : kernels.norm_channels_f64;
  pinOptional([x, weight, bias, stats, out], 2, (px, pw, pb, ps, py) =>
    kernel(px, py, ...sizesOf(groups), fixed ? 1 : 0, eps, ps, pw, pb, channels, centred ? 1 : 0),
  );
  return { out, stats };
}

/** Gradients of x, weight and bias; null for those that are not wanted. */
export type NormGradients = readonly [Tensor | null, Tensor | null, Tensor | null];

/** Which gradients are asked for: x's, and those of weight and bias. */
export type Wanted = readonly [boolean, boolean];

/** Which gradients these tensors ask for. */
export function wantedBy(x: Tensor, ...parameters: readonly (Tensor | null)[]): Wanted {
  return [x.requiresGrad, parameters.some((p) => p?.requiresGrad)];
}

/** The gradients that are wanted. Where the statistics are `fixed` they have no part in x's. */
export function groupGradients(
  g: Tensor,
  x: Tensor,
  groups: Groups,
  { weight, channels }: Parameters,
  { stats, fixed, wanted }: { stats: Tensor; fixed: boolean; wanted: Wanted },
): NormGradients {
  const [dx, dweight, dbias] = gradientsOf(x, [channels], wanted);
  const all = groups.count * groups.size;
  const [backward, join] =
    x.dtype === "float32"
      ? [kernels.norm_channels_backward_f32, kernels.norm_parameters_f32]
      : [kernels.norm_channels_backward_f64, kernels.norm_parameters_f64];
  pinOptional([g, x, stats, weight, dx, dweight, dbias], 3, (pg, px, ps, pw, pd, pdw, pdb) => {
    const sums = scratch(5 * 8 * all + 32); // the kernel's last channel reaches 32 bytes on
    backward(pg, px, pd, ...sizesOf(groups), Number(fixed), ps, pw, channels, sums);
    if (pdw) join(sums, all / channels, channels, pdw, pdb);
  });
  return [dx, dweight, dbias];
}

/** Room for the gradients that are wanted. */
export function gradientsOf(x: Tensor, shape: Shape, wanted: Wanted): NormGradients {
  const room = (of: Shape, part: 0 | 1) => (wanted[part] ? emptyTensor(of, x.dtype) : null);
  return [room(x.shape, 0), room(shape, 1), room(shape, 1)];
}

/** The kernels' numbers: all groups, from the first to the last. */
function sizesOf({ count, size, runs, run, step }: Groups) {
  return [0, count, count, size, runs, run, step] as const;
}

/**
 * Refuses parameters of another type than x's; half types may have float32 ones. Absent ones are null.
 * Then refuses integers; `kernel` is PyTorch's name for what is missing.
 */
export function checkNormTypes(
  where: string,
  kernel: string,
  x: Tensor,
  parameters: readonly (Tensor | null)[],
): void {
  const present = parameters.filter((p) => p !== null);
  const type = present[0]?.dtype ?? x.dtype;
  check(
    type === x.dtype || type === "float32",
    where,
    () =>
      `mixed dtype (CPU): expect parameter to have scalar type of Float, came ${type} for an input of ${x.dtype}`,
  );
  check(
    type === x.dtype || isHalf(x.dtype),
    where,
    () =>
      `mixed dtype (CPU): all inputs must share same datatype., came ${type} for an input of ${x.dtype}`,
  );
  for (const p of present) {
    check(
      p.dtype === type,
      where,
      () => `expected scalar type ${SCALAR_TYPE[type]} but found ${SCALAR_TYPE[p.dtype]}`,
    );
  }
  checkFloating(x.dtype, where, kernel);
}
