// The two gradients of a convolution. The image's is also what a transposed convolution computes.
import { fillChannels } from "./conv";
import { depthwiseImage, depthwiseWeight, isDepthwise } from "./depthwise";
import { gemm, gemm_scratch } from "./gemm";
import { Geometry } from "./geometry";
import { blockPixels, fold, unfold } from "./patches";

/** Bytes of scratch that conv_image needs. */
export function conv_image_scratch(meta: usize, elementBytes: i32, _room: usize): i32 {
  return patchesScratch(changetype<Geometry>(meta), elementBytes);
}

/** Bytes of scratch that conv_weight needs. */
export function conv_weight_scratch(meta: usize, elementBytes: i32, _room: usize): i32 {
  return patchesScratch(changetype<Geometry>(meta), elementBytes);
}

function patchesScratch(g: Geometry, elementBytes: i32): i32 {
  const k = g.channels * g.taps;
  const block = blockPixels(k, g.outSize);
  const gemms = max(gemm_scratch(k, block, g.filters, elementBytes), gemm_scratch(g.filters, k, block, elementBytes));
  return k * block * elementBytes + gemms + 512;
}

export function conv_image_f32(meta: usize, grad: usize, weight: usize, bias: usize, image: usize, scratch: usize): void {
  toImage<f32>(changetype<Geometry>(meta), grad, weight, bias, image, scratch);
}

export function conv_image_f64(meta: usize, grad: usize, weight: usize, bias: usize, image: usize, scratch: usize): void {
  toImage<f64>(changetype<Geometry>(meta), grad, weight, bias, image, scratch);
}

/** image = each output pixel's grad times the weight, spread over the pixel's window, + bias; `bias` is 0 where there is none. */
function toImage<T>(g: Geometry, grad: usize, weight: usize, bias: usize, image: usize, scratch: usize): void {
  const k = g.channels * g.taps, pixels = g.outSize;
  const block = blockPixels(k, pixels);
  const patches = (scratch + 15) & ~15;
  const rest = patches + <usize>(k * block * sizeof<T>());
  const direct = isDepthwise(g);
  fillChannels<T>(image, bias, g.batch, g.groups * g.channels, g.imageSize);
  for (let n = 0; n < g.batch; n++) {
    let w = weight;
    for (let group = 0; group < g.groups; group++) {
      if (direct) depthwiseImage<T>(g, grad, w, image);
      for (let j = direct ? pixels : 0; j < pixels; j += block) {
        const count = min(block, pixels - j);
        gemm<T>(k, count, g.filters, w, 1, k, grad + <usize>(j * sizeof<T>()), pixels, 1, patches, count, 1, 0, rest);
        fold<T>(g, image, j, count, patches);
      }
      grad += <usize>(g.filters * pixels * sizeof<T>());
      w += <usize>(g.filters * k * sizeof<T>());
      image += <usize>(g.channels * g.imageSize * sizeof<T>());
    }
  }
}

export function conv_weight_f32(meta: usize, grad: usize, image: usize, weight: usize, scratch: usize): void {
  toWeight<f32>(changetype<Geometry>(meta), grad, image, weight, scratch);
}

export function conv_weight_f64(meta: usize, grad: usize, image: usize, weight: usize, scratch: usize): void {
  toWeight<f64>(changetype<Geometry>(meta), grad, image, weight, scratch);
}

/** weight (filters x k) = the sum over all images of grad (filters x pixels) times the patches (k x pixels) transposed. */
function toWeight<T>(g: Geometry, grad: usize, image: usize, weight: usize, scratch: usize): void {
  const k = g.channels * g.taps, pixels = g.outSize;
  const block = blockPixels(k, pixels);
  const patches = (scratch + 15) & ~15;
  const rest = patches + <usize>(k * block * sizeof<T>());
  const direct = isDepthwise(g);
  memory.fill(weight, 0, <usize>(g.groups * g.filters * k * sizeof<T>()));
  for (let n = 0; n < g.batch; n++) {
    let w = weight;
    for (let group = 0; group < g.groups; group++) {
      if (direct) depthwiseWeight<T>(g, grad, image, w);
      for (let j = direct ? pixels : 0; j < pixels; j += block) {
        const count = min(block, pixels - j);
        unfold<T>(g, image, j, count, patches);
        gemm<T>(g.filters, k, count, grad + <usize>(j * sizeof<T>()), pixels, 1, patches, 1, count, w, k, 1, 1, rest);
      }
      grad += <usize>(g.filters * pixels * sizeof<T>());
      w += <usize>(g.filters * k * sizeof<T>());
      image += <usize>(g.channels * g.imageSize * sizeof<T>());
    }
  }
}
