// Smooth activation functions. Each is a class with `of`, the value at v, and `back`, the gradient at v (the input, unless said)
// from that of the output. For `reach` and `quick` see mapLanes.
import { one } from "./constant";
import { NORMAL } from "./exp";
import { geluNear32, geluOf, geluSlopeOf, geluTanhOf, geluTanhSlopeOf, NEAR } from "./gelu";
import { gatedNormal32, sigmoidOf } from "./sigmoid";
import { logSigmoidOf, mishOf, mishSlopeOf, siluOf, siluSlopeOf, softplusOf } from "./softplus";
import { tanhOf } from "./tanh";

/** Its gradient is that of its output. */
export class Sigmoid<T> {
  @inline of(v: v128, a: v128, b: v128, c: v128): v128 { return sigmoidOf<T>(v); }
  @inline get reach(): usize { return NORMAL; }
  @inline quick(v: v128): v128 { return gatedNormal32(one<T>(), v); }
  @inline back(d: v128, v: v128, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(v128.mul<T>(d, v128.sub<T>(v128.splat<T>(<T>1), v)), v);
  }
}

/** Its gradient is that of its output. */
export class Tanh<T> {
  @inline of(v: v128, a: v128, b: v128, c: v128): v128 { return tanhOf<T>(v); }
  @inline back(d: v128, v: v128, a: v128, b: v128, c: v128): v128 {
    const one = v128.splat<T>(<T>1);
    return v128.mul<T>(v128.mul<T>(d, v128.sub<T>(one, v)), v128.add<T>(one, v));
  }
}

export class Gelu<T> {
  @inline of(v: v128, a: v128, b: v128, c: v128): v128 { return geluOf<T>(v); }
  @inline get reach(): usize { return NEAR; }
  @inline quick(v: v128): v128 { return geluNear32(v); }
  @inline back(d: v128, v: v128, a: v128, b: v128, c: v128): v128 { return v128.mul<T>(d, geluSlopeOf<T>(v)); }
}

export class GeluTanh<T> {
  @inline of(v: v128, a: v128, b: v128, c: v128): v128 { return geluTanhOf<T>(v); }
  @inline back(d: v128, v: v128, a: v128, b: v128, c: v128): v128 { return v128.mul<T>(d, geluTanhSlopeOf<T>(v)); }
}

export class LogSigmoid<T> {
  @inline of(v: v128, a: v128, b: v128, c: v128): v128 { return logSigmoidOf<T>(v); }
  @inline back(d: v128, v: v128, a: v128, b: v128, c: v128): v128 { return v128.mul<T>(d, sigmoidOf<T>(v128.neg<T>(v))); }
}

export class Silu<T> {
  @inline of(v: v128, a: v128, b: v128, c: v128): v128 { return siluOf<T>(v); }
  @inline get reach(): usize { return NORMAL; }
  @inline quick(v: v128): v128 { return gatedNormal32(v, v); }
  @inline back(d: v128, v: v128, a: v128, b: v128, c: v128): v128 { return v128.mul<T>(d, siluSlopeOf<T>(v)); }
}

export class Mish<T> {
  @inline of(v: v128, a: v128, b: v128, c: v128): v128 { return mishOf<T>(v); }
  @inline back(d: v128, v: v128, a: v128, b: v128, c: v128): v128 { return v128.mul<T>(d, mishSlopeOf<T>(v)); }
}

/** Of slope a; straight where a v is above b, else infinite, and its gradient NaN, where exp(a v) is too great for a number. */
export class Softplus<T> {
  @inline of(v: v128, a: v128, b: v128, c: v128): v128 {
    const z = v128.mul<T>(v, a);
    const y = v128.bitselect(v128.splat<T>(<T>Infinity), softplusOf<T>(z), overflows<T>(z));
    return v128.bitselect(v, v128.div<T>(y, a), v128.gt<T>(z, b));
  }
  @inline back(d: v128, v: v128, a: v128, b: v128, c: v128): v128 {
    const z = v128.mul<T>(v, a);
    const slope = v128.bitselect(v128.splat<T>(<T>NaN), sigmoidOf<T>(z), overflows<T>(z));
    return v128.bitselect(d, v128.mul<T>(d, slope), v128.gt<T>(z, b));
  }
}

/** Where exp(z) is too great for a number. */
// @ts-ignore: decorator
@inline
function overflows<T>(z: v128): v128 {
  return v128.gt<T>(z, v128.splat<T>(<T>(sizeof<T>() == 4 ? 88.72283172607422 : 709.782712893384)));
}

/** Of any function, from its slope v. */
export class OfSlope<T> {
  @inline back(d: v128, v: v128, a: v128, b: v128, c: v128): v128 { return v128.mul<T>(d, v); }
}
