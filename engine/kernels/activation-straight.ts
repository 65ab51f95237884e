// Activation functions made of straight pieces, which agree with PyTorch bit for bit, and ELU. Each is a class with `of`, the
// value at v, and `back`, the gradient at v (the input, unless said) from that of the output.
import { expm1Of, expOf } from "./exp";

export class Relu<T> {
  @inline of(v: v128, a: v128, b: v128, c: v128): v128 { return v128.andnot(v, v128.lt<T>(v, v128.splat<T>(<T>0))); }
  @inline back(d: v128, v: v128, a: v128, b: v128, c: v128): v128 { return v128.andnot(d, v128.le<T>(v, v128.splat<T>(<T>0))); }
}

/** Of slope a. */
export class LeakyRelu<T> {
  @inline of(v: v128, a: v128, b: v128, c: v128): v128 { return v128.bitselect(v, v128.mul<T>(v, a), v128.gt<T>(v, v128.splat<T>(<T>0))); }
  @inline back(d: v128, v: v128, a: v128, b: v128, c: v128): v128 { return v128.bitselect(d, v128.mul<T>(d, a), v128.gt<T>(v, v128.splat<T>(<T>0))); }
}

/** b where v is not above a. */
export class Threshold<T> {
  @inline of(v: v128, a: v128, b: v128, c: v128): v128 { return v128.bitselect(b, v, v128.le<T>(v, a)); }
  @inline back(d: v128, v: v128, a: v128, b: v128, c: v128): v128 { return v128.andnot(d, v128.le<T>(v, a)); }
}

/** Between a and b. */
export class Hardtanh<T> {
  @inline of(v: v128, a: v128, b: v128, c: v128): v128 { return v128.pmin<T>(v128.pmax<T>(v, a), b); }
  @inline back(d: v128, v: v128, a: v128, b: v128, c: v128): v128 { return v128.andnot(d, v128.or(v128.le<T>(v, a), v128.ge<T>(v, b))); }
}

/** 0 between -a and a. */
export class Hardshrink<T> {
  @inline of(v: v128, a: v128, b: v128, c: v128): v128 { return v128.andnot(v, within<T>(v, a)); }
  @inline back(d: v128, v: v128, a: v128, b: v128, c: v128): v128 { return v128.andnot(d, within<T>(v, a)); }
}

/** Moved towards 0 by a. */
export class Softshrink<T> {
  @inline of(v: v128, a: v128, b: v128, c: v128): v128 {
    const low = v128.bitselect(v128.add<T>(v, a), v128.mul<T>(v, v128.splat<T>(<T>0)), v128.lt<T>(v, v128.neg<T>(a)));
    return v128.bitselect(v128.sub<T>(v, a), low, v128.gt<T>(v, a));
  }
  @inline back(d: v128, v: v128, a: v128, b: v128, c: v128): v128 { return v128.andnot(d, within<T>(v, a)); }
}

// @ts-ignore: decorator
@inline
function within<T>(v: v128, a: v128): v128 {
  return v128.and(v128.ge<T>(v, v128.neg<T>(a)), v128.le<T>(v, a));
}

export class Hardsigmoid<T> {
  @inline of(v: v128, a: v128, b: v128, c: v128): v128 { return v128.div<T>(raised<T>(v), v128.splat<T>(<T>6)); }
  @inline back(d: v128, v: v128, a: v128, b: v128, c: v128): v128 {
    const inside = v128.and(v128.gt<T>(v, v128.splat<T>(<T>-3)), v128.lt<T>(v, v128.splat<T>(<T>3)));
    return v128.and(v128.mul<T>(d, v128.splat<T>(<T>SIXTH)), inside);
  }
}

/** PyTorch has it in float32 for every type. */
const SIXTH: f32 = <f32>1 / <f32>6;

export class Hardswish<T> {
  @inline of(v: v128, a: v128, b: v128, c: v128): v128 { return v128.div<T>(v128.mul<T>(v, raised<T>(v)), v128.splat<T>(<T>6)); }
  @inline back(d: v128, v: v128, a: v128, b: v128, c: v128): v128 {
    const bent = v128.mul<T>(d, v128.add<T>(v128.div<T>(v, v128.splat<T>(<T>3)), v128.splat<T>(<T>0.5)));
    const straight = v128.bitselect(bent, d, v128.lt<T>(v, v128.splat<T>(<T>3)));
    return v128.andnot(straight, v128.le<T>(v, v128.splat<T>(<T>-3)));
  }
}

/** v + 3 between 0 and 6. */
// @ts-ignore: decorator
@inline
function raised<T>(v: v128): v128 {
  return v128.pmin<T>(v128.pmax<T>(v128.add<T>(v, v128.splat<T>(<T>3)), v128.splat<T>(<T>0)), v128.splat<T>(<T>6));
}

/** a expm1(c v) left of 0, b v right of it. */
export class Elu<T> {
  @inline of(v: v128, a: v128, b: v128, c: v128): v128 {
    const bent = v128.mul<T>(a, expm1Of<T>(v128.mul<T>(c, v)));
    return v128.bitselect(bent, v128.mul<T>(b, v), v128.lt<T>(v, v128.splat<T>(<T>0)));
  }
  @inline back(d: v128, v: v128, a: v128, b: v128, c: v128): v128 {
    const slope = v128.mul<T>(v128.mul<T>(c, a), expOf<T>(v128.mul<T>(c, v)));
    return v128.mul<T>(d, v128.bitselect(slope, b, v128.le<T>(v, v128.splat<T>(<T>0))));
  }
}

/** The gradient of Elu from its output v. */
export class EluOfOutput<T> {
  @inline back(d: v128, v: v128, a: v128, b: v128, c: v128): v128 {
    const slope = v128.mul<T>(c, v128.add<T>(v, a));
    return v128.mul<T>(d, v128.bitselect(slope, b, v128.le<T>(v, v128.splat<T>(<T>0))));
  }
}
