// Normalisation. A group is what shares one mean and one variance: `runs` stretches of `run` neighbours that lie `step`
// apart; the next group begins `next` further on (all in elements). `stats` is float64: the groups' means, then their
// biased variances, then 1 / sqrt(variance + eps). Variances take two passes; sums are blocked and joined pairwise.

const BLOCK: i32 = 128;

export function norm_stats_f32(x: usize, groups: i32, next: i32, runs: i32, run: i32, step: i32, eps: f64, stats: usize): void {
  statistics<f32>(x, groups, next, runs, run, step, eps, stats);
}

export function norm_stats_f64(x: usize, groups: i32, next: i32, runs: i32, run: i32, step: i32, eps: f64, stats: usize): void {
  statistics<f64>(x, groups, next, runs, run, step, eps, stats);
}

function statistics<T>(x: usize, groups: i32, next: i32, runs: i32, run: i32, step: i32, eps: f64, stats: usize): void {
  const row = <usize>groups << 3;
  const count = <f64>runs * <f64>run;
  for (let k = 0; k < groups; k++) {
    const mean = total<T>(SUM, 0, x, 0, runs, run, step, 0) / count;
    const variance = total<T>(SQUARES, 0, x, 0, runs, run, step, mean) / count;
    store<f64>(stats, mean);
    store<f64>(stats + row, variance);
    store<f64>(stats + 2 * row, 1 / Math.sqrt(variance + eps));
    x += <usize>(next * sizeof<T>());
    stats += 8;
  }
}

export function norm_apply_f32(x: usize, y: usize, groups: i32, next: i32, runs: i32, run: i32, step: i32, stats: usize, weight: usize, bias: usize, each: i32): void {
  apply<f32>(x, y, groups, next, runs, run, step, stats, weight, bias, each);
}

export function norm_apply_f64(x: usize, y: usize, groups: i32, next: i32, runs: i32, run: i32, step: i32, stats: usize, weight: usize, bias: usize, each: i32): void {
  apply<f64>(x, y, groups, next, runs, run, step, stats, weight, bias, each);
}

/** y = (x - mean) rstd weight + bias. Weight and bias (0 if absent) have an entry for each place of a run, or one for each group. */
function apply<T>(x: usize, y: usize, groups: i32, next: i32, runs: i32, run: i32, step: i32, stats: usize, weight: usize, bias: usize, each: i32): void {
  const row = <usize>groups << 3;
  const width = <usize>(run * sizeof<T>());
  for (let k = 0; k < groups; k++) {
    const mean = load<f64>(stats);
    const rstd = load<f64>(stats + 2 * row);
    const own = <usize>(k * sizeof<T>());
    const w = weight && !each ? <f64>load<T>(weight + own) : 1;
    const b = bias && !each ? <f64>load<T>(bias + own) : 0;
    for (let r = 0; r < runs; r++) {
      const start = <usize>((k * next + r * step) * sizeof<T>());
      for (let i: usize = 0; i < width; i += sizeof<T>()) {
        const wi = each && weight ? <f64>load<T>(weight + i) : w;
        const bi = each && bias ? <f64>load<T>(bias + i) : b;
        store<T>(y + start + i, <T>((<f64>load<T>(x + start + i) - mean) * rstd * wi + bi));
      }
    }
    stats += 8;
  }
}

export function norm_backward_f32(g: usize, x: usize, dx: usize, groups: i32, next: i32, runs: i32, run: i32, step: i32, stats: usize, weight: usize, each: i32, fixed: i32, sums: usize): void {
  backward<f32>(g, x, dx, groups, next, runs, run, step, stats, weight, each, fixed, sums);
}

export function norm_backward_f64(g: usize, x: usize, dx: usize, groups: i32, next: i32, runs: i32, run: i32, step: i32, stats: usize, weight: usize, each: i32, fixed: i32, sums: usize): void {
  backward<f64>(g, x, dx, groups, next, runs, run, step, stats, weight, each, fixed, sums);
}

/**
 * dx = rstd (w g - mean(w g) - xhat mean(w g xhat)); where the statistics are `fixed`, rstd w g.
 * `sums` (float64) gets each group's sum of g, then of g xhat; with a weight for `each` place, of w g and w g xhat.
 */
function backward<T>(g: usize, x: usize, dx: usize, groups: i32, next: i32, runs: i32, run: i32, step: i32, stats: usize, weight: usize, each: i32, fixed: i32, sums: usize): void {
  const row = <usize>groups << 3;
  const width = <usize>(run * sizeof<T>());
  const count = <f64>runs * <f64>run;
  for (let k = 0; k < groups; k++) {
    const at = <usize>(k * next * sizeof<T>());
    const mean = load<f64>(stats);
    const rstd = load<f64>(stats + 2 * row);
    const places = each ? weight : 0;
    const first = total<T>(GRADIENTS, g + at, x + at, places, runs, run, step, mean);
    const second = total<T>(PRODUCTS, g + at, x + at, places, runs, run, step, mean) * rstd;
    store<f64>(sums, first);
    store<f64>(sums + row, second);
    const w = weight && !each ? <f64>load<T>(weight + <usize>(k * sizeof<T>())) : 1;
    const shift = w * first / count;
    const slope = w * second / count * rstd;
    for (let r = 0; r < runs; r++) {
      const start = at + <usize>(r * step * sizeof<T>());
      for (let i: usize = 0; i < width; i += sizeof<T>()) {
        const wi = places ? <f64>load<T>(places + i) : w;
        const direct = <f64>load<T>(g + start + i) * wi;
        const pull = fixed ? 0 : shift + (<f64>load<T>(x + start + i) - mean) * slope;
        store<T>(dx + start + i, <T>(rstd * (direct - pull)));
      }
    }
    stats += 8;
    sums += 8;
  }
}

/** Bytes of scratch that norm_columns needs. */
export function norm_columns_scratch(rows: i32, n: i32): i32 {
  return (34 - clz(<u32>rows)) * n * 16;
}

export function norm_columns_f32(g: usize, x: usize, rows: i32, n: i32, stats: usize, dweight: usize, dbias: usize, scratch: usize): void {
  columns<f32>(g, x, rows, n, stats, dweight, dbias, scratch);
}

export function norm_columns_f64(g: usize, x: usize, rows: i32, n: i32, stats: usize, dweight: usize, dbias: usize, scratch: usize): void {
  columns<f64>(g, x, rows, n, stats, dweight, dbias, scratch);
}

/** The sums over all rows of g xhat and of g, for rows that were normalised each for itself. */
function columns<T>(g: usize, x: usize, rows: i32, n: i32, stats: usize, dweight: usize, dbias: usize, scratch: usize): void {
  addRows<T>(g, x, 0, rows, rows, n, stats, scratch);
  for (let i = 0; i < n; i++) {
    store<T>(dweight + <usize>(i * sizeof<T>()), <T>load<f64>(scratch + <usize>(i << 3)));
    store<T>(dbias + <usize>(i * sizeof<T>()), <T>load<f64>(scratch + <usize>((n + i) << 3)));
  }
}

function addRows<T>(g: usize, x: usize, from: i32, to: i32, rows: i32, n: i32, stats: usize, into: usize): void {
  const spare = into + <usize>(n << 4);
  if (to - from > BLOCK) {
    const middle = (from + to) >> 1;
    addRows<T>(g, x, from, middle, rows, n, stats, into);
    addRows<T>(g, x, middle, to, rows, n, stats, spare);
    for (let p: usize = 0; p < <usize>(n << 4); p += 8) store<f64>(into + p, load<f64>(into + p) + load<f64>(spare + p));
    return;
  }
  memory.fill(into, 0, <usize>(n << 4));
  for (let r = from; r < to; r++) {
    const mean = load<f64>(stats + <usize>(r << 3));
    const rstd = load<f64>(stats + <usize>((2 * rows + r) << 3));
    let at = <usize>(r * n * sizeof<T>());
    for (let p = into; p < into + <usize>(n << 3); p += 8) {
      const d = <f64>load<T>(g + at);
      const q = p + <usize>(n << 3);
      store<f64>(p, load<f64>(p) + d * (<f64>load<T>(x + at) - mean) * rstd);
      store<f64>(q, load<f64>(q) + d);
      at += sizeof<T>();
    }
  }
}

const SUM: i32 = 0;
const SQUARES: i32 = 1;
const GRADIENTS: i32 = 2;
const PRODUCTS: i32 = 3;

/** The sum over a group of x, (x - mean)², w g, or w g (x - mean), where w (0 for 1) has an entry for each place of a run. */
function total<T>(kind: i32, g: usize, x: usize, w: usize, runs: i32, run: i32, step: i32, mean: f64): f64 {
  if (runs > 1 && runs * run > BLOCK) {
    const half = runs >> 1;
    const far = <usize>(half * step * sizeof<T>());
    return total<T>(kind, g, x, w, half, run, step, mean) + total<T>(kind, g + far, x + far, w, runs - half, run, step, mean);
  }
  if (run > BLOCK) {
    const half = run >> 1;
    const far = <usize>(half * sizeof<T>());
    return total<T>(kind, g, x, w, 1, half, step, mean) + total<T>(kind, g + far, x + far, w ? w + far : 0, 1, run - half, step, mean);
  }
  let sum: f64 = 0;
  const width = <usize>(run * sizeof<T>());
  for (let r = 0; r < runs; r++) {
    const start = <usize>(r * step * sizeof<T>());
    const end = start + width;
    if (kind == SUM) {
      for (let i = start; i < end; i += sizeof<T>()) sum += <f64>load<T>(x + i);
    } else if (kind == SQUARES) {
      for (let i = start; i < end; i += sizeof<T>()) {
        const d = <f64>load<T>(x + i) - mean;
        sum += d * d;
      }
    } else {
      for (let i = start; i < end; i += sizeof<T>()) {
        let d = <f64>load<T>(g + i);
        if (w) d *= <f64>load<T>(w + i - start);
        sum += kind == PRODUCTS ? d * (<f64>load<T>(x + i) - mean) : d;
      }
    }
  }
  return sum;
}
