// How the windows of a convolution, or of its gradient to the image, sweep over a source. A block of neighbouring windows at a
// time, the part of the source below them is laid out with its padding and its columns sorted by stride, so that each tap of
// windows that lie in a row is a run of memory, whatever padding, stride and dilation are. All of it lies in scratch.
import { Geometry } from "./geometry";

/** Positions that a block holds, about: a few hundred KiB of source. */
export const BLOCK: i32 = 1024;
/** Fewer do not pay for laying out what lies around them. */
const SMALLEST: i32 = 128;

/** Positions that a block holds, about, so that each part of the work has a block of its own. */
export function blockFor(g: Geometry, positions: i32): i32 {
  if (g.parts == 1) return BLOCK;
  const share = <i32>(<i64>g.batch * g.groups * positions / g.parts);
  return max(SMALLEST, min(BLOCK, (share + 15) & ~15));
}

/** One axis of a sweep. */
@unmanaged
export class Axis {
  /** Elements of the source; positions of the window, and how far apart they are on the source. */
  size: i32; count: i32; step: i32;
  /** Where on the source the first window begins, and how many elements a window spans. */
  start: i32; span: i32;
  /** The taps that count: their number, the first one's place in the kernel and in the window, and the ways to the next. */
  taps: i32; tap: i32; tapStep: i32; offset: i32; offsetStep: i32;
  /** Where on the output the first position lies, and how far apart they are. */
  first: i32; apart: i32;
  /** Positions in a block. */
  block: i32;

  @inline get blocks(): i32 { return (this.count + this.block - 1) / this.block; }
  @inline get fits(): bool { return this.start >= 0 && this.start + (this.count - 1) * this.step + this.span <= this.size; }
}

@unmanaged
export class Sweep {
  z: Axis; y: Axis; x: Axis;
  channels: i32;
  /** Whether the source is read where it lies. */
  direct: bool;
  /** Elements of a row of a laid out block, rows of a plane, planes of a channel; elements of a row that share a stride's phase. */
  row: i32; height: i32; depth: i32; phase: i32;
  /** The block that `open` laid out: its first window, the number of its first position, how many it has, and how many in a row. */
  base: usize; first: i32; pixels: i32; width: i32;

  @inline get taps(): i32 { return this.z.taps * this.y.taps * this.x.taps; }
  @inline get positions(): i32 { return this.z.count * this.y.count * this.x.count; }
  @inline get blocks(): i32 { return this.z.blocks * this.y.blocks * this.x.blocks; }
  @inline get blockPixels(): i32 { return this.z.block * this.y.block * this.x.block; }
  /** Elements that a laid out block takes. */
  @inline get room(): i32 { return this.direct ? 0 : this.channels * this.depth * this.height * this.row; }
}

/** Bytes of a Sweep and its axes. */
export const SWEEP_BYTES: usize = 256;

/** The sweep over the image that gives the output, in blocks of about so many positions. */
export function outputSweep(g: Geometry, block: i32, at: usize): Sweep {
  const s = begin(at);
  s.channels = g.channels;
  straight(s.z, g.depth, g.outDepth, g.kernelDepth, g.strideDepth, g.padDepth, g.dilationDepth);
  straight(s.y, g.height, g.outHeight, g.kernelHeight, g.strideHeight, g.padHeight, g.dilationHeight);
  straight(s.x, g.width, g.outWidth, g.kernelWidth, g.strideWidth, g.padWidth, g.dilationWidth);
  layOut(s, block);
  return s;
}

/** The sweep over the output's gradient that gives one phase of the image, of g.phases. */
export function imageSweep(g: Geometry, phase: i32, at: usize): Sweep {
  const x = phase % g.strideWidth, y = phase / g.strideWidth % g.strideHeight, z = phase / (g.strideWidth * g.strideHeight);
  const s = begin(at);
  s.channels = g.filters;
  back(s.z, z, g.depth, g.outDepth, g.kernelDepth, g.strideDepth, g.padDepth, g.dilationDepth);
  back(s.y, y, g.height, g.outHeight, g.kernelHeight, g.strideHeight, g.padHeight, g.dilationHeight);
  back(s.x, x, g.width, g.outWidth, g.kernelWidth, g.strideWidth, g.padWidth, g.dilationWidth);
  layOut(s, blockFor(g, s.positions));
  return s;
}

function begin(at: usize): Sweep {
  const s = changetype<Sweep>(at);
  s.z = changetype<Axis>(at + offsetof<Sweep>());
  s.y = changetype<Axis>(at + offsetof<Sweep>() + offsetof<Axis>());
  s.x = changetype<Axis>(at + offsetof<Sweep>() + 2 * offsetof<Axis>());
  return s;
}

function straight(a: Axis, size: i32, count: i32, kernel: i32, stride: i32, pad: i32, dilation: i32): void {
  a.size = size;
  a.count = count;
  a.step = stride;
  a.start = -pad;
  a.span = (kernel - 1) * dilation + 1;
  a.taps = kernel;
  a.tap = 0;
  a.tapStep = 1;
  a.offset = 0;
  a.offsetStep = dilation;
  a.first = 0;
  a.apart = 1;
}

/** Pixel i of the phase meets output position i + (phase + pad - tap dilation) / stride, for the taps where that is whole. */
function back(a: Axis, phase: i32, size: i32, count: i32, kernel: i32, stride: i32, pad: i32, dilation: i32): void {
  const shared = divisor(stride, dilation);
  a.size = count;
  a.count = phase < size ? (size - phase + stride - 1) / stride : 0;
  a.step = 1;
  a.first = phase;
  a.apart = stride;
  a.tapStep = stride / shared;
  a.offsetStep = -dilation / shared;
  a.tap = 0;
  while (a.tap < a.tapStep && (phase + pad - a.tap * dilation) % stride != 0) a.tap++;
  a.taps = a.tap < min(a.tapStep, kernel) ? (kernel - 1 - a.tap) / a.tapStep + 1 : 0;
  a.offset = (1 - a.taps) * a.offsetStep;
  a.span = a.offset + 1;
  a.start = (phase + pad - (a.tap + (a.taps - 1) * a.tapStep) * dilation) / stride;
}

function divisor(a: i32, b: i32): i32 {
  while (b != 0) {
    const rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

/** Blocks are whole planes, or whole rows of one plane, or parts of one row: neighbours on the output. */
function layOut(s: Sweep, most: i32): void {
  const z = s.z, y = s.y, x = s.x;
  x.block = x.count > 2 * most ? most : max(x.count, 1);
  y.block = x.block < x.count ? 1 : max(1, min(y.count, most / x.block));
  z.block = x.block < x.count || y.block < y.count ? 1 : max(1, min(z.count, most / (x.block * y.block)));
  s.direct = x.step == 1 && z.fits && y.fits && x.fits;
  s.phase = s.direct ? x.size : x.block + (x.span - 1) / x.step;
  s.row = s.direct ? x.size : min(x.step, x.span) * s.phase;
  s.height = s.direct ? y.size : (y.block - 1) * y.step + y.span;
  s.depth = s.direct ? z.size : (z.block - 1) * z.step + z.span;
}

/** For each channel and tap, how many bytes its element lies behind the window's first in a laid out block: int32 each. */
export function placeTaps<T>(s: Sweep, offsets: usize): void {
  const z = s.z, y = s.y, x = s.x;
  for (let c = 0; c < s.channels; c++) {
    for (let tz = 0; tz < z.taps; tz++) {
      const plane = (c * s.depth + z.offset + tz * z.offsetStep) * s.height;
      for (let ty = 0; ty < y.taps; ty++) {
        const row = (plane + y.offset + ty * y.offsetStep) * s.row;
        for (let tx = 0; tx < x.taps; tx++) {
          const dx = x.offset + tx * x.offsetStep;
          store<i32>(offsets, (row + dx % x.step * s.phase + dx / x.step) * sizeof<T>());
          offsets += 4;
        }
      }
    }
  }
}

/** Bytes from the block's first window to that of its position j. */
// @ts-ignore: decorator
@inline
export function windowAt<T>(s: Sweep, j: i32): usize {
  const row = j / s.width, y = row % s.y.block, z = row / s.y.block;
  return <usize>(((z * s.z.step * s.height + y * s.y.step) * s.row + j % s.width) * sizeof<T>());
}

/** Makes block b of the sweep over `source` the open one; `room` holds what is laid out. */
export function open<T>(s: Sweep, b: i32, source: usize, room: usize): void {
  const z = s.z, y = s.y, x = s.x;
  const x0 = b % x.blocks * x.block, y0 = b / x.blocks % y.blocks * y.block, z0 = b / (x.blocks * y.blocks) * z.block;
  s.width = min(x.block, x.count - x0);
  s.first = (z0 * y.count + y0) * x.count + x0;
  s.pixels = min(z.block, z.count - z0) * min(y.block, y.count - y0) * s.width;
  const fromZ = z.start + z0 * z.step, fromY = y.start + y0 * y.step, fromX = x.start + x0 * x.step;
  if (s.direct) {
    s.base = source + <usize>(((fromZ * y.size + fromY) * x.size + fromX) * sizeof<T>());
    return;
  }
  s.base = room;
  const phases = s.row / s.phase;
  for (let c = 0; c < s.channels; c++) {
    for (let iz = fromZ; iz < fromZ + s.depth; iz++) {
      for (let iy = fromY; iy < fromY + s.height; iy++) {
        const inside = <u32>iz < <u32>z.size && <u32>iy < <u32>y.size;
        const row = inside ? source + <usize>(((c * z.size + iz) * y.size + iy) * x.size * sizeof<T>()) : 0;
        for (let phase = 0; phase < phases; phase++) room = layRow<T>(x, row, fromX + phase, s.phase, room);
      }
    }
  }
}

/** `count` elements of a row of the source (0: of padding), from `at` on, x.step apart, and 0 beyond the edges; gives the end. */
// @ts-ignore: decorator
@inline
function layRow<T>(x: Axis, row: usize, at: i32, count: i32, to: usize): usize {
  const end = to + <usize>(count * sizeof<T>());
  const step = x.step;
  if (row != 0) {
    for (; at < 0 && to < end; at += step, to += sizeof<T>()) store<T>(to, <T>0);
    const room = x.size - at, live = room <= 0 ? 0 : step == 1 ? room : (room - 1) / step + 1;
    const liveEnd = min(end, to + <usize>(live * sizeof<T>()));
    let from = row + <usize>(at * sizeof<T>());
    if (step == 1) {
      // The last vector may reach into the next row, which is written later.
      for (; to < liveEnd; to += 16, from += 16) v128.store(to, v128.load(from));
    } else if (step == 2 && sizeof<T>() == 4) {
      for (; to < liveEnd; to += 16, from += 32) v128.store(to, v128.shuffle<i32>(v128.load(from), v128.load(from, 16), 0, 2, 4, 6));
    } else {
      for (; to < liveEnd; to += sizeof<T>(), from += <usize>(step * sizeof<T>())) store<T>(to, load<T>(from));
    }
    to = liveEnd;
  }
  for (; to < end; to += 16) v128.store(to, v128.splat<T>(<T>0));
  return end;
}
