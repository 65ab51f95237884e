// Convolutions of images (batch, groups x channels, ...) with weights (groups x filters, channels, ...kernel). A product of
// matrices each: weight (filters x taps) times patches (taps x pixels). The patches are packed straight from the image,
// without laying them out in memory first (implicit gemm). Nothing here needs to know which axes a layer has.
import { blockIn, convolve, convolveBytes, PAIRS, prepare, ROWS, SMALL } from "./convolve";
import { depthwise, depthwiseScratch, isDepthwise } from "./depthwise";
import { KC } from "./gemm";
import { Geometry } from "./geometry";
import { packPairs, pairsSize } from "./pack";
import { isSmall } from "./small";
import { blockFor, open, outputSweep, Sweep, SWEEP_BYTES } from "./sweep";
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
  return <i32>(SWEEP_BYTES + convolveBytes<T>(outputSweep(g, blockFor(g, g.outSize), room), k) + <usize>(pairsSize(g.filters, k) * sizeof<T>()) + 64);
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
  const s = outputSweep(g, blockFor(g, g.outSize), sweep);
  const form = formOf<T>(g);
  prepare<T>(s, rest);
  const pieces = g.groups * g.batch * s.blocks, end = g.end(pieces);
  let packed = -1;
  for (let piece = g.begin(pieces); piece < end; piece++) {
    const group = piece / (g.batch * s.blocks), plane = piece / s.blocks % g.batch * g.groups + group;
    const w = weight + <usize>(group * g.filters * k * sizeof<T>());
    if (form == PAIRS && packed != group) packBlocks<T>(g.filters, k, w, pairs);
    packed = group;
    open<T>(s, piece % s.blocks, image + <usize>(plane * g.channels * g.imageSize * sizeof<T>()), blockIn(s, rest));
    const to = out + <usize>((plane * g.filters * g.outSize + s.first) * sizeof<T>());
    const starts = bias ? bias + <usize>(group * g.filters * sizeof<T>()) : 0;
    convolve<T>(s, g.filters, form == PAIRS ? pairs : w, form, starts, to, g.outSize, rest);
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
