// Loops over contiguous elements, a vector at a time, for functions that are classes with a method `of` (a class, because the
// compiler then puts the method's body into the loop). The last vector may hold, beyond the end, whatever lies there; only what
// there is of it is stored. What a lane gives does not depend on its place.

/** y = F(x). */
export function mapLanes<T, F>(x: usize, y: usize, n: i32): void {
  const f = changetype<F>(0);
  const end = y + <usize>n * sizeof<T>();
  const vectors = y + (<usize>n * sizeof<T>() & ~15);
  while (y < vectors) {
    v128.store(y, f.of(v128.load(x)));
    x += 16;
    y += 16;
  }
  if (y < end) storePart<T>(y, end, f.of(v128.load(x)));
}

/** y = F(p, q). */
export function zipLanes<T, F>(p: usize, q: usize, y: usize, n: i32): void {
  const f = changetype<F>(0);
  const end = y + <usize>n * sizeof<T>();
  const vectors = y + (<usize>n * sizeof<T>() & ~15);
  while (y < vectors) {
    v128.store(y, f.of(v128.load(p), v128.load(q)));
    p += 16;
    q += 16;
    y += 16;
  }
  if (y < end) storePart<T>(y, end, f.of(v128.load(p), v128.load(q)));
}

/** The first lanes of a vector, up to `end`. */
// @ts-ignore: decorator
@inline
export function storePart<T>(to: usize, end: usize, v: v128): void {
  if (sizeof<T>() == 8) {
    v128.store64_lane(to, v, 0);
    return;
  }
  v128.store32_lane(to, v, 0);
  if (to + 4 < end) v128.store32_lane(to, v, 1, 4);
  if (to + 8 < end) v128.store32_lane(to, v, 2, 8);
}

const LIVE: usize = memory.data<u32>([0xffffffff, 0xffffffff, 0xffffffff, 0, 0, 0]);

/** The bits of the first `rest` lanes of four, up to 3. */
// @ts-ignore: decorator
@inline
export function liveLanes(rest: usize): v128 {
  return v128.load(LIVE + ((3 - rest) << 2));
}

/** A function F of one float64, `at`, for each lane. */
export class Each<T, F> {
  @inline of(v: v128): v128 {
    const f = changetype<F>(0);
    if (sizeof<T>() == 8) return f64x2(f.at(f64x2.extract_lane(v, 0)), f.at(f64x2.extract_lane(v, 1)));
    return f32x4(
      <f32>f.at(<f64>f32x4.extract_lane(v, 0)), <f32>f.at(<f64>f32x4.extract_lane(v, 1)),
      <f32>f.at(<f64>f32x4.extract_lane(v, 2)), <f32>f.at(<f64>f32x4.extract_lane(v, 3)),
    );
  }
}

/** A function F of two numbers, `at`, for each pair of lanes. */
export class EachPair<T, F> {
  @inline of(p: v128, q: v128): v128 {
    const f = changetype<F>(0);
    const low = f.at(v128.extract_lane<T>(p, 0), v128.extract_lane<T>(q, 0));
    const y = v128.replace_lane<T>(v128.splat<T>(low), 1, f.at(v128.extract_lane<T>(p, 1), v128.extract_lane<T>(q, 1)));
    if (sizeof<T>() == 8) return y;
    const z = v128.replace_lane<T>(y, 2, f.at(v128.extract_lane<T>(p, 2), v128.extract_lane<T>(q, 2)));
    return v128.replace_lane<T>(z, 3, f.at(v128.extract_lane<T>(p, 3), v128.extract_lane<T>(q, 3)));
  }
}

export class Sum<T> {
  @inline of(p: v128, q: v128): v128 { return v128.add<T>(p, q); }
}

export class Difference<T> {
  @inline of(p: v128, q: v128): v128 { return v128.sub<T>(p, q); }
}

export class Product<T> {
  @inline of(p: v128, q: v128): v128 { return v128.mul<T>(p, q); }
}

export class Quotient<T> {
  @inline of(p: v128, q: v128): v128 { return v128.div<T>(p, q); }
}
