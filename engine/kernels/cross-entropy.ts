// Cross entropy of float32 by class, over the middle axis of (outer, n, inner), in vectors along rows or across columns;
// parameters are those of class-loss.ts. `tops` (float64): each row's greatest number, and the sum of exp over 2^n (softmax-rows.ts).
import { exponentOf } from "./exp";
import { storeTwo, storeUpTo } from "./lanes";
import { columnExp, columnPeaks, columnSums, firstSums, lastSums, peakAt, setPeak, setSum, STRIP, sumAt } from "./softmax-columns";
import { Any, baseOf, expBeside, Near, normalFrom, peakOf, restOfLogarithm, sumOfExp } from "./softmax-rows";
import { highOf, lowOf, narrow } from "./wide";

export function cross_entropy_f32(x: usize, outer: i32, n: i32, inner: i32, targets: usize, weights: usize, smoothing: f64, losses: usize, tops: usize, scratch: usize): void {
  const step = <usize>inner << 2;
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i += STRIP) {
      const from = x + (<usize>i << 2), width = min(STRIP, inner - i);
      findTops(from, n, inner, width, tops, scratch);
      for (let j = 0; j < width; j++) {
        store<f64>(losses, lossOfRow(from + (<usize>j << 2), n, step, load<i32>(targets), weights, smoothing, tops));
        losses += 8;
        targets += 4;
        tops += 16;
      }
    }
    x += <usize>n * step;
  }
}

/** The greatest numbers and the sums of exp of a row, or of a strip of columns. */
function findTops(x: usize, n: i32, inner: i32, width: i32, tops: usize, scratch: usize): void {
  if (inner == 1) {
    const peak = peakOf(x, n, scratch);
    store<f64>(tops, <f64>peak);
    store<f64>(tops, sumOfExp(x, 0, n, peak, scratch), 8);
    return;
  }
  columnPeaks(x, n, <usize>inner << 2, width, scratch);
  columnSums(x, 0, n, <usize>inner << 2, width, scratch);
  for (let j = 0; j < width; j++) {
    store<f64>(tops, <f64>peakAt(scratch, j));
    store<f64>(tops, sumAt(scratch, j), 8);
    tops += 16;
  }
}

function lossOfRow(x: usize, n: i32, step: usize, target: i32, weights: usize, smoothing: f64, tops: usize): f64 {
  if (target < 0) return 0;
  const peak = load<f64>(tops), rest = restOfLogarithm(<f32>peak, load<f64>(tops, 8));
  const loss = (1 - smoothing) * weightOf(weights, target) * (rest + (peak - <f64>load<f32>(x + <usize>target * step)));
  if (smoothing == 0) return loss;
  let all: f64 = 0;
  for (let c = 0; c < n; c++) {
    all += weightOf(weights, c) * (rest + (peak - <f64>load<f32>(x)));
    x += step;
  }
  return loss + smoothing / <f64>n * all;
}

// @ts-ignore: decorator
@inline
function weightOf(weights: usize, c: i32): f64 {
  return weights ? <f64>load<f32>(weights + (<usize>c << 2)) : 1;
}

/** `g` (float64): what the loss of each row is multiplied by. */
export function cross_entropy_backward_f32(g: usize, x: usize, dx: usize, outer: i32, n: i32, inner: i32, targets: usize, weights: usize, smoothing: f64, tops: usize, scratch: usize): void {
  const step = <usize>inner << 2;
  let all: f64 = 0;
  for (let c = 0; c < n; c++) all += weightOf(weights, c);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i += STRIP) {
      const at = <usize>i << 2, width = min(STRIP, inner - i);
      spreadOut(g, x + at, dx + at, n, inner, width, targets, weights, smoothing, all, tops, scratch);
      for (let j = 0; j < width; j++) {
        const own = at + (<usize>j << 2);
        if (smoothing != 0) takeEven(dx + own, n, step, evenOf(g, load<i32>(targets), smoothing, n), weights);
        atTarget(load<f64>(g), x + own, dx + own, n, step, load<i32>(targets), weights, smoothing, all, tops);
        g += 8;
        targets += 4;
        tops += 16;
      }
    }
    x += <usize>n * step;
    dx += <usize>n * step;
  }
}

/** dx = the part that has the probabilities, of a row or of a strip of columns. */
function spreadOut(g: usize, x: usize, dx: usize, n: i32, inner: i32, width: i32, targets: usize, weights: usize, smoothing: f64, all: f64, tops: usize, strip: usize): void {
  for (let j = 0; j < width; j++) {
    const target = load<i32>(targets + (<usize>j << 2)), top = tops + (<usize>j << 4);
    const share = target < 0 ? 0 : (1 - smoothing) * weightOf(weights, target) + smoothing / <f64>n * all;
    const scale = target < 0 ? 0 : load<f64>(g + (<usize>j << 3)) * share / load<f64>(top, 8);
    if (inner == 1) return spreadRow(x, dx, n, <f32>load<f64>(top), scale);
    setPeak(strip, j, <f32>load<f64>(top));
    setSum(strip, j, scale);
  }
  const step = <usize>inner << 2, bytes = <usize>width << 2;
  for (let c = 0; c < n; c++) {
    for (let i: usize = 0; i < bytes; i += 16) {
      const e = columnExp(x + i, strip + i);
      storeUpTo<f32>(dx + i, dx + bytes, narrow(f64x2.mul(lowOf(e), firstSums(strip + 2 * i)), f64x2.mul(highOf(e), lastSums(strip + 2 * i))));
    }
    x += step;
    dx += step;
  }
}

function spreadRow(x: usize, dx: usize, n: i32, peak: f32, scale: f64): void {
  const near = changetype<Near>(0), any = changetype<Any>(0);
  const most = f32x4.splat(peak), base = baseOf(most), top = exponentOf(f32x4.sub(most, base)), normal = normalFrom(most, base);
  const factor = f32x4.splat(<f32>scale);
  const end = dx + (<usize>n << 2), pairs = dx + (<usize>(n & ~7) << 2);
  while (dx < end) {
    for (; dx < pairs; dx += 32, x += 32) {
      const v = f32x4.sub(v128.load(x), base), w = f32x4.sub(v128.load(x, 16), base);
      if (!i32x4.all_true(v128.and(f32x4.ge(v, normal), f32x4.ge(w, normal)))) break;
      storeTwo(dx, f32x4.mul(near.of(v, top, normal), factor), f32x4.mul(near.of(w, top, normal), factor));
    }
    for (const next = min(dx + 32, end); dx < next; dx += 16, x += 16) {
      storeUpTo<f32>(dx, end, f32x4.mul(any.of(f32x4.sub(v128.load(x), base), top, normal), factor));
    }
  }
}

// @ts-ignore: decorator
@inline
function evenOf(g: usize, target: i32, smoothing: f64, n: i32): f64 {
  return target < 0 ? 0 : load<f64>(g) * smoothing / <f64>n;
}

function takeEven(dx: usize, n: i32, step: usize, even: f64, weights: usize): void {
  for (let c = 0; c < n; c++) {
    store<f32>(dx, <f32>(<f64>load<f32>(dx) - even * weightOf(weights, c)));
    dx += step;
  }
}

/** The gradient at the target, from that term of the sum itself: what is left of 1 is then exact. */
function atTarget(scale: f64, x: usize, dx: usize, n: i32, step: usize, target: i32, weights: usize, smoothing: f64, all: f64, tops: usize): void {
  if (target < 0) return;
  const at = <usize>target * step, total = load<f64>(tops, 8), w = weightOf(weights, target);
  const e = <f64>expBeside(load<f32>(x + at), <f32>load<f64>(tops));
  const d = (1 - smoothing) * w * ((e - total) / total) + smoothing / <f64>n * (e / total * all - w);
  store<f32>(dx + at, <f32>(scale * d));
}
