// Convolutions of images (batch, groups x channels, ...) with weights (groups x filters, channels, ...kernel). A product of
// matrices each: weight (filters x taps) times patches (taps x pixels). The patches are packed straight from the image,
// without laying them out in memory first (implicit gemm). Nothing here needs to know which axes a layer has.
import { blockIn, convolve, convolveBytes, PAIRS, prepare, ROWS, SMALL } from "./convolve";
import { depthwise, depthwiseScratch, isDepthwise } from "./depthwise";
import { KC } from "./gemm";
import { Geometry } from "./geometry";
import { packPairs, pairsSize } from "./pack";
import { isSmall } from "./small";
import { open, outputSweep, Sweep, SWEEP_BYTES } from "./sweep";
import { panelWidth } from "./tile";

/** So many pixels of all images pay for packing the weight. */
const PIXELS_TO_PACK: i32 = 128;

/** Bytes of scratch that conv_forward needs; `room` holds SWEEP_BYTES for a moment. */
export function conv_forward_scratch(meta: usize, elementBytes: i32, room: usize): i32 {
  return elementBytes == 4 ? scratchOf<f32>(changetype<Geometry>(meta), room) : scratchOf<f64>(changetype<Geometry>(meta), room);
}

function scratchOf<T>(g: Geometry, room: usize): i32 {
  if (isDepthwise(g)) return depthwiseScratch<T>(g, room);
  const k = g.channels * g.taps;
  return <i32>(SWEEP_BYTES + convolveBytes<T>(outputSweep(g, room), k) + <usize>(pairsSize(g.filters, k) * sizeof<T>()) + 64);
}

export function conv_forward_f32(meta: usize, image: usize, weight: usize, bias: usize, out: usize, scratch: usize): void {
  forward<f32>(changetype<Geometry>(meta), image, weight, bias, out, scratch);
}

export function conv_forward_f64(meta: usize, image: usize, weight: usize, bias: usize, out: usize, scratch: usize): void {
  forward<f64>(changetype<Geometry>(meta), image, weight, bias, out, scratch);
}

/** out = weight * image + bias; `bias` is 0 where there is none. */
function forward<T>(g: Geometry, image: usize, weight: usize, bias: usize, out: usize, scratch: usize): void {
  if (isDepthwise(g)) {
    depthwise<T>(g, image, weight, bias, out, scratch);
    return;
  }
  const k = g.channels * g.taps;
  const sweep = (scratch + 63) & ~63, pairs = sweep + SWEEP_BYTES;
  const rest = (pairs + <usize>(pairsSize(g.filters, k) * sizeof<T>()) + 63) & ~63;
  const s = outputSweep(g, sweep);
  const form = formOf<T>(g);
  prepare<T>(s, rest);
  fillChannels<T>(out, bias, g.batch, g.groups * g.filters, g.outSize);
  for (let group = 0; group < g.groups; group++) {
    const w = weight + <usize>(group * g.filters * k * sizeof<T>());
    if (form == PAIRS) packBlocks<T>(g.filters, k, w, pairs);
    for (let n = 0; n < g.batch; n++) {
      const from = image + <usize>((n * g.groups + group) * g.channels * g.imageSize * sizeof<T>());
      const to = out + <usize>((n * g.groups + group) * g.filters * g.outSize * sizeof<T>());
      outputBlocks<T>(g, s, 0, s.blocks, form == PAIRS ? pairs : w, form, from, to, rest);
    }
  }
}

/** Blocks from.. to .. of one group's output of one image. */
function outputBlocks<T>(
  g: Geometry, s: Sweep, from: i32, to: i32, weights: usize, form: i32, image: usize, out: usize, scratch: usize,
): void {
  for (let b = from; b < to; b++) {
    open<T>(s, b, image, blockIn(s, scratch));
    convolve<T>(s, g.filters, weights, form, out + <usize>(s.first * sizeof<T>()), g.outSize, 1, scratch);
  }
}

/** How the weight's rows are best read. Few pixels are a tile of their own, of four rows. */
function formOf<T>(g: Geometry): i32 {
  if (isSmall<T>(g.filters, g.outSize, g.channels * g.taps)) return SMALL;
  return g.outSize > panelWidth<T>() / 2 && g.batch * g.outSize >= PIXELS_TO_PACK ? PAIRS : ROWS;
}

/** The rows (m x k) in pairs, block by block of KC. */
function packBlocks<T>(m: i32, k: i32, rows: usize, to: usize): void {
  for (let p = 0; p < k; p += KC) {
    const kc = min(KC, k - p);
    packPairs<T>(rows + <usize>(p * sizeof<T>()), <usize>(k * sizeof<T>()), sizeof<T>(), m, kc, to);
    to += <usize>(pairsSize(m, kc) * sizeof<T>());
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
