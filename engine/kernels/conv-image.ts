// The gradient of a convolution to its image, which is also what a transposed convolution computes: a product for every phase of
// the strides, whose pixels see the same taps. Where that would be wasteful, products that are spread over the image.
import { blockIn, convolve, convolveBytes, PAIRS, prepare } from "./convolve";
import { depthwiseImage, depthwiseImageScratch, isDepthwise } from "./depthwise";
import { fillRows } from "./fill-rows";
import { gemm, KC } from "./gemm";
import { Geometry } from "./geometry";
import { pairsSize } from "./pack";
import { blockPixels, fold, patchesScratch } from "./patches";
import { isSmall } from "./small";
import { imageSweep, open, Sweep, SWEEP_BYTES } from "./sweep";
import { panelWidth } from "./tile";

/** Fewer channels do not pay for packing what they are multiplied with. */
const CHANNELS_TO_GATHER: i32 = 8;
/** Threads share what is spread by planes alone; where there are fewer, more is wasted before that is done. */
const PLANES_TO_SPREAD: i32 = 4;

/** Bytes of scratch that conv_image needs; `room` holds SWEEP_BYTES for a moment. */
export function conv_image_scratch(meta: usize, elementBytes: i32, room: usize): i32 {
  const g = changetype<Geometry>(meta);
  return elementBytes == 4 ? scratchOf<f32>(g, room) : scratchOf<f64>(g, room);
}

function scratchOf<T>(g: Geometry, room: usize): i32 {
  if (isDepthwise(g)) return depthwiseImageScratch<T>(g, room);
  if (!gathers<T>(g)) return patchesScratch(g, sizeof<T>());
  let most: usize = 0;
  for (let phase = 0; phase < g.phases; phase++) most = max(most, phaseBytes<T>(g, imageSweep(g, phase, room)));
  return <i32>(most + SWEEP_BYTES + 64);
}

/** Pairs, places in the weight, a block of the image, and what the product takes. */
function phaseBytes<T>(g: Geometry, s: Sweep): usize {
  const k = g.filters * s.taps;
  return <usize>((pairsSize(g.channels, k) + g.channels * s.blockPixels) * sizeof<T>()) + (<usize>k << 2) + convolveBytes<T>(s, k) + 192;
}

export function conv_image_f32(meta: usize, grad: usize, weight: usize, bias: usize, image: usize, scratch: usize): void {
  toImage<f32>(changetype<Geometry>(meta), grad, weight, bias, image, scratch);
}

export function conv_image_f64(meta: usize, grad: usize, weight: usize, bias: usize, image: usize, scratch: usize): void {
  toImage<f64>(changetype<Geometry>(meta), grad, weight, bias, image, scratch);
}

/** image = each output pixel's grad times the weight, spread over the pixel's window, + bias; `bias` is 0 where there is none. */
function toImage<T>(g: Geometry, grad: usize, weight: usize, bias: usize, image: usize, scratch: usize): void {
  if (isDepthwise(g)) {
    depthwiseImage<T>(g, grad, weight, bias, image, scratch);
    return;
  }
  if (!gathers<T>(g)) {
    spread<T>(g, grad, weight, bias, image, scratch);
    return;
  }
  for (let phase = 0; phase < g.phases; phase++) {
    const sweep = (scratch + 63) & ~63;
    const s = imageSweep(g, phase, sweep);
    if (s.taps == 0) fillPhase<T>(g, s, bias, image);
    else if (s.positions > 0) gather<T>(g, s, grad, weight, bias, image, sweep + SWEEP_BYTES);
  }
}

/** Whether there are channels and output pixels enough for products phase by phase, which are wasted where no tap meets them. */
function gathers<T>(g: Geometry): bool {
  const k = g.channels * g.taps;
  if (g.channels < CHANNELS_TO_GATHER || isSmall<T>(k, g.outSize, g.filters)) return false;
  const met = <i64>g.outSize * g.phases, wasted = <i64>g.imageSize - met;
  return g.outSize > panelWidth<T>() / 2 && wasted * (g.batch * g.groups < PLANES_TO_SPREAD ? 2 : 8) <= met;
}

/** The pixels of one phase of all images. */
function gather<T>(g: Geometry, s: Sweep, grad: usize, weight: usize, bias: usize, image: usize, scratch: usize): void {
  const k = g.filters * s.taps;
  const places = scratch;
  const pairs = (places + (<usize>k << 2) + 63) & ~63;
  const block = pairs + <usize>(pairsSize(g.channels, k) * sizeof<T>());
  const rest = (block + <usize>(g.channels * s.blockPixels * sizeof<T>()) + 63) & ~63;
  prepare<T>(s, rest);
  placeWeights<T>(g, s, places);
  const pieces = g.groups * g.batch * s.blocks, end = g.end(pieces);
  let packed = -1;
  for (let piece = g.begin(pieces); piece < end; piece++) {
    const group = piece / (g.batch * s.blocks), plane = piece / s.blocks % g.batch * g.groups + group;
    const w = weight + <usize>(group * g.filters * g.channels * g.taps * sizeof<T>());
    if (packed != group) packWeights<T>(g, k, w, places, pairs);
    packed = group;
    open<T>(s, piece % s.blocks, grad + <usize>(plane * g.filters * g.outSize * sizeof<T>()), blockIn(s, rest));
    const to = image + <usize>(plane * g.channels * g.imageSize * sizeof<T>());
    const starts = bias ? bias + <usize>(group * g.channels * sizeof<T>()) : 0;
    if (s.z.apart * s.y.apart * s.x.apart == 1) {
      convolve<T>(s, g.channels, pairs, PAIRS, starts, to + <usize>(s.first * sizeof<T>()), g.imageSize, rest);
    } else {
      convolve<T>(s, g.channels, pairs, PAIRS, starts, block, s.pixels, rest);
      scatter<T>(g, s, block, to);
    }
  }
}

/** For each filter and tap of the sweep, how many bytes its weight lies behind the channel's first: int32 each. */
function placeWeights<T>(g: Geometry, s: Sweep, places: usize): void {
  const z = s.z, y = s.y, x = s.x;
  for (let f = 0; f < g.filters; f++) {
    for (let tz = 0; tz < z.taps; tz++) {
      const plane = (f * g.channels * g.kernelDepth + z.tap + tz * z.tapStep) * g.kernelHeight;
      for (let ty = 0; ty < y.taps; ty++) {
        const row = (plane + y.tap + ty * y.tapStep) * g.kernelWidth + x.tap;
        for (let tx = 0; tx < x.taps; tx++, places += 4) store<i32>(places, (row + tx * x.tapStep) * sizeof<T>());
      }
    }
  }
}

/** The weights (channels x k) in pairs, block by block of KC. */
function packWeights<T>(g: Geometry, k: i32, weight: usize, places: usize, to: usize): void {
  const row = <usize>(g.taps * sizeof<T>());
  for (let pc = 0; pc < k; pc += KC) {
    const from = places + (<usize>pc << 2), end = from + (<usize>min(KC, k - pc) << 2);
    for (let c = 0; c < g.channels; c += 2) {
      const p = weight + <usize>c * row, q = c + 1 < g.channels ? p + row : p;
      for (let at = from; at < end; at += 4, to += 2 * sizeof<T>()) {
        const place = <usize>load<i32>(at);
        store<T>(to, load<T>(p + place));
        store<T>(to + sizeof<T>(), load<T>(q + place));
      }
    }
  }
}

/** The image = the open block's pixels (channels x pixels), each at its place. */
function scatter<T>(g: Geometry, s: Sweep, block: usize, image: usize): void {
  const z = s.z, y = s.y, x = s.x, step = <usize>(x.apart * sizeof<T>());
  for (let c = 0; c < g.channels; c++) {
    for (let j = s.first; j < s.first + s.pixels; j += s.width) {
      const row = j / x.count, iz = z.first + row / y.count * z.apart, iy = y.first + row % y.count * y.apart;
      const end = block + <usize>(s.width * sizeof<T>());
      let to = image + <usize>(((iz * g.height + iy) * g.width + x.first + j % x.count * x.apart) * sizeof<T>());
      for (; block < end; block += sizeof<T>(), to += step) store<T>(to, load<T>(block));
    }
    image += <usize>(g.imageSize * sizeof<T>());
  }
}

/** The pixels of a phase that no tap meets. */
function fillPhase<T>(g: Geometry, s: Sweep, bias: usize, image: usize): void {
  const z = s.z, y = s.y, x = s.x, channels = g.groups * g.channels;
  const planes = g.batch * channels, end = g.end(planes);
  for (let plane = g.begin(planes); plane < end; plane++) {
    const value = bias ? load<T>(bias + <usize>(plane % channels * sizeof<T>())) : <T>0;
    for (let iz = z.first; iz < g.depth; iz += z.apart) {
      for (let iy = y.first; iy < g.height; iy += y.apart) {
        const row = image + <usize>(((plane * g.depth + iz) * g.height + iy) * g.width * sizeof<T>());
        for (let ix = x.first; ix < g.width; ix += x.apart) store<T>(row + <usize>(ix * sizeof<T>()), value);
      }
    }
  }
}

/** The image = the bias + products of all taps, block by block of output pixels. */
function spread<T>(g: Geometry, grad: usize, weight: usize, bias: usize, image: usize, scratch: usize): void {
  const k = g.channels * g.taps, pixels = g.outSize;
  const block = blockPixels(k, pixels);
  const patches = (scratch + 15) & ~15;
  const rest = patches + <usize>(k * block * sizeof<T>());
  const planes = g.batch * g.groups, end = g.end(planes);
  for (let plane = g.begin(planes); plane < end; plane++) {
    const group = plane % g.groups;
    const w = weight + <usize>(group * g.filters * k * sizeof<T>());
    const from = grad + <usize>(plane * g.filters * pixels * sizeof<T>());
    const to = image + <usize>(plane * g.channels * g.imageSize * sizeof<T>());
    fillRows<T>(to, g.imageSize, g.imageSize, bias ? bias + <usize>(group * g.channels * sizeof<T>()) : 0, g.channels);
    for (let j = 0; j < pixels; j += block) {
      const count = min(block, pixels - j);
      gemm<T>(k, count, g.filters, w, 1, k, from + <usize>(j * sizeof<T>()), pixels, 1, patches, count, 1, 0, rest);
      fold<T>(g, to, j, count, patches);
    }
  }
}
