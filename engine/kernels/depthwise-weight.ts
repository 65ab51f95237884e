// The weight's gradient of convolutions whose filters see one channel each: a sum of products for each tap.
import { Geometry } from "./geometry";
import { highOf, lowOf } from "./wide";
import { BLOCK, open, outputSweep, placeTaps, Sweep, SWEEP_BYTES, windowAt } from "./sweep";

/** Taps that are summed at once. */
const TAPS: i32 = 3;

/** Bytes of scratch that `depthwiseWeight` needs; `room` holds SWEEP_BYTES for a moment. */
export function depthwiseWeightScratch<T>(g: Geometry, room: usize): i32 {
  return <i32>SWEEP_BYTES + g.taps * 4 + g.filters * g.taps * 8 + outputSweep(g, BLOCK, room).room * sizeof<T>() + 512;
}

/** weight += each tap's products of grad and image, for this part's filters. Rows add up in float64, so that many lose nothing. */
export function depthwiseWeight<T>(g: Geometry, grad: usize, image: usize, weight: usize, scratch: usize): void {
  const sweep = (scratch + 63) & ~63, offsets = sweep + SWEEP_BYTES;
  const totals = (offsets + <usize>(g.taps << 2) + 63) & ~63, totalBytes = <usize>(g.filters * g.taps << 3);
  const room = (totals + totalBytes + 63) & ~63;
  const s = outputSweep(g, BLOCK, sweep);
  placeTaps<T>(s, offsets);
  const first = g.begin(g.groups), own = g.end(g.groups) - first;
  for (let i = 0; i < g.batch * own; i++) {
    const plane = i / own * g.groups + first + i % own;
    memory.fill(totals, 0, totalBytes);
    for (let b = 0; b < s.blocks; b++) {
      open<T>(s, b, image + <usize>(plane * g.imageSize * sizeof<T>()), room);
      for (let f = 0; f < g.filters; f++) {
        const from = grad + <usize>(((plane * g.filters + f) * g.outSize + s.first) * sizeof<T>());
        for (let t = 0; t < g.taps; t += TAPS) {
          addTaps<T>(s, from, offsets + (<usize>t << 2), g.taps - t, totals + (<usize>(f * g.taps + t) << 3));
        }
      }
    }
    let to = weight + <usize>(plane % g.groups * g.filters * g.taps * sizeof<T>());
    for (let i: usize = 0; i < totalBytes; i += 8, to += sizeof<T>()) store<T>(to, <T>(<f64>load<T>(to) + load<f64>(totals + i)));
  }
}

/** Up to three taps' totals += the products of the open block. */
function addTaps<T>(s: Sweep, grad: usize, offsets: usize, live: i32, totals: usize): void {
  const first = s.base + <usize>load<i32>(offsets);
  const second = live > 1 ? s.base + <usize>load<i32>(offsets, 4) : first, third = live > 2 ? s.base + <usize>load<i32>(offsets, 8) : first;
  const bytes = <usize>(s.width * sizeof<T>()), vectors = bytes & ~15, mask = maskOf<T>(bytes & 15);
  const zero = v128.splat<T>(<T>0);
  let totalA = f64x2.splat(0), totalB = totalA, totalC = totalA;
  for (let j = 0; j < s.pixels; j += s.width) {
    const at = windowAt<T>(s, j);
    let p = first + at, q = second + at, r = third + at;
    const end = grad + vectors;
    let a = zero, b = zero, c = zero;
    for (; grad < end; grad += 16, p += 16, q += 16, r += 16) {
      const x = v128.load(grad);
      a = v128.add<T>(a, v128.mul<T>(x, v128.load(p)));
      b = v128.add<T>(b, v128.mul<T>(x, v128.load(q)));
      c = v128.add<T>(c, v128.mul<T>(x, v128.load(r)));
    }
    if (vectors < bytes) {
      const x = v128.load(grad);
      a = v128.add<T>(a, v128.and(mask, v128.mul<T>(x, v128.load(p))));
      b = v128.add<T>(b, v128.and(mask, v128.mul<T>(x, v128.load(q))));
      c = v128.add<T>(c, v128.and(mask, v128.mul<T>(x, v128.load(r))));
      grad += bytes - vectors;
    }
    totalA = f64x2.add(totalA, halves<T>(a));
    totalB = f64x2.add(totalB, halves<T>(b));
    totalC = f64x2.add(totalC, halves<T>(c));
  }
  addTotal(totals, totalA);
  if (live > 1) addTotal(totals + 8, totalB);
  if (live > 2) addTotal(totals + 16, totalC);
}

/** All bits in the first `bytes` bytes' lanes. */
function maskOf<T>(bytes: usize): v128 {
  if (sizeof<T>() == 8) return i64x2(bytes > 0 ? -1 : 0, 0);
  return i32x4.lt_s(i32x4(0, 4, 8, 12), i32x4.splat(<i32>bytes));
}

// @ts-ignore: decorator
@inline
function halves<T>(v: v128): v128 {
  return sizeof<T>() == 8 ? v : f64x2.add(lowOf(v), highOf(v));
}

// @ts-ignore: decorator
@inline
function addTotal(to: usize, v: v128): void {
  store<f64>(to, load<f64>(to) + f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1));
}
