// Elementwise functions of two operands of any strides. `op` picks the function (engine/ops/zip-elements.ts names the numbers).
import { Difference, EachPair, Product, Quotient, storePart, Sum, zipLanes } from "./lanes";
import { rowCount, rowSize, rowStart, rowStep } from "./walk";

export function binary_f32(op: i32, a: usize, b: usize, y: usize, dims: i32, meta: usize): void {
  binary<f32>(op, a, b, y, dims, meta);
}

export function binary_f64(op: i32, a: usize, b: usize, y: usize, dims: i32, meta: usize): void {
  binary<f64>(op, a, b, y, dims, meta);
}

/** y (contiguous) = a op b (walk.ts). */
function binary<T>(op: i32, a: usize, b: usize, y: usize, dims: i32, meta: usize): void {
  switch (op) {
    case 0: zip<T, Sum<T>>(a, b, y, dims, meta); break;
    case 1: zip<T, Difference<T>>(a, b, y, dims, meta); break;
    case 2: zip<T, Product<T>>(a, b, y, dims, meta); break;
    case 3: zip<T, Quotient<T>>(a, b, y, dims, meta); break;
    case 4: zip<T, Maximum<T>>(a, b, y, dims, meta); break;
    case 5: zip<T, Minimum<T>>(a, b, y, dims, meta); break;
    case 6: zip<T, EachPair<T, Pow<T>>>(a, b, y, dims, meta); break;
    case 7: zip<T, EachPair<T, Atan2<T>>>(a, b, y, dims, meta); break;
    case 8: zip<T, EachPair<T, Fmod<T>>>(a, b, y, dims, meta); break;
    case 9: zip<T, EachPair<T, Remainder<T>>>(a, b, y, dims, meta); break;
    case 10: zip<T, EachPair<T, FloorQuotient<T>>>(a, b, y, dims, meta); break;
    case 11: zip<T, CopySign<T>>(a, b, y, dims, meta); break;
    case 12: zip<T, TruncQuotient<T>>(a, b, y, dims, meta); break;
    case 13: zip<T, EachPair<T, Hypot<T>>>(a, b, y, dims, meta); break;
    default: unreachable();
  }
}

class Maximum<T> { @inline of(p: v128, q: v128): v128 { return v128.bitselect(q, v128.pmax<T>(p, q), v128.ne<T>(q, q)); } }
class Minimum<T> { @inline of(p: v128, q: v128): v128 { return v128.bitselect(q, v128.pmin<T>(p, q), v128.ne<T>(q, q)); } }
class Pow<T> { @inline at(u: T, v: T): T { return powOf<T>(u, v); } }
class Atan2<T> { @inline at(u: T, v: T): T { return <T>Math.atan2(<f64>u, <f64>v); } }
class Fmod<T> { @inline at(u: T, v: T): T { return u % v; } }
class Remainder<T> { @inline at(u: T, v: T): T { return remainderOf<T>(u, v); } }
class FloorQuotient<T> { @inline at(u: T, v: T): T { return floorQuotient<T>(u, v); } }
class CopySign<T> { @inline of(p: v128, q: v128): v128 { return v128.bitselect(q, p, v128.splat<T>(<T>-0.0)); } }
class TruncQuotient<T> { @inline of(p: v128, q: v128): v128 { return v128.trunc<T>(v128.div<T>(p, q)); } }
class Hypot<T> { @inline at(u: T, v: T): T { return <T>Math.hypot(<f64>u, <f64>v); } }

function zip<T, F>(a: usize, b: usize, y: usize, dims: i32, meta: usize): void {
  const size = rowSize(meta, dims), rows = rowCount(meta, dims);
  const stepA = rowStep(meta, dims, 1), stepB = rowStep(meta, dims, 2);
  for (let row = 0; row < rows; row++) {
    const p = a + <usize>(rowStart(meta, dims, 1, row) * sizeof<T>()), q = b + <usize>(rowStart(meta, dims, 2, row) * sizeof<T>());
    if (stepA == 1 && stepB == 1) zipLanes<T, F>(p, q, y, size);
    else zipSteps<T, F>(p, <usize>(stepA * sizeof<T>()), q, <usize>(stepB * sizeof<T>()), y, size);
    y += <usize>(size * sizeof<T>());
  }
}

function zipSteps<T, F>(p: usize, stepP: usize, q: usize, stepQ: usize, y: usize, n: i32): void {
  const f = changetype<F>(0);
  const lanes: i32 = 16 / sizeof<T>();
  let i = 0;
  for (; i + lanes <= n; i += lanes) {
    v128.store(y, f.of(stepped<T>(p, stepP, lanes), stepped<T>(q, stepQ, lanes)));
    p += <usize>lanes * stepP;
    q += <usize>lanes * stepQ;
    y += 16;
  }
  if (i < n) storePart<T>(y, y + <usize>((n - i) * sizeof<T>()), f.of(stepped<T>(p, stepP, n - i), stepped<T>(q, stepQ, n - i)));
}

/** The next elements, `step` bytes apart: `live` of them, the last one again beyond that. */
// @ts-ignore: decorator
@inline
function stepped<T>(p: usize, step: usize, live: i32): v128 {
  if (step == sizeof<T>()) return v128.load(p);
  if (step == 0) return v128.splat<T>(load<T>(p));
  if (sizeof<T>() == 8) return v128.load64_lane(live > 1 ? p + step : p, v128.load64_zero(p), 1);
  let v = v128.load32_splat(p);
  if (live > 1) v = v128.load32_lane(p + step, v, 1);
  if (live > 2) v = v128.load32_lane(p + 2 * step, v, 2);
  return live > 3 ? v128.load32_lane(p + 3 * step, v, 3) : v;
}

/** As C has it: 1 to any power is 1, and so is -1 to an infinite one. */
function powOf<T>(p: T, q: T): T {
  const one = p == <T>1 || (p == <T>-1 && abs<T>(q) == <T>Infinity);
  return one ? <T>1 : <T>Math.pow(<f64>p, <f64>q);
}

/** What is left of p after whole multiples of q, with q's sign. */
function remainderOf<T>(p: T, q: T): T {
  const rest = p % q;
  return rest != <T>0 && rest < <T>0 != q < <T>0 ? rest + q : rest;
}

/** The greatest whole number not above p / q, from the exact remainder, so that p = q floor + remainder. */
function floorQuotient<T>(p: T, q: T): T {
  if (q == <T>0) return p / q;
  const rest = p % q;
  let quotient = (p - rest) / q;
  if (rest != <T>0 && rest < <T>0 != q < <T>0) quotient -= <T>1;
  if (quotient == <T>0) return copysign<T>(<T>0, p / q);
  const whole = floor<T>(quotient);
  return quotient - whole > <T>0.5 ? whole + <T>1 : whole;
}
