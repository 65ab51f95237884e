// Activation functions of float32 whose value and slope have most of their work in common: both at once, for where a gradient will
// be asked for. Numbers are those of activation.ts, and so are the bits.
import { NORMAL } from "./exp";
import { geluAndSlope, geluAndSlopeOfTwo, geluOf, geluSlopeOf, NEAR } from "./gelu";
import { areWithin, storePart } from "./lanes";
import { siluAndSlope, siluAndSlopeOfTwo, siluOf, siluSlopeOf } from "./softplus";

export function activation_sloped_f32(op: i32, x: usize, y: usize, slope: usize, n: i32): void {
  switch (op) {
    case 6: both<Gelu>(x, y, slope, n); break;
    case 15: both<Silu>(x, y, slope, n); break;
    default: unreachable();
  }
}

class Gelu {
  @inline get reach(): usize { return NEAR; }
  @inline two(v: v128, w: v128, y: usize, s: usize): void { geluAndSlopeOfTwo(v, w, y, s); }
  @inline both(v: v128, y: usize, s: usize): void { geluAndSlope(v, y, s); }
  @inline of(v: v128): v128 { return geluOf<f32>(v); }
  @inline slope(v: v128): v128 { return geluSlopeOf<f32>(v); }
}

class Silu {
  @inline get reach(): usize { return NORMAL; }
  @inline two(v: v128, w: v128, y: usize, s: usize): void { siluAndSlopeOfTwo(v, w, y, s); }
  @inline both(v: v128, y: usize, s: usize): void { siluAndSlope(v, y, s); }
  @inline of(v: v128): v128 { return siluOf<f32>(v); }
  @inline slope(v: v128): v128 { return siluSlopeOf<f32>(v); }
}

/** As mapLanes. */
function both<F>(x: usize, y: usize, slope: usize, n: i32): void {
  const f = changetype<F>(0);
  const end = y + (<usize>n << 2), pairs = y + (<usize>(n & ~7) << 2);
  while (y < end) {
    for (; y < pairs; x += 32, y += 32, slope += 32) {
      const v = v128.load(x), w = v128.load(x, 16);
      if (!areWithin(v, w, f.reach)) break;
      f.two(v, w, y, slope);
    }
    for (const next = min(y + 32, end); y < next; x += 16, y += 16, slope += 16) {
      const v = v128.load(x);
      if (y + 16 <= end) f.both(v, y, slope);
      else {
        storePart<f32>(y, end, f.of(v));
        storePart<f32>(slope, slope + (end - y), f.slope(v));
      }
    }
  }
}
