// Average pooling over windows of planes; a Geometry's batch counts the planes, and its groups, channels and filters are 1.
// Windows that lie between the left and right edges go four at a time, the others one by one.
import { Geometry } from "./geometry";
import { highOf, lowOf } from "./wide";

export function avg_pool_f32(meta: usize, countPadding: i32, divisor: i32, image: usize, out: usize): void { avgPool<f32, f64>(changetype<Geometry>(meta), countPadding, divisor, image, out); }
export function avg_pool_f64(meta: usize, countPadding: i32, divisor: i32, image: usize, out: usize): void { avgPool<f64, f64>(changetype<Geometry>(meta), countPadding, divisor, image, out); }
export function avg_pool_i64(meta: usize, countPadding: i32, divisor: i32, image: usize, out: usize): void { avgPool<i64, i64>(changetype<Geometry>(meta), countPadding, divisor, image, out); }

/** The mean of each window, summed in S. */
function avgPool<T, S>(g: Geometry, countPadding: i32, divisor: i32, image: usize, out: usize): void {
  const first = g.firstColumn(-g.padWidth), last = max(first, g.lastColumn(g.kernelWidth - 1 - g.padWidth));
  for (let plane = 0; plane < g.batch; plane++) {
    for (let oz = 0; oz < g.outDepth; oz++) {
      const z = oz * g.strideDepth - g.padDepth, zTo = min(z + g.kernelDepth, g.depth + g.padDepth), z0 = max(z, 0), zEnd = min(zTo, g.depth);
      for (let oy = 0; oy < g.outHeight; oy++) {
        const y = oy * g.strideHeight - g.padHeight, yTo = min(y + g.kernelHeight, g.height + g.padHeight), y0 = max(y, 0), yEnd = min(yTo, g.height);
        const rows = countPadding ? (zTo - z) * (yTo - y) : (zEnd - z0) * (yEnd - y0);
        let ox = 0;
        for (; ox < g.outWidth; ox++) {
          if (isFloat<T>() && ox == first) ox = interior<T>(g, image, z0, zEnd, y0, yEnd, first, last, divisor ? divisor : rows * g.kernelWidth, out);
          if (ox == g.outWidth) break;
          const x = ox * g.strideWidth - g.padWidth, xTo = min(x + g.kernelWidth, g.width + g.padWidth), x0 = max(x, 0), xEnd = min(xTo, g.width);
          const count = divisor ? divisor : rows * (countPadding ? xTo - x : xEnd - x0);
          store<T>(out + <usize>(ox * sizeof<T>()), <T>(sum<T, S>(g, image, z0, zEnd, y0, yEnd, x0, xEnd) / <S>count));
        }
        out += <usize>(g.outWidth * sizeof<T>());
      }
    }
    image += <usize>(g.imageSize * sizeof<T>());
  }
}

// @ts-ignore: decorator
@inline
function sum<T, S>(g: Geometry, image: usize, z0: i32, zEnd: i32, y0: i32, yEnd: i32, x0: i32, xEnd: i32): S {
  let total: S = <S>0;
  for (let iz = z0; iz < zEnd; iz++) {
    for (let iy = y0; iy < yEnd; iy++) {
      const row = (iz * g.height + iy) * g.width;
      for (let ix = x0; ix < xEnd; ix++) total += <S>load<T>(image + <usize>((row + ix) * sizeof<T>()));
    }
  }
  return total;
}

/** The means of output columns from `ox` up to `last` of one row, as far as they fill vectors; gives the first one left. */
function interior<T>(
  g: Geometry, image: usize, z0: i32, zEnd: i32, y0: i32, yEnd: i32, ox: i32, last: i32, divisor: i32, out: usize,
): i32 {
  const lanes: i32 = 16 / sizeof<T>();
  const count = f64x2.splat(<f64>divisor), step = <usize>(g.strideWidth * sizeof<T>());
  const row = <usize>(g.width * sizeof<T>()), taps = <usize>(g.kernelWidth * sizeof<T>());
  for (; ox + lanes <= last; ox += lanes) {
    let low = f64x2.splat(0), high = low;
    for (let iz = z0; iz < zEnd; iz++) {
      let from = image + <usize>(((iz * g.height + y0) * g.width + ox * g.strideWidth - g.padWidth) * sizeof<T>());
      const bottom = from + <usize>(yEnd - y0) * row;
      for (; from < bottom; from += row) {
        for (let at = from; at < from + taps; at += sizeof<T>()) {
          const v = strided<T>(at, step);
          low = f64x2.add(low, sizeof<T>() == 8 ? v : lowOf(v));
          if (sizeof<T>() == 4) high = f64x2.add(high, highOf(v));
        }
      }
    }
    low = f64x2.div(low, count);
    if (sizeof<T>() == 4) {
      low = v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(f64x2.div(high, count)), 0, 2);
    }
    v128.store(out + <usize>(ox * sizeof<T>()), low);
  }
  return ox;
}

/** A vector of elements that lie `step` bytes apart. */
// @ts-ignore: decorator
@inline
function strided<T>(at: usize, step: usize): v128 {
  if (step == sizeof<T>()) return v128.load(at);
  if (sizeof<T>() == 8) return v128.load64_lane(at + step, v128.load64_zero(at), 1);
  if (step == 8) return v128.shuffle<i32>(v128.load(at), v128.load(at, 16), 0, 2, 4, 6);
  const two = v128.load32_lane(at + step, v128.load32_zero(at), 1);
  return v128.load32_lane(at + 3 * step, v128.load32_lane(at + 2 * step, two, 2), 3);
}

export function avg_pool_image_f32(meta: usize, countPadding: i32, divisor: i32, grad: usize, image: usize): void { avgPoolImage<f32>(changetype<Geometry>(meta), countPadding, divisor, grad, image); }
export function avg_pool_image_f64(meta: usize, countPadding: i32, divisor: i32, grad: usize, image: usize): void { avgPoolImage<f64>(changetype<Geometry>(meta), countPadding, divisor, grad, image); }

/** image = each grad shared out evenly over its window. */
function avgPoolImage<T>(g: Geometry, countPadding: i32, divisor: i32, grad: usize, image: usize): void {
  const first = g.firstColumn(-g.padWidth), last = max(first, g.lastColumn(g.kernelWidth - 1 - g.padWidth));
  memory.fill(image, 0, <usize>(g.batch * g.imageSize * sizeof<T>()));
  for (let plane = 0; plane < g.batch; plane++) {
    for (let oz = 0; oz < g.outDepth; oz++) {
      const z = oz * g.strideDepth - g.padDepth, zTo = min(z + g.kernelDepth, g.depth + g.padDepth), z0 = max(z, 0), zEnd = min(zTo, g.depth);
      for (let oy = 0; oy < g.outHeight; oy++) {
        const y = oy * g.strideHeight - g.padHeight, yTo = min(y + g.kernelHeight, g.height + g.padHeight), y0 = max(y, 0), yEnd = min(yTo, g.height);
        const rows = countPadding ? (zTo - z) * (yTo - y) : (zEnd - z0) * (yEnd - y0);
        for (let iz = z0; iz < zEnd; iz++) {
          for (let iy = y0; iy < yEnd; iy++) {
            const to = image + <usize>((iz * g.height + iy) * g.width * sizeof<T>());
            shareBorder<T>(g, 0, first, rows, countPadding, divisor, grad, to);
            shareInterior<T>(g, first, last, <T>(divisor ? divisor : rows * g.kernelWidth), grad, to);
            shareBorder<T>(g, last, g.outWidth, rows, countPadding, divisor, grad, to);
          }
        }
        grad += <usize>(g.outWidth * sizeof<T>());
      }
    }
    image += <usize>(g.imageSize * sizeof<T>());
  }
}

/** A row of the image += the shares of output columns ox.. , whose windows may reach over an edge. */
function shareBorder<T>(g: Geometry, ox: i32, end: i32, rows: i32, countPadding: i32, divisor: i32, grad: usize, to: usize): void {
  for (; ox < end; ox++) {
    const x = ox * g.strideWidth - g.padWidth, xTo = min(x + g.kernelWidth, g.width + g.padWidth), x0 = max(x, 0), xEnd = min(xTo, g.width);
    const count = divisor ? divisor : rows * (countPadding ? xTo - x : xEnd - x0);
    const share = load<T>(grad + <usize>(ox * sizeof<T>())) / <T>count;
    for (let ix = x0; ix < xEnd; ix++) {
      const at = to + <usize>(ix * sizeof<T>());
      store<T>(at, load<T>(at) + share);
    }
  }
}

/** A row of the image += the shares of output columns ox.. , whose windows lie between its edges. */
function shareInterior<T>(g: Geometry, ox: i32, end: i32, count: T, grad: usize, to: usize): void {
  const step = g.strideWidth, taps = g.kernelWidth;
  const lanes: i32 = 16 / sizeof<T>();
  to += <usize>((ox * step - g.padWidth) * sizeof<T>());
  if (step == 2 && taps == 2) {
    const counts = v128.splat<T>(count);
    for (; ox + lanes <= end; ox += lanes, to += 32) {
      const share = v128.div<T>(v128.load(grad + <usize>(ox * sizeof<T>())), counts);
      const low = sizeof<T>() == 8 ? v128.shuffle<i64>(share, share, 0, 0) : v128.shuffle<i32>(share, share, 0, 0, 1, 1);
      const high = sizeof<T>() == 8 ? v128.shuffle<i64>(share, share, 1, 1) : v128.shuffle<i32>(share, share, 2, 2, 3, 3);
      v128.store(to, v128.add<T>(v128.load(to), low));
      v128.store(to, v128.add<T>(v128.load(to, 16), high), 16);
    }
  } else if (step == 1) {
    const counts = v128.splat<T>(count);
    const vectors = ox < end ? (end - ox) / lanes : 0;
    // Tap by tap: vectors that overlap those just stored would wait for them.
    for (let t = taps - 1; t >= 0; t--) {
      let from = grad + <usize>(ox * sizeof<T>()), at = to + <usize>(t * sizeof<T>());
      const stop = from + (<usize>vectors << 4);
      for (; from < stop; from += 16, at += 16) v128.store(at, v128.add<T>(v128.load(at), v128.div<T>(v128.load(from), counts)));
    }
    ox += vectors * lanes;
    to += <usize>vectors << 4;
  }
  for (; ox < end; ox++, to += <usize>(step * sizeof<T>())) {
    const share = load<T>(grad + <usize>(ox * sizeof<T>())) / count;
    for (let at = to; at < to + <usize>(taps * sizeof<T>()); at += sizeof<T>()) store<T>(at, load<T>(at) + share);
  }
}
