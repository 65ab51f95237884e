// Activation functions of float32 whose value and slope have most of their work in common: both at once, for where a gradient will
// be asked for. Numbers are those of activation.ts, and so are the bits.
import { geluAndSlope, geluOf, geluSlopeOf } from "./gelu";
import { storePart } from "./lanes";
import { siluAndSlope, siluOf, siluSlopeOf } from "./softplus";

export function activation_sloped_f32(op: i32, x: usize, y: usize, slope: usize, n: i32): void {
  switch (op) {
    case 6: both<Gelu>(x, y, slope, n); break;
    case 15: both<Silu>(x, y, slope, n); break;
    default: unreachable();
  }
}

class Gelu {
  @inline both(v: v128, y: usize, s: usize): void { geluAndSlope(v, y, s); }
  @inline of(v: v128): v128 { return geluOf<f32>(v); }
  @inline slope(v: v128): v128 { return geluSlopeOf<f32>(v); }
}

class Silu {
  @inline both(v: v128, y: usize, s: usize): void { siluAndSlope(v, y, s); }
  @inline of(v: v128): v128 { return siluOf<f32>(v); }
  @inline slope(v: v128): v128 { return siluSlopeOf<f32>(v); }
}

function both<F>(x: usize, y: usize, slope: usize, n: i32): void {
  const f = changetype<F>(0);
  const end = y + (<usize>n << 2), vectors = y + (<usize>(n & ~3) << 2);
  for (; y < vectors; x += 16, y += 16, slope += 16) f.both(v128.load(x), y, slope);
  if (y < end) {
    const v = v128.load(x);
    storePart<f32>(y, end, f.of(v));
    storePart<f32>(slope, slope + (end - y), f.slope(v));
  }
}
