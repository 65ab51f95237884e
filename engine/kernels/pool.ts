// Max pooling over windows of planes; a Geometry's batch counts the planes, and its groups, channels and filters are 1.
import { Geometry } from "./geometry";

export function max_pool_f32(meta: usize, image: usize, out: usize, index: usize): void { maxPool<f32>(changetype<Geometry>(meta), image, out, index); }
export function max_pool_f64(meta: usize, image: usize, out: usize, index: usize): void { maxPool<f64>(changetype<Geometry>(meta), image, out, index); }
export function max_pool_i64(meta: usize, image: usize, out: usize, index: usize): void { maxPool<i64>(changetype<Geometry>(meta), image, out, index); }
export function max_pool_i32(meta: usize, image: usize, out: usize, index: usize): void { maxPool<i32>(changetype<Geometry>(meta), image, out, index); }
export function max_pool_i16(meta: usize, image: usize, out: usize, index: usize): void { maxPool<i16>(changetype<Geometry>(meta), image, out, index); }
export function max_pool_i8(meta: usize, image: usize, out: usize, index: usize): void { maxPool<i8>(changetype<Geometry>(meta), image, out, index); }
export function max_pool_u8(meta: usize, image: usize, out: usize, index: usize): void { maxPool<u8>(changetype<Geometry>(meta), image, out, index); }

/** The greatest of each window, and where in its plane it lies (int32; `index` 0: not asked). The first wins a tie, the last NaN wins all. */
function maxPool<T>(g: Geometry, image: usize, out: usize, index: usize): void {
  for (let plane = 0; plane < g.batch; plane++) {
    for (let oz = 0; oz < g.outDepth; oz++) {
      const z = inside(oz * g.strideDepth - g.padDepth, g.dilationDepth);
      const zEnd = min(oz * g.strideDepth - g.padDepth + (g.kernelDepth - 1) * g.dilationDepth + 1, g.depth);
      for (let oy = 0; oy < g.outHeight; oy++) {
        const y = inside(oy * g.strideHeight - g.padHeight, g.dilationHeight);
        const yEnd = min(oy * g.strideHeight - g.padHeight + (g.kernelHeight - 1) * g.dilationHeight + 1, g.height);
        beginRow<T>(g, (z * g.height + y) * g.width, out, index);
        for (let iz = z; iz < zEnd; iz += g.dilationDepth) {
          for (let iy = y; iy < yEnd; iy += g.dilationHeight) takeRow<T>(g, image, (iz * g.height + iy) * g.width, out, index);
        }
        out += <usize>(g.outWidth * sizeof<T>());
        if (index) index += <usize>(g.outWidth << 2);
      }
    }
    image += <usize>(g.imageSize * sizeof<T>());
  }
}

/** An output row before any element was seen: each index is that of its window's first element. */
function beginRow<T>(g: Geometry, row: i32, out: usize, index: usize): void {
  for (let ox = 0; ox < g.outWidth; ox++) {
    store<T>(out, lowest<T>());
    out += sizeof<T>();
    if (index) store<i32>(index + <usize>(ox << 2), row + inside(ox * g.strideWidth - g.padWidth, g.dilationWidth));
  }
}

/** An output row after the elements of one image row, which begins at place `row` of its plane. */
function takeRow<T>(g: Geometry, image: usize, row: i32, out: usize, index: usize): void {
  for (let kx = 0; kx < g.kernelWidth; kx++) {
    const dx = kx * g.dilationWidth - g.padWidth;
    const first = g.firstColumn(dx);
    const count = g.lastColumn(dx) - first;
    const at = row + first * g.strideWidth + dx;
    const from = image + <usize>(at * sizeof<T>());
    const to = out + <usize>(first * sizeof<T>());
    if (index) takeWithIndex<T>(from, at, g.strideWidth, count, to, index + <usize>(first << 2));
    else take<T>(from, g.strideWidth, count, to);
  }
}

function take<T>(from: usize, step: i32, count: i32, to: usize): void {
  let i = 0;
  if (isFloat<T>() && sizeof<T>() == 4 && step <= 2) {
    for (; i + 4 <= count; i += 4) {
      const value = fourOf(from, step), best = v128.load(to);
      v128.store(to, v128.bitselect(value, best, v128.or(f32x4.gt(value, best), f32x4.ne(value, value))));
      from += <usize>(step << 4);
      to += 16;
    }
  }
  for (; i < count; i++) {
    const value = load<T>(from);
    if (value > load<T>(to) || value != value) store<T>(to, value);
    from += <usize>(step * sizeof<T>());
    to += sizeof<T>();
  }
}

function takeWithIndex<T>(from: usize, at: i32, step: i32, count: i32, to: usize, index: usize): void {
  let i = 0;
  if (isFloat<T>() && sizeof<T>() == 4 && step <= 2) {
    let places = i32x4.add(i32x4.splat(at), i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(step)));
    const next = i32x4.splat(4 * step);
    for (; i + 4 <= count; i += 4) {
      const value = fourOf(from, step), best = v128.load(to);
      const wins = v128.or(f32x4.gt(value, best), f32x4.ne(value, value));
      v128.store(to, v128.bitselect(value, best, wins));
      v128.store(index, v128.bitselect(places, v128.load(index), wins));
      places = i32x4.add(places, next);
      from += <usize>(step << 4);
      to += 16;
      index += 16;
    }
    at += i * step;
  }
  for (; i < count; i++) {
    const value = load<T>(from);
    if (value > load<T>(to) || value != value) {
      store<T>(to, value);
      store<i32>(index, at);
    }
    at += step;
    from += <usize>(step * sizeof<T>());
    to += sizeof<T>();
    index += 4;
  }
}

/** Four float32 that lie 1 or 2 apart. */
// @ts-ignore: decorator
@inline
function fourOf(from: usize, step: i32): v128 {
  const near = v128.load(from);
  return step == 1 ? near : v128.shuffle<i32>(near, v128.load(from, 16), 0, 2, 4, 6);
}

/** The first of start, start + step, ... that is not negative. */
// @ts-ignore: decorator
@inline
function inside(start: i32, step: i32): i32 {
  return start < 0 ? start + (-start + step - 1) / step * step : start;
}

// @ts-ignore: decorator
@inline
function lowest<T>(): T {
  if (isFloat<T>()) return <T>-Infinity;
  if (!isSigned<T>()) return <T>0;
  return <T>(<i64>-1 << (8 * sizeof<T>() - 1));
}
