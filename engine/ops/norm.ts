import { isHalf, SCALAR_TYPE } from "../dtype.ts";
import { check } from "../errors.ts";
import { kernels } from "../memory.ts";
import { pin } from "../pin.ts";
import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { checkFloating } from "./check-floating.ts";

/**
 * Which elements of a contiguous tensor share one mean and one variance: a group is `runs` stretches of `run` neighbours that
 * lie `step` apart; the next group begins `next` further on.
 */
export interface Groups {
  readonly count: number;
  readonly next: number;
  readonly runs: number;
  readonly run: number;
  readonly step: number;
}

/** float64 (3, groups): each group's mean, biased variance and 1 / √(variance + eps). */
export function normStatistics(x: Tensor, groups: Groups, eps: number): Tensor {
  const stats = emptyTensor([3, groups.count], "float64");
  const kernel = x.dtype === "float32" ? kernels.norm_stats_f32 : kernels.norm_stats_f64;
  pin([x, stats], 1, (px, ps) => kernel(px as number, ...sizesOf(groups), eps, ps as number));
  return stats;
}

/** (x - mean) / √(variance + eps) · weight + bias, all of one type, float32 or float64; a weight and a bias a group. */
export function applyNorm(
  x: Tensor,
  groups: Groups,
  stats: Tensor,
  weight: Tensor | null,
  bias: Tensor | null,
): Tensor {
  const out = emptyTensor(x.shape, x.dtype);
  const kernel = x.dtype === "float32" ? kernels.norm_apply_f32 : kernels.norm_apply_f64;
  pinOptional([x, stats, weight, bias, out], 1, (px, ps, pw, pb, py) =>
    kernel(px, py, ...sizesOf(groups), ps, pw, pb),
  );
  return out;
}

/** float64 (2, groups): each group's sums of g and of g · x̂. */
export function normSums(g: Tensor, x: Tensor, groups: Groups, stats: Tensor): Tensor {
  const sums = emptyTensor([2, groups.count], "float64");
  const kernel = x.dtype === "float32" ? kernels.norm_sums_f32 : kernels.norm_sums_f64;
  pin([g, x, stats, sums], 1, (pg, px, ps, pt) =>
    kernel(pg as number, px as number, ...sizesOf(groups), ps as number, pt as number),
  );
  return sums;
}

/** What the gradient of x is made of in a group: own · g + slope · (x - mean) + shift. */
export interface Slope {
  readonly own: number;
  readonly slope: number;
  readonly shift: number;
  readonly mean: number;
}

/** The gradient of x by each group's Slope; where the statistics are `fixed`, its first term alone. */
export function normGradient(
  g: Tensor,
  x: Tensor,
  groups: Groups,
  slopeOf: (group: number) => Slope,
  fixed: boolean,
): Tensor {
  const dx = emptyTensor(x.shape, x.dtype);
  const slopes = emptyTensor([4, groups.count], "float64");
  const data = elementsOf(slopes) as Float64Array;
  for (let k = 0; k < groups.count; k++) {
    const { own, slope, shift, mean } = slopeOf(k);
    [own, slope, shift, mean].forEach((value, i) => {
      data[i * groups.count + k] = value;
    });
  }
  const kernel = x.dtype === "float32" ? kernels.norm_slope_f32 : kernels.norm_slope_f64;
  pin([g, x, slopes, dx], 1, (...[pg = 0, px = 0, ps = 0, pd = 0]) =>
    kernel(pg, px, pd, ...sizesOf(groups), ps, Number(fixed)),
  );
  return dx;
}

/** The rows of a float64 matrix, as copies. */
export function rowsOf(x: Tensor): Float64Array[] {
  const [rows, n] = x.shape as [number, number];
  const data = elementsOf(x) as Float64Array;
  return Array.from({ length: rows }, (_, i) => data.slice(i * n, (i + 1) * n));
}

function sizesOf({
  count,
  next,
  runs,
  run,
  step,
}: Groups): [number, number, number, number, number] {
  return [count, next, runs, run, step];
}

type Pointers<T> = { [K in keyof T]: number };

/** pin, with address 0 for what is absent. */
export function pinOptional<T extends readonly (Tensor | null)[]>(
  tensors: readonly [...T],
  written: number,
  kernel: (...pointers: Pointers<T>) => void,
): void {
  const present = tensors.filter((x) => x !== null);
  pin(present, written, (...pointers) => {
    let next = 0;
    kernel(...(tensors.map((x) => (x === null ? 0 : pointers[next++])) as Pointers<T>));
  });
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
