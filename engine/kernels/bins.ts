// Pooling over bins: each output axis lists where its bins begin and end on the input. `meta`: int32 sizes depth, height,
// width of the input, then of the output, then starts and ends of the bins of each axis, one list after another.

export function bin_max_f32(meta: usize, planes: i32, image: usize, out: usize, index: usize): void { binMax<f32>(meta, planes, image, out, index); }
export function bin_max_f64(meta: usize, planes: i32, image: usize, out: usize, index: usize): void { binMax<f64>(meta, planes, image, out, index); }

/** The greatest of each bin, and where in its plane it lies (int32). The first wins a tie, the last NaN wins all. */
function binMax<T>(meta: usize, planes: i32, image: usize, out: usize, index: usize): void {
  const height = load<i32>(meta, 4), width = load<i32>(meta, 8), size = load<i32>(meta) * height * width;
  const outDepth = load<i32>(meta, 12), outHeight = load<i32>(meta, 16), outWidth = load<i32>(meta, 20);
  const binsZ = meta + 24, binsY = binsZ + <usize>(outDepth << 3), binsX = binsY + <usize>(outHeight << 3);
  for (let plane = 0; plane < planes; plane++) {
    for (let oz = 0; oz < outDepth; oz++) {
      const z = first(binsZ, oz), zEnd = end(binsZ, outDepth, oz);
      for (let oy = 0; oy < outHeight; oy++) {
        const y = first(binsY, oy), yEnd = end(binsY, outHeight, oy);
        for (let ox = 0; ox < outWidth; ox++) {
          const x = first(binsX, ox), xEnd = end(binsX, outWidth, ox);
          let best = <T>-Infinity, place = (z * height + y) * width + x;
          for (let iz = z; iz < zEnd; iz++) {
            for (let iy = y; iy < yEnd; iy++) {
              const row = (iz * height + iy) * width;
              for (let ix = x; ix < xEnd; ix++) {
                const value = load<T>(image + <usize>((row + ix) * sizeof<T>()));
                if (value > best || value != value) {
                  best = value;
                  place = row + ix;
                }
              }
            }
          }
          store<T>(out, best);
          store<i32>(index, place);
          out += sizeof<T>();
          index += 4;
        }
      }
    }
    image += <usize>(size * sizeof<T>());
  }
}

export function bin_mean_f32(meta: usize, planes: i32, image: usize, out: usize): void { binMean<f32>(meta, planes, image, out, false); }
export function bin_mean_f64(meta: usize, planes: i32, image: usize, out: usize): void { binMean<f64>(meta, planes, image, out, false); }

export function bin_mean_image_f32(meta: usize, planes: i32, grad: usize, image: usize): void {
  memory.fill(image, 0, <usize>(planes * load<i32>(meta) * load<i32>(meta, 4) * load<i32>(meta, 8) * 4));
  binMean<f32>(meta, planes, image, grad, true);
}

export function bin_mean_image_f64(meta: usize, planes: i32, grad: usize, image: usize): void {
  memory.fill(image, 0, <usize>(planes * load<i32>(meta) * load<i32>(meta, 4) * load<i32>(meta, 8) * 8));
  binMean<f64>(meta, planes, image, grad, true);
}

/** The mean of each bin, summed in f64; or `back`, each of `out` shared out evenly over its bin. */
// @ts-ignore: decorator
@inline
function binMean<T>(meta: usize, planes: i32, image: usize, out: usize, back: bool): void {
  const height = load<i32>(meta, 4), width = load<i32>(meta, 8), size = load<i32>(meta) * height * width;
  const outDepth = load<i32>(meta, 12), outHeight = load<i32>(meta, 16), outWidth = load<i32>(meta, 20);
  const binsZ = meta + 24, binsY = binsZ + <usize>(outDepth << 3), binsX = binsY + <usize>(outHeight << 3);
  for (let plane = 0; plane < planes; plane++) {
    for (let oz = 0; oz < outDepth; oz++) {
      const z = first(binsZ, oz), zEnd = end(binsZ, outDepth, oz);
      for (let oy = 0; oy < outHeight; oy++) {
        const y = first(binsY, oy), yEnd = end(binsY, outHeight, oy);
        for (let ox = 0; ox < outWidth; ox++) {
          const x = first(binsX, ox), xEnd = end(binsX, outWidth, ox);
          const count = <T>((zEnd - z) * (yEnd - y) * (xEnd - x));
          const share = back ? load<T>(out) / count : <T>0;
          let total: f64 = 0;
          for (let iz = z; iz < zEnd; iz++) {
            for (let iy = y; iy < yEnd; iy++) {
              let at = image + <usize>(((iz * height + iy) * width + x) * sizeof<T>());
              for (let ix = x; ix < xEnd; ix++) {
                if (back) store<T>(at, load<T>(at) + share);
                else total += <f64>load<T>(at);
                at += sizeof<T>();
              }
            }
          }
          if (!back) store<T>(out, <T>(total / <f64>count));
          out += sizeof<T>();
        }
      }
    }
    image += <usize>(size * sizeof<T>());
  }
}

// @ts-ignore: decorator
@inline
function first(bins: usize, i: i32): i32 {
  return load<i32>(bins + <usize>(i << 2));
}

// @ts-ignore: decorator
@inline
function end(bins: usize, count: i32, i: i32): i32 {
  return load<i32>(bins + <usize>((count + i) << 2));
}
