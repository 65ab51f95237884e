// Convolutions whose filters see one channel each, as loops over rows: their products of matrices would be too thin.
// Each function does one group of one image.
import { Geometry } from "./geometry";

const THIN: i32 = 4;

/** Whether the filters of a group are few and see one channel. */
export function isDepthwise(g: Geometry): bool {
  return g.channels == 1 && g.filters <= THIN;
}

/** out = weight * image + bias; `bias`, of this group, is 0 where there is none. */
export function depthwise<T>(g: Geometry, image: usize, weight: usize, bias: usize, out: usize): void {
  const lo = g.firstColumn(-g.padWidth);
  const hi = max(lo, g.lastColumn((g.kernelWidth - 1) * g.dilationWidth - g.padWidth));
  const wide: i32 = 32 / sizeof<T>();
  const vectors = g.strideWidth == 1 && hi - lo >= wide;
  for (let f = 0; f < g.filters; f++) {
    const start = bias ? load<T>(bias + <usize>(f * sizeof<T>())) : <T>0;
    for (let oz = 0; oz < g.outDepth; oz++) {
      for (let oy = 0; oy < g.outHeight; oy++) {
        const iz = oz * g.strideDepth - g.padDepth, iy = oy * g.strideHeight - g.padHeight;
        const edge = vectors ? lo : g.outWidth;
        for (let ox = 0; ox < edge; ox++) point<T>(g, image, iz, iy, ox, weight, start, out);
        if (vectors) {
          // The last two vectors overlap those before where the row is no multiple of them: the same values, stored twice.
          for (let ox = lo; ox < hi; ox += wide) twoVectors<T>(g, image, iz, iy, min(ox, hi - wide), weight, start, out);
          for (let ox = hi; ox < g.outWidth; ox++) point<T>(g, image, iz, iy, ox, weight, start, out);
        }
        out += <usize>(g.outWidth * sizeof<T>());
      }
    }
    weight += <usize>(g.taps * sizeof<T>());
  }
}

/** One element of an output row, wherever its window lies. */
function point<T>(g: Geometry, image: usize, iz: i32, iy: i32, ox: i32, weight: usize, start: T, out: usize): void {
  const ix = ox * g.strideWidth - g.padWidth;
  let total = start;
  for (let kz = 0; kz < g.kernelDepth; kz++) {
    const z = iz + kz * g.dilationDepth;
    for (let ky = 0; ky < g.kernelHeight; ky++) {
      const y = iy + ky * g.dilationHeight;
      if (<u32>z < <u32>g.depth && <u32>y < <u32>g.height) {
        const row = image + <usize>((z * g.height + y) * g.width * sizeof<T>());
        for (let kx = 0; kx < g.kernelWidth; kx++) {
          const x = ix + kx * g.dilationWidth;
          if (<u32>x < <u32>g.width) total += load<T>(weight + <usize>(kx * sizeof<T>())) * load<T>(row + <usize>(x * sizeof<T>()));
        }
      }
      weight += <usize>(g.kernelWidth * sizeof<T>());
    }
  }
  store<T>(out + <usize>(ox * sizeof<T>()), total);
}

/** Two vectors of an output row of stride 1, whose windows lie between the left and right edges. */
function twoVectors<T>(g: Geometry, image: usize, iz: i32, iy: i32, ox: i32, weight: usize, start: T, out: usize): void {
  const step = <usize>(g.dilationWidth * sizeof<T>());
  const taps = <usize>(g.kernelWidth * sizeof<T>());
  let a = v128.splat<T>(start), b = a;
  for (let kz = 0; kz < g.kernelDepth; kz++) {
    const z = iz + kz * g.dilationDepth;
    for (let ky = 0; ky < g.kernelHeight; ky++) {
      const y = iy + ky * g.dilationHeight;
      const end = weight + taps;
      if (<u32>z < <u32>g.depth && <u32>y < <u32>g.height) {
        let x = image + <usize>(((z * g.height + y) * g.width + ox - g.padWidth) * sizeof<T>());
        for (let w = weight; w < end; w += sizeof<T>()) {
          const tap = v128.splat<T>(load<T>(w));
          a = v128.add<T>(a, v128.mul<T>(tap, v128.load(x)));
          b = v128.add<T>(b, v128.mul<T>(tap, v128.load(x, 16)));
          x += step;
        }
      }
      weight = end;
    }
  }
  const at = out + <usize>(ox * sizeof<T>());
  v128.store(at, a);
  v128.store(at, b, 16);
}

/** image += grad spread by the weight. */
export function depthwiseImage<T>(g: Geometry, grad: usize, weight: usize, image: usize): void {
  for (let f = 0; f < g.filters; f++) {
    for (let kz = 0; kz < g.kernelDepth; kz++) {
      for (let ky = 0; ky < g.kernelHeight; ky++) {
        for (let kx = 0; kx < g.kernelWidth; kx++) {
          tapToImage<T>(g, grad, load<T>(weight), kz, ky, kx * g.dilationWidth - g.padWidth, image);
          weight += sizeof<T>();
        }
      }
    }
    grad += <usize>(g.outSize * sizeof<T>());
  }
}

function tapToImage<T>(g: Geometry, grad: usize, tap: T, kz: i32, ky: i32, dx: i32, image: usize): void {
  const first = g.firstColumn(dx), count = g.lastColumn(dx) - first;
  const step = <usize>(g.strideWidth * sizeof<T>());
  const taps = v128.splat<T>(tap);
  for (let oz = 0; oz < g.outDepth; oz++) {
    const iz = oz * g.strideDepth - g.padDepth + kz * g.dilationDepth;
    for (let oy = 0; oy < g.outHeight; oy++) {
      const iy = oy * g.strideHeight - g.padHeight + ky * g.dilationHeight;
      if (<u32>iz >= <u32>g.depth || <u32>iy >= <u32>g.height) continue;
      let from = grad + <usize>(((oz * g.outHeight + oy) * g.outWidth + first) * sizeof<T>());
      let to = image + <usize>(((iz * g.height + iy) * g.width + first * g.strideWidth + dx) * sizeof<T>());
      let i = 0;
      if (g.strideWidth == 1) {
        for (; i + <i32>(16 / sizeof<T>()) <= count; i += 16 / sizeof<T>()) {
          v128.store(to, v128.add<T>(v128.load(to), v128.mul<T>(taps, v128.load(from))));
          from += 16;
          to += 16;
        }
      }
      for (; i < count; i++) {
        store<T>(to, load<T>(to) + tap * load<T>(from));
        from += sizeof<T>();
        to += step;
      }
    }
  }
}

/** weight += each tap's products of grad and image. Rows add up in float64, so that many rows lose nothing. */
export function depthwiseWeight<T>(g: Geometry, grad: usize, image: usize, weight: usize): void {
  for (let f = 0; f < g.filters; f++) {
    for (let kz = 0; kz < g.kernelDepth; kz++) {
      for (let ky = 0; ky < g.kernelHeight; ky++) {
        for (let kx = 0; kx < g.kernelWidth; kx++) {
          const total = tapToWeight<T>(g, grad, kz, ky, kx * g.dilationWidth - g.padWidth, image);
          store<T>(weight, <T>(<f64>load<T>(weight) + total));
          weight += sizeof<T>();
        }
      }
    }
    grad += <usize>(g.outSize * sizeof<T>());
  }
}

function tapToWeight<T>(g: Geometry, grad: usize, kz: i32, ky: i32, dx: i32, image: usize): f64 {
  const first = g.firstColumn(dx), count = g.lastColumn(dx) - first;
  let total: f64 = 0;
  for (let oz = 0; oz < g.outDepth; oz++) {
    const iz = oz * g.strideDepth - g.padDepth + kz * g.dilationDepth;
    for (let oy = 0; oy < g.outHeight; oy++) {
      const iy = oy * g.strideHeight - g.padHeight + ky * g.dilationHeight;
      if (<u32>iz >= <u32>g.depth || <u32>iy >= <u32>g.height) continue;
      const p = grad + <usize>(((oz * g.outHeight + oy) * g.outWidth + first) * sizeof<T>());
      const q = image + <usize>(((iz * g.height + iy) * g.width + first * g.strideWidth + dx) * sizeof<T>());
      total += dot<T>(p, q, count, g.strideWidth);
    }
  }
  return total;
}

// @ts-ignore: decorator
@inline
function dot<T>(p: usize, q: usize, count: i32, step: i32): f64 {
  let total: f64 = 0;
  let i = 0;
  if (step == 1) {
    let sums = v128.splat<T>(<T>0);
    for (; i + <i32>(16 / sizeof<T>()) <= count; i += 16 / sizeof<T>()) {
      sums = v128.add<T>(sums, v128.mul<T>(v128.load(p), v128.load(q)));
      p += 16;
      q += 16;
    }
    if (sizeof<T>() == 4) {
      total = <f64>f32x4.extract_lane(sums, 0) + <f64>f32x4.extract_lane(sums, 1)
        + (<f64>f32x4.extract_lane(sums, 2) + <f64>f32x4.extract_lane(sums, 3));
    } else {
      total = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
    }
  }
  for (; i < count; i++) {
    total += <f64>load<T>(p) * <f64>load<T>(q);
    p += sizeof<T>();
    q += <usize>(step * sizeof<T>());
  }
  return total;
}
