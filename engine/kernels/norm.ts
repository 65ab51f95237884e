// Normalisation. A group is what shares one mean and one variance: `runs` stretches of `run` neighbours that lie `step`
// apart; the next group begins `next` further on (all in elements). `stats` is float64: the groups' means, then their
// biased variances, then 1 / sqrt(variance + eps). float32 runs in vectors (norm-runs.ts); float64 takes two passes for
// variances, and its sums are blocked and joined pairwise.
import { columnSlope, columnStatistics, columnSums, normaliseColumns } from "./norm-columns";
import { normaliseRun, runStatistics, runSums, slopeOfRun } from "./norm-runs";
import { GRADIENTS, PRODUCTS, SQUARES, SUM, total } from "./norm-total";

export function norm_stats_f32(x: usize, groups: i32, next: i32, runs: i32, run: i32, step: i32, eps: f64, stats: usize): void {
  const row = <usize>groups << 3;
  const columns = areColumns(next, run) ? groups & ~3 : 0;
  if (columns) columnStatistics(x, columns, runs, step, stats, row);
  for (let k = columns; k < groups; k++) {
    const at = <usize>k << 3;
    runStatistics(x + (<usize>(k * next) << 2), runs, run, step, stats + at, row);
  }
  for (let at = stats; at < stats + row; at += 8) store<f64>(at + 2 * row, 1 / Math.sqrt(load<f64>(at + row) + eps));
}

/** Whether groups are columns of a matrix: neighbours belong to different ones. */
// @ts-ignore: decorator
@inline
function areColumns(next: i32, run: i32): bool {
  return next == 1 && run == 1;
}

export function norm_stats_f64(x: usize, groups: i32, next: i32, runs: i32, run: i32, step: i32, eps: f64, stats: usize): void {
  const row = <usize>groups << 3;
  const count = <f64>runs * <f64>run;
  for (let k = 0; k < groups; k++) {
    const mean = total(SUM, 0, x, 0, runs, run, step, 0) / count;
    const variance = total(SQUARES, 0, x, 0, runs, run, step, mean) / count;
    store<f64>(stats, mean);
    store<f64>(stats + row, variance);
    store<f64>(stats + 2 * row, 1 / Math.sqrt(variance + eps));
    x += <usize>next << 3;
    stats += 8;
  }
}

/** y = (x - mean) rstd weight + bias. Weight and bias (0 if absent) have an entry for each group. */
export function norm_apply_f32(x: usize, y: usize, groups: i32, next: i32, runs: i32, run: i32, step: i32, stats: usize, weight: usize, bias: usize): void {
  const row = <usize>groups << 3;
  const columns = areColumns(next, run) ? groups & ~3 : 0;
  if (columns) normaliseColumns(x, y, columns, runs, step, stats, row, weight, bias);
  for (let k = columns; k < groups; k++) {
    const own = <usize>k << 2, at = stats + 2 * own;
    const scale = load<f64>(at + 2 * row) * (weight ? <f64>load<f32>(weight + own) : 1);
    const shift = (bias ? <f64>load<f32>(bias + own) : 0) - load<f64>(at) * scale;
    for (let r = 0; r < runs; r++) {
      const start = <usize>(k * next + r * step) << 2;
      normaliseRun(x + start, y + start, run, scale, shift);
    }
  }
}

export function norm_apply_f64(x: usize, y: usize, groups: i32, next: i32, runs: i32, run: i32, step: i32, stats: usize, weight: usize, bias: usize): void {
  const row = <usize>groups << 3;
  for (let k = 0; k < groups; k++) {
    const own = <usize>k << 3;
    const mean = load<f64>(stats + own), rstd = load<f64>(stats + own + 2 * row);
    const w = weight ? load<f64>(weight + own) : 1, b = bias ? load<f64>(bias + own) : 0;
    for (let r = 0; r < runs; r++) {
      const start = <usize>(k * next + r * step) << 3;
      for (let i = start; i < start + (<usize>run << 3); i += 8) store<f64>(y + i, (load<f64>(x + i) - mean) * rstd * w + b);
    }
  }
}

/** `sums` (float64) gets each group's sum of g, then of g xhat. */
export function norm_sums_f32(g: usize, x: usize, groups: i32, next: i32, runs: i32, run: i32, step: i32, stats: usize, sums: usize): void {
  const row = <usize>groups << 3;
  const columns = areColumns(next, run) ? groups & ~3 : 0;
  if (columns) columnSums(g, x, columns, runs, step, stats, row, sums);
  for (let k = columns; k < groups; k++) {
    const start = <usize>(k * next) << 2, at = <usize>k << 3;
    runSums(g + start, x + start, runs, run, step, load<f64>(stats + at), sums + at, row);
  }
  for (let at: usize = 0; at < row; at += 8) store<f64>(sums + row + at, load<f64>(sums + row + at) * load<f64>(stats + 2 * row + at));
}

export function norm_sums_f64(g: usize, x: usize, groups: i32, next: i32, runs: i32, run: i32, step: i32, stats: usize, sums: usize): void {
  const row = <usize>groups << 3;
  for (let at: usize = 0; at < row; at += 8) {
    const mean = load<f64>(stats + at);
    store<f64>(sums + at, total(GRADIENTS, g, x, 0, runs, run, step, mean));
    store<f64>(sums + row + at, total(PRODUCTS, g, x, 0, runs, run, step, mean) * load<f64>(stats + 2 * row + at));
    g += <usize>next << 3;
    x += <usize>next << 3;
  }
}

/** dx = a g + b (x - mean) + c, where `slopes` (float64) has each group's a, then b, c and mean; a g alone if `fixed`. */
export function norm_slope_f32(g: usize, x: usize, dx: usize, groups: i32, next: i32, runs: i32, run: i32, step: i32, slopes: usize, fixed: i32): void {
  const row = <usize>groups << 3;
  const columns = areColumns(next, run) ? groups & ~3 : 0;
  if (columns) columnSlope(g, x, dx, columns, runs, step, slopes, row, fixed);
  for (let k = columns; k < groups; k++) {
    const at = slopes + (<usize>k << 3);
    const a = load<f64>(at), b = load<f64>(at + row), c = load<f64>(at + 2 * row), mean = load<f64>(at + 3 * row);
    for (let r = 0; r < runs; r++) {
      const start = <usize>(k * next + r * step) << 2;
      if (fixed) normaliseRun(g + start, dx + start, run, a, 0);
      else slopeOfRun(g + start, x + start, dx + start, 0, run, a, b, c - b * mean);
    }
  }
}

export function norm_slope_f64(g: usize, x: usize, dx: usize, groups: i32, next: i32, runs: i32, run: i32, step: i32, slopes: usize, fixed: i32): void {
  const row = <usize>groups << 3;
  for (let k = 0; k < groups; k++) {
    const at = slopes + (<usize>k << 3);
    const a = load<f64>(at), b = load<f64>(at + row), c = load<f64>(at + 2 * row), mean = load<f64>(at + 3 * row);
    for (let r = 0; r < runs; r++) {
      const start = <usize>(k * next + r * step) << 3;
      for (let i = start; i < start + (<usize>run << 3); i += 8) {
        const pull = fixed ? 0 : b * (load<f64>(x + i) - mean) + c;
        store<f64>(dx + i, a * load<f64>(g + i) + pull);
      }
    }
  }
}
