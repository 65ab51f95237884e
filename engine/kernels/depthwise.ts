// Convolutions whose filters see one channel each, as sums over taps: their products of matrices would be too thin. Vectors of
// neighbouring positions at a time, over a plane that sweep.ts laid out with its padding, so that nothing has edges.
import { fillRows } from "./fill-rows";
import { Geometry } from "./geometry";
import { splatOf, storeTwo } from "./lanes";
import { blockFor, imageSweep, open, outputSweep, placeTaps, Sweep, SWEEP_BYTES, windowAt } from "./sweep";

const THIN: i32 = 4;

/** Whether the filters of a group are few and see one channel. */
export function isDepthwise(g: Geometry): bool {
  return g.channels == 1 && g.filters <= THIN;
}

/** Bytes of scratch for a sweep of k taps: itself, offsets, weights, a row, and the laid out block. */
function bytesFor<T>(s: Sweep, k: i32): i32 {
  return <i32>SWEEP_BYTES + k * 4 + (k + s.x.block + s.room) * sizeof<T>() + 512;
}

/** Bytes of scratch that `depthwise` needs; `room` holds SWEEP_BYTES for a moment. */
export function depthwiseScratch<T>(g: Geometry, room: usize): i32 {
  return bytesFor<T>(outputSweep(g, blockFor(g, g.outSize), room), g.taps);
}

/** Bytes of scratch that `depthwiseImage` needs; `room` holds SWEEP_BYTES for a moment. */
export function depthwiseImageScratch<T>(g: Geometry, room: usize): i32 {
  let most = 0;
  for (let phase = 0; phase < g.phases; phase++) most = max(most, bytesFor<T>(imageSweep(g, phase, room), g.filters * g.taps));
  return most;
}

/** out = weight * image + bias, all images; `bias` is 0 where there is none. */
export function depthwise<T>(g: Geometry, image: usize, weight: usize, bias: usize, out: usize, scratch: usize): void {
  const sweep = (scratch + 63) & ~63, offsets = sweep + SWEEP_BYTES;
  const room = (offsets + <usize>(g.taps << 2) + 63) & ~63;
  const s = outputSweep(g, blockFor(g, g.outSize), sweep);
  placeTaps<T>(s, offsets);
  const planes = g.batch * g.groups, end = g.end(planes);
  for (let plane = g.begin(planes); plane < end; plane++) {
    const filter = plane % g.groups * g.filters;
    for (let b = 0; b < s.blocks; b++) {
      open<T>(s, b, image + <usize>(plane * g.imageSize * sizeof<T>()), room);
      for (let f = 0; f < g.filters; f++) {
        const start = bias ? load<T>(bias + <usize>((filter + f) * sizeof<T>())) : <T>0;
        const w = weight + <usize>((filter + f) * g.taps * sizeof<T>());
        const to = out + <usize>(((plane * g.filters + f) * g.outSize + s.first) * sizeof<T>());
        for (let j = 0; j < s.pixels; j += s.width) sums<T>(s, j, offsets, w, g.taps, start, to + <usize>(j * sizeof<T>()));
      }
    }
  }
}

/** image = grad spread by the weight, + bias, all images; `bias` is 0 where there is none. */
export function depthwiseImage<T>(g: Geometry, grad: usize, weight: usize, bias: usize, image: usize, scratch: usize): void {
  fillPlanes<T>(g, bias, image);
  for (let phase = 0; phase < g.phases; phase++) {
    const sweep = (scratch + 63) & ~63;
    const s = imageSweep(g, phase, sweep);
    if (s.taps > 0 && s.positions > 0) phaseToImage<T>(g, s, grad, weight, image, sweep + SWEEP_BYTES);
  }
}

/** Every pixel of this part's planes becomes its channel's bias, or 0 without a bias. */
function fillPlanes<T>(g: Geometry, bias: usize, image: usize): void {
  const planes = g.batch * g.groups, end = g.end(planes);
  for (let plane = g.begin(planes); plane < end; plane++) {
    const to = image + <usize>(plane * g.imageSize * sizeof<T>());
    fillRows<T>(to, g.imageSize, g.imageSize, bias ? bias + <usize>(plane % g.groups * sizeof<T>()) : 0, 1);
  }
}

function phaseToImage<T>(g: Geometry, s: Sweep, grad: usize, weight: usize, image: usize, scratch: usize): void {
  const k = g.filters * s.taps, z = s.z, y = s.y, x = s.x;
  const weights = (scratch + <usize>(k << 2) + 63) & ~63;
  const row = (weights + <usize>(k * sizeof<T>()) + 63) & ~63;
  const room = (row + <usize>(x.block * sizeof<T>()) + 79) & ~63;
  placeTaps<T>(s, scratch);
  const planes = g.batch * g.groups, end = g.end(planes);
  for (let plane = g.begin(planes); plane < end; plane++) {
    takeWeights<T>(g, s, weight + <usize>(plane % g.groups * g.filters * g.taps * sizeof<T>()), weights);
    const to = image + <usize>(plane * g.imageSize * sizeof<T>());
    for (let b = 0; b < s.blocks; b++) {
      open<T>(s, b, grad + <usize>(plane * g.filters * g.outSize * sizeof<T>()), room);
      for (let j = 0; j < s.pixels; j += s.width) {
        const line = (s.first + j) / x.count, column = (s.first + j) % x.count;
        const iz = z.first + line / y.count * z.apart, iy = y.first + line % y.count * y.apart;
        const at = to + <usize>(((iz * g.height + iy) * g.width + x.first + column * x.apart) * sizeof<T>());
        const start = load<T>(at);
        sums<T>(s, j, scratch, weights, k, start, x.apart == 1 ? at : row);
        if (x.apart > 1) spreadRow<T>(row, s.width, at, <usize>(x.apart * sizeof<T>()));
      }
    }
  }
}

/** The weights of the sweep's taps, filter by filter. */
function takeWeights<T>(g: Geometry, s: Sweep, weight: usize, to: usize): void {
  const z = s.z, y = s.y, x = s.x;
  for (let f = 0; f < g.filters; f++) {
    for (let tz = 0; tz < z.taps; tz++) {
      const plane = (f * g.kernelDepth + z.tap + tz * z.tapStep) * g.kernelHeight;
      for (let ty = 0; ty < y.taps; ty++) {
        const row = (plane + y.tap + ty * y.tapStep) * g.kernelWidth + x.tap;
        for (let tx = 0; tx < x.taps; tx++, to += sizeof<T>()) store<T>(to, load<T>(weight + <usize>((row + tx * x.tapStep) * sizeof<T>())));
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function spreadRow<T>(row: usize, count: i32, to: usize, step: usize): void {
  const end = row + <usize>(count * sizeof<T>());
  for (; row < end; row += sizeof<T>(), to += step) store<T>(to, load<T>(row));
}

/** A row of positions from j on: `start` + the taps' elements, each times its weight, in order. */
function sums<T>(s: Sweep, j: i32, offsets: usize, weights: usize, k: i32, start: T, to: usize): void {
  const from = s.base + windowAt<T>(s, j);
  const bytes = <usize>(s.width * sizeof<T>());
  const end = weights + <usize>(k * sizeof<T>());
  const begin = v128.splat<T>(start);
  let at: usize = 0;
  for (; at + 64 <= bytes; at += 64) fourVectors<T>(from + at, offsets, weights, end, begin, to + at);
  if (at > 0) {
    // Four vectors take hardly longer than one: some positions once more.
    if (at < bytes) fourVectors<T>(from + bytes - 64, offsets, weights, end, begin, to + bytes - 64);
    return;
  }
  for (; at + 16 <= bytes; at += 16) v128.store(to + at, oneVector<T>(from + at, offsets, weights, end, begin));
  if (at == bytes) return;
  const rest = oneVector<T>(from + at, offsets, weights, end, begin);
  store<T>(to + at, v128.extract_lane<T>(rest, 0));
  if (sizeof<T>() == 8) return;
  if (at + 4 < bytes) f32.store(to + at, f32x4.extract_lane(rest, 1), 4);
  if (at + 8 < bytes) f32.store(to + at, f32x4.extract_lane(rest, 2), 8);
}

// @ts-ignore: decorator
@inline
function fourVectors<T>(from: usize, offsets: usize, w: usize, end: usize, begin: v128, to: usize): void {
  let a = begin, b = begin, c = begin, d = begin;
  for (; w < end; w += sizeof<T>(), offsets += 4) {
    const x = from + <usize>load<i32>(offsets), tap = splatOf<T>(w);
    a = v128.add<T>(a, v128.mul<T>(tap, v128.load(x)));
    b = v128.add<T>(b, v128.mul<T>(tap, v128.load(x, 16)));
    c = v128.add<T>(c, v128.mul<T>(tap, v128.load(x, 32)));
    d = v128.add<T>(d, v128.mul<T>(tap, v128.load(x, 48)));
  }
  storeTwo(to, a, b);
  storeTwo(to + 32, c, d);
}

// @ts-ignore: decorator
@inline
function oneVector<T>(from: usize, offsets: usize, w: usize, end: usize, begin: v128): v128 {
  let a = begin;
  for (; w < end; w += sizeof<T>(), offsets += 4) {
    a = v128.add<T>(a, v128.mul<T>(splatOf<T>(w), v128.load(from + <usize>load<i32>(offsets))));
  }
  return a;
}
