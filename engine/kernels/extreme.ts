// The greatest or least of (outer, n, inner) over the middle axis, and the first place where it stands. NaN comes before all.

export function extreme_f32(order: i32, x: usize, outer: i32, n: i32, inner: i32, y: usize, places: usize): void {
  if (order > 0) extremes<f32, Greater<f32>>(x, outer, n, inner, y, places);
  else extremes<f32, Less<f32>>(x, outer, n, inner, y, places);
}

export function extreme_f64(order: i32, x: usize, outer: i32, n: i32, inner: i32, y: usize, places: usize): void {
  if (order > 0) extremes<f64, Greater<f64>>(x, outer, n, inner, y, places);
  else extremes<f64, Less<f64>>(x, outer, n, inner, y, places);
}

/** Whether q comes before p, unless either is NaN; the one that does; and what everything comes before. */
class Greater<T> {
  @inline before(q: v128, p: v128): v128 { return v128.gt<T>(q, p); }
  @inline first(p: v128, q: v128): v128 { return v128.pmax<T>(p, q); }
  @inline one(q: T, p: T): bool { return q > p; }
  @inline get last(): T { return <T>-Infinity; }
}

class Less<T> {
  @inline before(q: v128, p: v128): v128 { return v128.lt<T>(q, p); }
  @inline first(p: v128, q: v128): v128 { return v128.pmin<T>(p, q); }
  @inline one(q: T, p: T): bool { return q < p; }
  @inline get last(): T { return <T>Infinity; }
}

/** `places` (int32): where each stands on its line; 0 if nobody asks. */
function extremes<T, F>(x: usize, outer: i32, n: i32, inner: i32, y: usize, places: usize): void {
  const row = <usize>inner * sizeof<T>();
  for (let o = 0; o < outer; o++) {
    if (inner == 1) alongRow<T, F>(x, n, y, places);
    else acrossRows<T, F>(x, n, row, y, places);
    x += <usize>n * row;
    y += row;
    if (places) places += <usize>inner << 2;
  }
}

function alongRow<T, F>(x: usize, n: i32, y: usize, places: usize): void {
  const best = bestOf<T, F>(x, n);
  store<T>(y, best);
  // Zeros are equal, whatever their signs: the first one counts.
  if (!places && best != <T>0) return;
  let at = x;
  if (best == best) {
    const all = v128.splat<T>(best), last = x + (<usize>n * sizeof<T>() & ~15);
    while (at < last && !v128.any_true(v128.eq<T>(v128.load(at), all))) at += 16;
    while (load<T>(at) != best) at += sizeof<T>();
  } else {
    while (load<T>(at) == load<T>(at)) at += sizeof<T>();
  }
  store<T>(y, load<T>(at));
  if (places) store<i32>(places, <i32>((at - x) / sizeof<T>()));
}

/** NaN if that is among them. */
function bestOf<T, F>(x: usize, n: i32): T {
  const f = changetype<F>(0);
  let best = f.last, strange = v128.splat<T>(<T>0);
  let first = v128.splat<T>(best), second = first, third = first, fourth = first;
  const end = x + <usize>n * sizeof<T>();
  for (; x + 64 <= end; x += 64) {
    const a = v128.load(x), b = v128.load(x, 16), c = v128.load(x, 32), d = v128.load(x, 48);
    first = f.first(first, a);
    second = f.first(second, b);
    third = f.first(third, c);
    fourth = f.first(fourth, d);
    strange = v128.or(strange, v128.or(v128.or(v128.ne<T>(a, a), v128.ne<T>(b, b)), v128.or(v128.ne<T>(c, c), v128.ne<T>(d, d))));
  }
  first = f.first(f.first(first, second), f.first(third, fourth));
  if (v128.any_true(strange)) return <T>NaN;
  for (let lane = 0; lane < 4; lane++) {
    const v = laneOf<T>(first, lane);
    if (f.one(v, best)) best = v;
  }
  for (; x < end; x += sizeof<T>()) {
    const v = load<T>(x);
    if (v != v) return v;
    if (f.one(v, best)) best = v;
  }
  return best;
}

/** Lane 0 to 3 of float32; of float64 each stands twice. */
function laneOf<T>(v: v128, lane: i32): T {
  if (sizeof<T>() == 8) return <T>(lane & 1 ? f64x2.extract_lane(v, 1) : f64x2.extract_lane(v, 0));
  if (lane & 1) v = v128.shuffle<i32>(v, v, 1, 0, 3, 2);
  if (lane & 2) v = highBits(v);
  return <T>f32x4.extract_lane(v, 0);
}

// @ts-ignore: decorator
@inline
function highBits(v: v128): v128 {
  return v128.shuffle<i32>(v, v, 2, 3, 0, 1);
}

/** Neighbouring lines that are walked together: what is known of them stays in the nearest cache. */
const STRIP: usize = 4096;

/** A vector of neighbouring lines at a time, as far as there are whole ones. `row`: bytes between a line's elements. */
function acrossRows<T, F>(x: usize, n: i32, row: usize, y: usize, places: usize): void {
  const lanes = row & ~15;
  for (let i: usize = 0; i < lanes; i += STRIP) {
    acrossStrip<T, F>(x + i, n, row, min(STRIP, lanes - i), y + i, places ? places + i * 4 / sizeof<T>() : 0);
  }
  for (let i = lanes; i < row; i += sizeof<T>()) oneLine<T, F>(x + i, n, row, y + i, places ? places + i * 4 / sizeof<T>() : 0);
}

function acrossStrip<T, F>(x: usize, n: i32, row: usize, bytes: usize, y: usize, places: usize): void {
  const f = changetype<F>(0);
  memory.copy(y, x, bytes);
  if (places) memory.fill(places, 0, bytes * 4 / sizeof<T>());
  for (let p = 1; p < n; p++) {
    x += row;
    const at = i32x4.splat(p);
    let note = places;
    for (let i: usize = 0; i < bytes; i += 16) {
      const v = v128.load(x + i), best = v128.load(y + i);
      const wins = v128.andnot(v128.or(f.before(v, best), v128.ne<T>(v, v)), v128.ne<T>(best, best));
      v128.store(y + i, v128.bitselect(v, best, wins));
      if (places) {
        if (sizeof<T>() == 4) v128.store(note, v128.bitselect(at, v128.load(note), wins));
        else v128.store64_lane(note, v128.bitselect(at, v128.load64_zero(note), v128.shuffle<i32>(wins, wins, 0, 2, 0, 2)), 0);
        note += 64 / sizeof<T>();
      }
    }
  }
}

function oneLine<T, F>(x: usize, n: i32, row: usize, y: usize, places: usize): void {
  const f = changetype<F>(0);
  let best = load<T>(x), place = 0;
  for (let p = 1; p < n && best == best; p++) {
    x += row;
    const v = load<T>(x);
    if (f.one(v, best) || v != v) {
      best = v;
      place = p;
    }
  }
  store<T>(y, best);
  if (places) store<i32>(places, place);
}

export function ties_f32(x: usize, y: usize, g: usize, outer: i32, n: i32, inner: i32, shared: i32, dx: usize): void { ties<f32>(x, y, g, outer, n, inner, shared, dx); }
export function ties_f64(x: usize, y: usize, g: usize, outer: i32, n: i32, inner: i32, shared: i32, dx: usize): void { ties<f64>(x, y, g, outer, n, inner, shared, dx); }

/** dx = g of each line, divided among those that equal its y; with `shared` NaN equals NaN, without it 0 times g stands elsewhere. */
function ties<T>(x: usize, y: usize, g: usize, outer: i32, n: i32, inner: i32, shared: i32, dx: usize): void {
  const row = <usize>inner * sizeof<T>();
  for (let o = 0; o < outer; o++) {
    for (let i: usize = 0; i < row; i += sizeof<T>()) {
      const top = load<T>(y + i), given = load<T>(g + i);
      let count = 0, at = x + i;
      for (let p = 0; p < n; p++) {
        count += equal<T>(load<T>(at), top, shared);
        at += row;
      }
      const share = given / <T>count, rest = shared ? <T>0 : given * <T>0 / <T>count;
      at = x + i;
      let into = dx + i;
      for (let p = 0; p < n; p++) {
        store<T>(into, equal<T>(load<T>(at), top, shared) ? share : rest);
        at += row;
        into += row;
      }
    }
    x += <usize>n * row;
    dx += <usize>n * row;
    y += row;
    g += row;
  }
}

// @ts-ignore: decorator
@inline
function equal<T>(v: T, top: T, shared: i32): i32 {
  return <i32>(v == top || (shared != 0 && v != v && top != top));
}
