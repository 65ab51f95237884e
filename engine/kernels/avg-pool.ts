// Average pooling over windows of planes; a Geometry's batch counts the planes, and its groups, channels and filters are 1.
import { Geometry } from "./geometry";

export function avg_pool_f32(meta: usize, countPadding: i32, divisor: i32, image: usize, out: usize): void { avgPool<f32, f64>(changetype<Geometry>(meta), countPadding, divisor, image, out); }
export function avg_pool_f64(meta: usize, countPadding: i32, divisor: i32, image: usize, out: usize): void { avgPool<f64, f64>(changetype<Geometry>(meta), countPadding, divisor, image, out); }
export function avg_pool_i64(meta: usize, countPadding: i32, divisor: i32, image: usize, out: usize): void { avgPool<i64, i64>(changetype<Geometry>(meta), countPadding, divisor, image, out); }

/** The mean of each window, summed in S. */
function avgPool<T, S>(g: Geometry, countPadding: i32, divisor: i32, image: usize, out: usize): void {
  for (let plane = 0; plane < g.batch; plane++) {
    for (let oz = 0; oz < g.outDepth; oz++) {
      const z = oz * g.strideDepth - g.padDepth, zTo = min(z + g.kernelDepth, g.depth + g.padDepth), zEnd = min(zTo, g.depth);
      for (let oy = 0; oy < g.outHeight; oy++) {
        const y = oy * g.strideHeight - g.padHeight, yTo = min(y + g.kernelHeight, g.height + g.padHeight), yEnd = min(yTo, g.height);
        for (let ox = 0; ox < g.outWidth; ox++) {
          const x = ox * g.strideWidth - g.padWidth, xTo = min(x + g.kernelWidth, g.width + g.padWidth), xEnd = min(xTo, g.width);
          let total: S = <S>0;
          for (let iz = max(z, 0); iz < zEnd; iz++) {
            for (let iy = max(y, 0); iy < yEnd; iy++) {
              const row = (iz * g.height + iy) * g.width;
              for (let ix = max(x, 0); ix < xEnd; ix++) total += <S>load<T>(image + <usize>((row + ix) * sizeof<T>()));
            }
          }
          const real = (zEnd - max(z, 0)) * (yEnd - max(y, 0)) * (xEnd - max(x, 0));
          const count = divisor != 0 ? divisor : countPadding ? (zTo - z) * (yTo - y) * (xTo - x) : real;
          store<T>(out, <T>(total / <S>count));
          out += sizeof<T>();
        }
      }
    }
    image += <usize>(g.imageSize * sizeof<T>());
  }
}

export function avg_pool_image_f32(meta: usize, countPadding: i32, divisor: i32, grad: usize, image: usize): void { avgPoolImage<f32>(changetype<Geometry>(meta), countPadding, divisor, grad, image); }
export function avg_pool_image_f64(meta: usize, countPadding: i32, divisor: i32, grad: usize, image: usize): void { avgPoolImage<f64>(changetype<Geometry>(meta), countPadding, divisor, grad, image); }

/** image = each grad shared out evenly over its window. */
function avgPoolImage<T>(g: Geometry, countPadding: i32, divisor: i32, grad: usize, image: usize): void {
  memory.fill(image, 0, <usize>(g.batch * g.imageSize * sizeof<T>()));
  for (let plane = 0; plane < g.batch; plane++) {
    for (let oz = 0; oz < g.outDepth; oz++) {
      const z = oz * g.strideDepth - g.padDepth, zTo = min(z + g.kernelDepth, g.depth + g.padDepth), zEnd = min(zTo, g.depth);
      for (let oy = 0; oy < g.outHeight; oy++) {
        const y = oy * g.strideHeight - g.padHeight, yTo = min(y + g.kernelHeight, g.height + g.padHeight), yEnd = min(yTo, g.height);
        for (let ox = 0; ox < g.outWidth; ox++) {
          const x = ox * g.strideWidth - g.padWidth, xTo = min(x + g.kernelWidth, g.width + g.padWidth), xEnd = min(xTo, g.width);
          const real = (zEnd - max(z, 0)) * (yEnd - max(y, 0)) * (xEnd - max(x, 0));
          const count = divisor != 0 ? divisor : countPadding ? (zTo - z) * (yTo - y) * (xTo - x) : real;
          const share = load<T>(grad) / <T>count;
          grad += sizeof<T>();
          for (let iz = max(z, 0); iz < zEnd; iz++) {
            for (let iy = max(y, 0); iy < yEnd; iy++) {
              const row = image + <usize>((iz * g.height + iy) * g.width * sizeof<T>());
              for (let ix = max(x, 0); ix < xEnd; ix++) {
                const at = row + <usize>(ix * sizeof<T>());
                store<T>(at, load<T>(at) + share);
              }
            }
          }
        }
      }
    }
    image += <usize>(g.imageSize * sizeof<T>());
  }
}
