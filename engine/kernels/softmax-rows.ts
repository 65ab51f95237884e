// What softmax needs of contiguous rows of float32. exp(x) is taken over 2^n, where n ln 2 is nearest to the row's greatest number,
// so that no difference is rounded; beyond 256 the greatest number is taken off first, which is exact for all that matters.
import { four, ONE } from "./constant";
import { exponentOf, growthOf, restOf, scaledFar } from "./exp";
import { liveLanes, storeTwo, storeUpTo } from "./lanes";
import { highOf, LONG, lowOf } from "./wide";

/** Up to here exp is taken of numbers as they are. */
const NEAR: usize = memory.data<f32>([256]);
/** exp of so much below the greatest, over that of the greatest, is still normal; so much below that it is 0. */
const NORMAL_BELOW: f32 = 86;
const NORMAL: usize = memory.data<f32>([86]);
const BEYOND: usize = memory.data<f32>([19]);

/** What is taken off a row, or lanes of rows, before exp. */
// @ts-ignore: decorator
@inline
export function baseOf(peak: v128): v128 {
  return v128.and(peak, f32x4.gt(f32x4.abs(peak), four(NEAR)));
}

/** e^x / 2^n, where `top` holds n and no lane is NaN or below the greatest by more than NORMAL_BELOW. */
export class Near {
  @inline of(x: v128, top: v128, normal: v128): v128 {
    const rounded = exponentOf(x);
    return i32x4.add(f32x4.add(growthOf(restOf(x, rounded)), four(ONE)), i32x4.shl(i32x4.sub(rounded, top), 23));
  }
}

/** e^x / 2^n, where `top` holds n and what is below `normal` may be no normal number, or 0. */
export class Far {
  @inline of(x: v128, top: v128, normal: v128): v128 {
    if (i32x4.bitmask(f32x4.ge(x, normal)) == 15) return changetype<Near>(0).of(x, top, normal);
    return farExp(x, top, normal);
  }
}

function farExp(x: v128, top: v128, normal: v128): v128 {
  return changetype<Any>(0).of(x, top, normal);
}

/** Far, without a branch. */
export class Any {
  @inline of(x: v128, top: v128, normal: v128): v128 {
    x = f32x4.pmax(x, f32x4.sub(normal, four(BEYOND)));
    const rounded = exponentOf(x);
    return scaledFar(f32x4.add(growthOf(restOf(x, rounded)), four(ONE)), i32x4.sub(rounded, top));
  }
}

/** From where on exp is normal beside that of the greatest number. */
// @ts-ignore: decorator
@inline
export function normalFrom(peak: v128, base: v128): v128 {
  return f32x4.sub(f32x4.sub(peak, base), four(NORMAL));
}

/** exp(x) / 2^n of one number of a row, the same bits as in the row's sum. */
export function expBeside(x: f32, peak: f32): f32 {
  const most = f32x4.splat(peak), base = baseOf(most);
  const e = changetype<Far>(0).of(f32x4.sub(f32x4.splat(x), base), exponentOf(f32x4.sub(most, base)), normalFrom(most, base));
  return f32x4.extract_lane(e, 0);
}

/** The logarithm of the sum of exp less the greatest number: exactly 0 where there is one number, and exact near it. */
export function restOfLogarithm(peak: f32, total: f64): f64 {
  const own = <f64>expBeside(peak, peak);
  return Math.log1p((total - own) / own);
}

/** Bytes of `room`: an int32, and what is written and never read, as V8 looks for vectors to join at stores. */
export const ROOM_BYTES: i32 = 128;
const UNREAD: usize = 32;

/** The greatest of n numbers that are not NaN; leaves in `room` whether exp of all, over that of the greatest, is normal. */
export function peakOf(x: usize, n: i32, room: usize): f32 {
  const end = x + (<usize>n << 2);
  let most = f32x4.splat(-Infinity), more = most, least = f32x4.splat(Infinity), less = least;
  // What is not finite shows in a sum.
  let sum = f32x4.splat(0), rest = sum;
  for (; x + 32 <= end; x += 32) {
    const v = v128.load(x), w = v128.load(x, 16);
    most = f32x4.pmax(most, v);
    more = f32x4.pmax(more, w);
    least = f32x4.pmin(least, v);
    less = f32x4.pmin(less, w);
    sum = f32x4.add(sum, v);
    rest = f32x4.add(rest, w);
  }
  storeTwo(room + UNREAD, most, more);
  storeTwo(room + UNREAD + 32, least, less);
  storeTwo(room + UNREAD + 64, sum, rest);
  for (; x < end; x += 4) {
    const v = v128.load32_splat(x);
    most = f32x4.pmax(most, v);
    least = f32x4.pmin(least, v);
    sum = f32x4.add(sum, v);
  }
  most = f32x4.pmax(most, more);
  least = f32x4.pmin(least, less);
  sum = f32x4.add(sum, rest);
  const peak = acrossMost(most);
  const gap = peak + acrossMost(f32x4.neg(least));
  const whole = (f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1)) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
  store<i32>(room, <i32>(gap <= NORMAL_BELOW && whole - whole == 0));
  return peak;
}

// @ts-ignore: decorator
@inline
function acrossMost(v: v128): f32 {
  v = f32x4.pmax(v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
  v = f32x4.pmax(v, v128.shuffle<i32>(v, v, 1, 0, 3, 2));
  return f32x4.extract_lane(v, 0);
}

/** The sum over a row of exp(x) / 2^n, which also goes to y unless that is 0; `room` as peakOf left it. */
export function sumOfExp(x: usize, y: usize, n: i32, peak: f32, room: usize): f64 {
  if (load<i32>(room)) return y ? exps<Near, Kept>(x, y, n, peak, room) : exps<Near, Lost>(x, 0, n, peak, room);
  return y ? exps<Far, Kept>(x, y, n, peak, room) : exps<Far, Lost>(x, 0, n, peak, room);
}

class Kept {
  @inline four(y: usize, a: v128, b: v128, c: v128, d: v128): void {
    storeTwo(y, a, b);
    storeTwo(y + 32, c, d);
  }
  @inline upTo(y: usize, end: usize, v: v128): void { storeUpTo<f32>(y, end, v); }
}

class Lost {
  @inline four(y: usize, a: v128, b: v128, c: v128, d: v128): void {}
  @inline upTo(y: usize, end: usize, v: v128): void {}
}

/** Four vectors are added up before they are widened, which costs more than they do. */
function exps<F, K>(x: usize, y: usize, n: i32, peak: f32, room: usize): f64 {
  const f = changetype<F>(0), kept = changetype<K>(0);
  const most = f32x4.splat(peak), base = baseOf(most), top = exponentOf(f32x4.sub(most, base)), normal = normalFrom(most, base);
  const end = x + (<usize>n << 2), last = y + (<usize>n << 2), fours = n < LONG ? x : x + (<usize>(n & ~15) << 2);
  let low = f64x2.splat(0), high = low;
  for (; x < fours; x += 64, y += 64) {
    const p = f32x4.sub(v128.load(x), base), q = f32x4.sub(v128.load(x, 16), base);
    const r = f32x4.sub(v128.load(x, 32), base), s = f32x4.sub(v128.load(x, 48), base);
    const a = f.of(p, top, normal), b = f.of(q, top, normal), c = f.of(r, top, normal), d = f.of(s, top, normal);
    const even = f32x4.add(a, c), odd = f32x4.add(b, d), sum = f32x4.add(even, odd);
    kept.four(y, a, b, c, d);
    storeTwo(room + UNREAD, even, odd);
    low = f64x2.add(low, lowOf(sum));
    high = f64x2.add(high, highOf(sum));
  }
  for (; x < end; x += 16, y += 16) {
    let e = f.of(f32x4.sub(v128.load(x), base), top, normal);
    kept.upTo(y, last, e);
    if (x + 16 > end) e = v128.and(e, liveLanes((end - x) >> 2));
    low = f64x2.add(low, lowOf(e));
    high = f64x2.add(high, highOf(e));
  }
  low = f64x2.add(low, high);
  return f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1);
}

/** y = a y. */
export function scaleRow(y: usize, n: i32, a: f32): void {
  const end = y + (<usize>n << 2), scale = f32x4.splat(a);
  for (const pairs = y + (<usize>(n & ~7) << 2); y < pairs; y += 32) {
    storeTwo(y, f32x4.mul(v128.load(y), scale), f32x4.mul(v128.load(y, 16), scale));
  }
  for (; y < end; y += 16) storeUpTo<f32>(y, end, f32x4.mul(v128.load(y), scale));
}
