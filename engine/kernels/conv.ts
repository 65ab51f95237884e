// Convolutions of images (batch, groups x channels, ...) with weights (groups x filters, channels, ...kernel). A product of
// matrices each: weight (filters x taps) times patches (taps x pixels). The patches are packed straight from the image,
// without laying them out in memory first (implicit gemm). Nothing here needs to know which axes a layer has.
import { depthwise, isDepthwise } from "./depthwise";
import { gemm_scratch, KC, NC } from "./gemm";
import { panelsSize } from "./pack";
import { isSmall, smallPanels } from "./small";
import { EDGE_BYTES, panelWidth, tiles } from "./tile";
import { Geometry } from "./geometry";
import { blockPixels } from "./patches";

/** Bytes of scratch that each of the conv_ kernels needs. */
export function conv_scratch(meta: usize, elementBytes: i32): i32 {
  const g = changetype<Geometry>(meta);
  const k = g.channels * g.taps;
  const block = blockPixels(k, g.outSize);
  const gemms = max(gemm_scratch(k, block, g.filters, elementBytes), gemm_scratch(g.filters, k, block, elementBytes));
  return max(k * block * elementBytes + gemms, gemm_scratch(g.filters, g.outSize, k, elementBytes)) + 512;
}

export function conv_forward_f32(meta: usize, image: usize, weight: usize, bias: usize, out: usize, scratch: usize): void {
  forward<f32>(changetype<Geometry>(meta), image, weight, bias, out, scratch);
}

export function conv_forward_f64(meta: usize, image: usize, weight: usize, bias: usize, out: usize, scratch: usize): void {
  forward<f64>(changetype<Geometry>(meta), image, weight, bias, out, scratch);
}

/** out = weight * image + bias; `bias` is 0 where there is none. */
function forward<T>(g: Geometry, image: usize, weight: usize, bias: usize, out: usize, scratch: usize): void {
  const k = g.channels * g.taps;
  const direct = isDepthwise(g);
  if (!direct) fillChannels<T>(out, bias, g.batch, g.groups * g.filters, g.outSize);
  for (let n = 0; n < g.batch; n++) {
    let w = weight;
    for (let group = 0; group < g.groups; group++) {
      if (direct) depthwise<T>(g, image, w, bias ? bias + <usize>(group * g.filters * sizeof<T>()) : 0, out);
      else product<T>(g, image, w, out, scratch);
      image += <usize>(g.channels * g.imageSize * sizeof<T>());
      w += <usize>(g.filters * k * sizeof<T>());
      out += <usize>(g.filters * g.outSize * sizeof<T>());
    }
  }
}

/** Every element of channel c becomes bias[c], or 0 without a bias. */
export function fillChannels<T>(out: usize, bias: usize, batch: i32, channels: i32, size: i32): void {
  if (bias == 0) {
    memory.fill(out, 0, <usize>(batch * channels * size * sizeof<T>()));
    return;
  }
  for (let n = 0; n < batch; n++) {
    for (let c = 0; c < channels; c++) {
      const value = load<T>(bias + <usize>(c * sizeof<T>()));
      const end = out + <usize>(size * sizeof<T>());
      for (; out < end; out += sizeof<T>()) store<T>(out, value);
    }
  }
}

/** out (filters x pixels) += weight (filters x k) patches (k x pixels), for one group of one image. */
function product<T>(g: Geometry, image: usize, weight: usize, out: usize, scratch: usize): void {
  const m = g.filters, n = g.outSize, k = g.channels * g.taps;
  const edge = (scratch + 63) & ~63;
  const panels = edge + EDGE_BYTES;
  const origins = panels + <usize>(panelsSize<T>(min(n, NC), min(k, KC)) * sizeof<T>());
  for (let jc = 0; jc < n; jc += NC) {
    const nc = min(n - jc, NC);
    for (let pc = 0; pc < k; pc += KC) {
      const kc = min(k - pc, KC);
      packPixels<T>(g, image, pc, kc, jc, nc, panels, origins);
      const from = weight + <usize>(pc * sizeof<T>()), row = <usize>(k * sizeof<T>());
      const to = out + <usize>(jc * sizeof<T>()), rowOut = <usize>(n * sizeof<T>());
      if (isSmall<T>(m, n, k)) smallPanels(m, nc, kc, from, row, panels, to, rowOut, 1);
      else tiles<T>(m, nc, kc, from, row, sizeof<T>(), panels, <usize>kc << 6, 64, to, rowOut, sizeof<T>(), 1, edge);
    }
  }
}

/** Rows k0.. of the patches for pixels j0.., in panels as packB makes them. `origins`: room for 3 int32 a column. */
function packPixels<T>(g: Geometry, image: usize, k0: i32, kc: i32, j0: i32, nc: i32, to: usize, origins: usize): void {
  const NR = panelWidth<T>();
  for (let j = 0; j < nc; j += NR) {
    const live = min(NR, nc - j);
    const oneRow = placeOrigins(g, j0 + j, live, origins) && live == NR;
    let kx = k0 % g.kernelWidth;
    let ky = k0 / g.kernelWidth % g.kernelHeight;
    let kz = k0 / (g.kernelWidth * g.kernelHeight) % g.kernelDepth;
    let plane = image + <usize>(k0 / g.taps * g.imageSize * sizeof<T>());
    for (let p = 0; p < kc; p++) {
      const dz = kz * g.dilationDepth, dy = ky * g.dilationHeight, dx = kx * g.dilationWidth;
      if (oneRow) packRow<T>(g, plane, load<i32>(origins) + dz, load<i32>(origins, 4) + dy, load<i32>(origins, 8) + dx, to);
      else packScattered<T>(g, plane, dz, dy, dx, live, origins, to);
      to += 64;
      if (++kx < g.kernelWidth) continue;
      kx = 0;
      if (++ky < g.kernelHeight) continue;
      ky = 0;
      if (++kz < g.kernelDepth) continue;
      kz = 0;
      plane += <usize>(g.imageSize * sizeof<T>());
    }
  }
}

/** Where the window of each of `live` pixels begins: depth, row, column. True if all lie in one row of the output. */
function placeOrigins(g: Geometry, pixel: i32, live: i32, origins: usize): bool {
  let ox = pixel % g.outWidth;
  let oy = pixel / g.outWidth % g.outHeight;
  let oz = pixel / (g.outWidth * g.outHeight);
  const oneRow = ox + live <= g.outWidth;
  for (let t = 0; t < live; t++) {
    store<i32>(origins, oz * g.strideDepth - g.padDepth);
    store<i32>(origins, oy * g.strideHeight - g.padHeight, 4);
    store<i32>(origins, ox * g.strideWidth - g.padWidth, 8);
    origins += 12;
    if (++ox < g.outWidth) continue;
    ox = 0;
    if (++oy < g.outHeight) continue;
    oy = 0;
    oz++;
  }
  return oneRow;
}

// @ts-ignore: decorator
@inline
function packRow<T>(g: Geometry, plane: usize, iz: i32, iy: i32, ix: i32, to: usize): void {
  const NR = panelWidth<T>();
  if (<u32>iz >= <u32>g.depth || <u32>iy >= <u32>g.height) {
    memory.fill(to, 0, 64);
    return;
  }
  const step = g.strideWidth;
  let from = plane + <usize>(((iz * g.height + iy) * g.width + ix) * sizeof<T>());
  if (ix >= 0 && ix + (NR - 1) * step < g.width) {
    if (step == 1) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
      v128.store(to, v128.load(from, 32), 32);
      v128.store(to, v128.load(from, 48), 48);
      return;
    }
    for (let t = 0; t < NR; t++) {
      store<T>(to + <usize>(t * sizeof<T>()), load<T>(from));
      from += <usize>(step * sizeof<T>());
    }
    return;
  }
  for (let t = 0; t < NR; t++) {
    store<T>(to + <usize>(t * sizeof<T>()), <u32>ix < <u32>g.width ? load<T>(from) : <T>0);
    from += <usize>(step * sizeof<T>());
    ix += step;
  }
}

// @ts-ignore: decorator
@inline
function packScattered<T>(
  g: Geometry, plane: usize, dz: i32, dy: i32, dx: i32, live: i32, origins: usize, to: usize,
): void {
  const NR = panelWidth<T>();
  for (let t = 0; t < NR; t++) {
    let value: T = <T>0;
    if (t < live) {
      const iz = load<i32>(origins) + dz, iy = load<i32>(origins, 4) + dy, ix = load<i32>(origins, 8) + dx;
      if (<u32>iz < <u32>g.depth && <u32>iy < <u32>g.height && <u32>ix < <u32>g.width) {
        value = load<T>(plane + <usize>(((iz * g.height + iy) * g.width + ix) * sizeof<T>()));
      }
      origins += 12;
    }
    store<T>(to, value);
    to += sizeof<T>();
  }
}
