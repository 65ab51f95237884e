// Loops over contiguous elements, two vectors at a time, for functions that are classes with a method `of` (a class, because the
// compiler then puts the method's body into the loop). Both vectors are loaded before and stored after all that is done with
// them: neighbours of which that holds are what V8 makes one vector of where it may (engine/vectors.ts). The last vector may
// hold, beyond the end, whatever lies there; only what there is of it is stored. What a lane gives does not depend on its place.

/**
 * y = F(x). F may have a `quick` way for float32, with the same bits, for vectors of which no lane's size is above the number at
 * `reach`. Which way is taken is decided for two vectors at once, as a branch between them would keep them apart.
 */
export function mapLanes<T, F>(x: usize, y: usize, n: i32): void {
  const f = changetype<F>(0);
  const end = y + <usize>n * sizeof<T>(), pairs = y + (<usize>n * sizeof<T>() & ~31);
  while (y < end) {
    for (; y < pairs; x += 32, y += 32) {
      const v = v128.load(x), w = v128.load(x, 16);
      if (sizeof<T>() == 4 && isDefined(f.quick)) {
        if (!areWithin(v, w, f.reach)) break;
        storeTwo(y, f.quick(v), f.quick(w));
      } else storeTwo(y, f.of(v), f.of(w));
    }
    for (const next = min(y + 32, end); y < next; x += 16, y += 16) storeUpTo<T>(y, end, f.of(v128.load(x)));
  }
}

/** y = F(p, q). */
export function zipLanes<T, F>(p: usize, q: usize, y: usize, n: i32): void {
  const f = changetype<F>(0);
  const end = y + <usize>n * sizeof<T>();
  for (const pairs = y + (<usize>n * sizeof<T>() & ~31); y < pairs; p += 32, q += 32, y += 32) {
    const v = v128.load(p), w = v128.load(p, 16), u = v128.load(q), t = v128.load(q, 16);
    storeTwo(y, f.of(v, u), f.of(w, t));
  }
  for (; y < end; p += 16, q += 16, y += 16) storeUpTo<T>(y, end, f.of(v128.load(p), v128.load(q)));
}

/** Whether no lane's size is above a float32, nor NaN: the bits of sizes are ordered as numbers are. */
// @ts-ignore: decorator
@inline
export function areWithin(v: v128, w: v128, reach: usize): bool {
  const most = i32x4.max_s(f32x4.abs(v), f32x4.abs(w));
  return i32x4.bitmask(i32x4.gt_s(most, v128.load32_splat(reach))) == 0;
}

/** Two vectors as neighbours. The second goes first: V8, where it stores both as one, stores a first one once more before it. */
// @ts-ignore: decorator
@inline
export function storeTwo(to: usize, v: v128, w: v128): void {
  v128.store(to, w, 16);
  v128.store(to, v);
}

/** A vector, or its first lanes up to `end`. */
// @ts-ignore: decorator
@inline
export function storeUpTo<T>(to: usize, end: usize, v: v128): void {
  if (to + 16 <= end) v128.store(to, v);
  else storePart<T>(to, end, v);
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

/** Lanes of the number at an address, and of the one after it. */
// @ts-ignore: decorator
@inline
export function splatOf<T>(at: usize): v128 {
  return sizeof<T>() == 4 ? v128.load32_splat(at) : v128.load64_splat(at);
}

// @ts-ignore: decorator
@inline
export function splatNext<T>(at: usize): v128 {
  return sizeof<T>() == 4 ? v128.load32_splat(at, 4) : v128.load64_splat(at, 8);
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
