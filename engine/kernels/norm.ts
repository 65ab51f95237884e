// Normalisation over groups of channels. A group is `size` neighbouring channels that share one mean and one variance. A channel
// is `runs` stretches of `run` neighbours that lie `step` apart, the next begins `run` further on (all in elements); where a
// group has several channels, `runs` is 1. Weight and bias (0 if absent) have an entry a channel, and start anew after `period`
// channels. `stats` is float64: the groups' means, then their biased variances, then 1 / sqrt(variance + eps). A call does the
// groups `from` to `to` of all. y is x scaled and shifted or, if `centred`, x less its mean and scaled, which differs where the
// scale is infinite. float32 runs in vectors (norm-runs.ts, norm-columns.ts), the second pass over a group while the cache still
// holds it; float64 takes two passes for variances, and its sums are blocked and joined pairwise.
import { areColumns, columnGradients, normedColumns } from "./norm-columns";
import { isLong, longSlope, longSums, normaliseLong, statisticsOf } from "./norm-long";
import { centreRun, normaliseRun, slopeOfRun, sumsOfRun } from "./norm-runs";
import { GRADIENTS, PRODUCTS, SQUARES, SUM, total } from "./norm-total";

/** y = (x - mean) rstd weight + bias; the statistics are made, or those that are there if `fixed`. */
export function norm_channels_f32(
  x: usize, y: usize, from: i32, to: i32, groups: i32, size: i32, runs: i32, run: i32, step: i32,
  fixed: i32, eps: f64, stats: usize, weight: usize, bias: usize, period: i32, centred: i32,
): void {
  const row = <usize>groups << 3, own = <usize>run << 2;
  let first = from;
  if (areColumns(groups, size, run, period)) {
    first = max(from, to & ~3);
    normedColumns(x, y, from, first, runs, step, fixed, eps, stats, row, weight, bias);
  }
  for (let k = first; k < to; k++) {
    const at = stats + (<usize>k << 3);
    let channel = k * size, start = own * <usize>channel;
    if (!fixed) {
      statisticsOf(x + start, runs, size * run, step, at, row, y + start);
      store<f64>(at + 2 * row, 1 / Math.sqrt(load<f64>(at + row) + eps));
    }
    for (const end = channel + size; channel < end; channel++) {
      const place = <usize>(channel % period) << 2;
      const scale = load<f64>(at + 2 * row) * (weight ? <f64>load<f32>(weight + place) : 1);
      const shift = (bias ? <f64>load<f32>(bias + place) : 0) - load<f64>(at) * scale;
      for (let r = 0; r < runs; r++) {
        const far = start + (<usize>(r * step) << 2);
        if (isLong(run, load<f64>(at + row))) normaliseLong(x + far, y + far, run, load<f64>(at), scale, bias ? <f64>load<f32>(bias + place) : 0);
        else if (centred) centreRun(x + far, y + far, run, load<f64>(at), scale);
        else normaliseRun(x + far, y + far, run, scale, shift);
      }
      start += own;
    }
  }
}

export function norm_channels_f64(
  x: usize, y: usize, from: i32, to: i32, groups: i32, size: i32, runs: i32, run: i32, step: i32,
  fixed: i32, eps: f64, stats: usize, weight: usize, bias: usize, period: i32, centred: i32,
): void {
  const row = <usize>groups << 3, own = <usize>run << 3;
  for (let k = from; k < to; k++) {
    const at = stats + (<usize>k << 3);
    let channel = k * size, start = own * <usize>channel;
    if (!fixed) statistics(x + start, runs, size * run, step, eps, at, row);
    const mean = load<f64>(at), rstd = load<f64>(at + 2 * row), late = !centred && rstd == Infinity;
    for (const end = channel + size; channel < end; channel++) {
      const place = <usize>(channel % period) << 3;
      const w = weight ? load<f64>(weight + place) : 1, b = bias ? load<f64>(bias + place) : 0;
      const less = late ? 0 : mean, more = late ? b - mean * rstd * w : b;
      for (let r = 0; r < runs; r++) {
        let i = start + (<usize>(r * step) << 3);
        for (const last = i + own; i < last; i += 8) store<f64>(y + i, (load<f64>(x + i) - less) * rstd * w + more);
      }
      start += own;
    }
  }
}

function statistics(x: usize, runs: i32, run: i32, step: i32, eps: f64, at: usize, row: usize): void {
  const count = <f64>runs * <f64>run;
  const mean = total(SUM, 0, x, 0, runs, run, step, 0) / count;
  const variance = total(SQUARES, 0, x, 0, runs, run, step, mean) / count;
  store<f64>(at, mean);
  store<f64>(at + row, variance);
  store<f64>(at + 2 * row, 1 / Math.sqrt(variance + eps));
}

/**
 * dx (0 if not wanted) = a g + b (x - mean) + c, a g alone if `fixed`. `sums` (float64) gets each channel's sum of g, then of
 * g xhat; behind them is room for as many numbers three times, and 32 bytes.
 */
export function norm_channels_backward_f32(
  g: usize, x: usize, dx: usize, from: i32, to: i32, groups: i32, size: i32, runs: i32, run: i32, step: i32,
  fixed: i32, stats: usize, weight: usize, period: i32, sums: usize,
): void {
  const row = <usize>groups << 3, wide = row * size, own = <usize>run << 2;
  let first = from;
  if (areColumns(groups, size, run, period)) {
    first = max(from, to & ~3);
    columnGradients(g, x, dx, from, first, runs, step, fixed, stats, row, weight, sums);
  }
  for (let k = first; k < to; k++) {
    const at = stats + (<usize>k << 3), mean = load<f64>(at), rstd = load<f64>(at + 2 * row), long = isLong(run, load<f64>(at + row));
    const channel = k * size, start = own * <usize>channel;
    for (let c = 0; c < size; c++) {
      const into = sums + (<usize>(channel + c) << 3), far = start + own * <usize>c;
      const pair = long ? longSums(g + far, x + far, 0, runs, run, step, mean, into + 2 * wide) : sumsOfRun(g + far, x + far, runs, run, step, mean);
      store<f64>(into, f64x2.extract_lane(pair, 0));
      store<f64>(into + wide, f64x2.extract_lane(pair, 1) * rstd);
    }
    if (!dx) continue;
    const pull = slopes<f32>(sums + (<usize>channel << 3), wide, channel, size, weight, period, rstd, <f64>runs * <f64>run);
    const slope = f64x2.extract_lane(pull, 1), shift = f64x2.extract_lane(pull, 0);
    for (let c = 0; c < size; c++) {
      const a = rstd * weightOf<f32>(weight, channel + c, period);
      for (let r = 0; r < runs; r++) {
        const far = start + own * <usize>c + (<usize>(r * step) << 2);
        if (fixed) normaliseRun(g + far, dx + far, run, a, 0);
        else if (long) longSlope(g + far, x + far, dx + far, 0, run, mean, a, slope, shift);
        else slopeOfRun(g + far, x + far, dx + far, run, a, slope, shift - slope * mean);
      }
    }
  }
}

/** What a group's dx has beside a g: c and b, from the weighted sums of its channels. */
function slopes<T>(sums: usize, wide: usize, channel: i32, size: i32, weight: usize, period: i32, rstd: f64, each: f64): v128 {
  let all: f64 = 0, along: f64 = 0;
  for (let c = 0; c < size; c++) {
    const w = weightOf<T>(weight, channel + c, period), at = sums + (<usize>c << 3);
    all += w * load<f64>(at);
    along += w * load<f64>(at + wide);
  }
  const count = each * <f64>size;
  return f64x2(-rstd * all / count, -rstd * along / count * rstd);
}

// @ts-ignore: decorator
@inline
function weightOf<T>(weight: usize, channel: i32, period: i32): f64 {
  return weight ? <f64>load<T>(weight + <usize>(channel % period) * sizeof<T>()) : 1;
}

export function norm_channels_backward_f64(
  g: usize, x: usize, dx: usize, from: i32, to: i32, groups: i32, size: i32, runs: i32, run: i32, step: i32,
  fixed: i32, stats: usize, weight: usize, period: i32, sums: usize,
): void {
  const row = <usize>groups << 3, wide = row * size, own = <usize>run << 3;
  for (let k = from; k < to; k++) {
    const at = stats + (<usize>k << 3), mean = load<f64>(at), rstd = load<f64>(at + 2 * row);
    const channel = k * size, start = own * <usize>channel;
    for (let c = 0; c < size; c++) {
      const into = sums + (<usize>(channel + c) << 3), far = start + own * <usize>c;
      store<f64>(into, total(GRADIENTS, g + far, x + far, 0, runs, run, step, mean));
      store<f64>(into + wide, total(PRODUCTS, g + far, x + far, 0, runs, run, step, mean) * rstd);
    }
    if (!dx) continue;
    const pull = slopes<f64>(sums + (<usize>channel << 3), wide, channel, size, weight, period, rstd, <f64>runs * <f64>run);
    const b = fixed ? 0 : f64x2.extract_lane(pull, 1), c = fixed ? 0 : f64x2.extract_lane(pull, 0);
    for (let i = 0; i < size; i++) {
      const a = rstd * weightOf<f64>(weight, channel + i, period);
      for (let r = 0; r < runs; r++) {
        const far = start + own * <usize>i + (<usize>(r * step) << 3);
        slopeOfRun64(g + far, x + far, dx + far, own, a, b, c, mean, fixed);
      }
    }
  }
}

function slopeOfRun64(g: usize, x: usize, dx: usize, bytes: usize, a: f64, b: f64, c: f64, mean: f64, fixed: i32): void {
  for (let i: usize = 0; i < bytes; i += 8) {
    const pull = fixed ? 0 : b * (load<f64>(x + i) - mean) + c;
    store<f64>(dx + i, a * load<f64>(g + i) + pull);
  }
}

/** The gradients of weight and bias: the sums of `times` periods of channels, joined. */
export function norm_parameters_f32(sums: usize, times: i32, period: i32, dweight: usize, dbias: usize): void { join<f32>(sums, times, period, dweight, dbias); }
export function norm_parameters_f64(sums: usize, times: i32, period: i32, dweight: usize, dbias: usize): void { join<f64>(sums, times, period, dweight, dbias); }

function join<T>(sums: usize, times: i32, period: i32, dweight: usize, dbias: usize): void {
  const next = <usize>period << 3, wide = next * times;
  for (let c = 0; c < period; c++) {
    let all: f64 = 0, along: f64 = 0;
    for (const end = sums + wide; sums < end; sums += next) {
      all += load<f64>(sums);
      along += load<f64>(sums + wide);
    }
    sums += 8 - wide;
    store<T>(dbias + <usize>c * sizeof<T>(), <T>all);
    store<T>(dweight + <usize>c * sizeof<T>(), <T>along);
  }
}
