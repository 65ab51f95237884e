// Cosines of pairs of vectors over the middle axis of (outer, n, inner), computed in float64.

export function cosine_f32(a: usize, b: usize, y: usize, sums: usize, outer: i32, n: i32, inner: i32, eps: f64, joint: i32): void {
  cosine<f32>(a, b, y, sums, outer, n, inner, eps, joint);
}

export function cosine_f64(a: usize, b: usize, y: usize, sums: usize, outer: i32, n: i32, inner: i32, eps: f64, joint: i32): void {
  cosine<f64>(a, b, y, sums, outer, n, inner, eps, joint);
}

/**
 * y = a b / (|a| |b|), where each length is at least eps, or, if `joint`, each square has eps added.
 * sums: three float64 a pair: Σ ab, Σ aa, Σ bb.
 */
function cosine<T>(a: usize, b: usize, y: usize, sums: usize, outer: i32, n: i32, inner: i32, eps: f64, joint: i32): void {
  const step = <usize>inner * sizeof<T>();
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const start = <usize>((o * n * inner + i) * sizeof<T>());
      let ab: f64 = 0, aa: f64 = 0, bb: f64 = 0;
      for (let k = 0; k < n; k++) {
        const u = <f64>load<T>(a + start + <usize>k * step), v = <f64>load<T>(b + start + <usize>k * step);
        ab += u * v;
        aa += u * u;
        bb += v * v;
      }
      store<f64>(sums, ab);
      store<f64>(sums + 8, aa);
      store<f64>(sums + 16, bb);
      sums += 24;
      store<T>(y, <T>(ab / (lengthOf(aa, eps, joint) * lengthOf(bb, eps, joint))));
      y += sizeof<T>();
    }
  }
}

export function cosine_backward_f32(g: usize, a: usize, b: usize, sums: usize, da: usize, db: usize, outer: i32, n: i32, inner: i32, eps: f64, joint: i32): void {
  cosineBackward<f32>(g, a, b, sums, da, db, outer, n, inner, eps, joint);
}

export function cosine_backward_f64(g: usize, a: usize, b: usize, sums: usize, da: usize, db: usize, outer: i32, n: i32, inner: i32, eps: f64, joint: i32): void {
  cosineBackward<f64>(g, a, b, sums, da, db, outer, n, inner, eps, joint);
}

/** The gradient passes a length that was raised to eps as if it had not been. */
function cosineBackward<T>(g: usize, a: usize, b: usize, sums: usize, da: usize, db: usize, outer: i32, n: i32, inner: i32, eps: f64, joint: i32): void {
  const step = <usize>inner * sizeof<T>();
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const start = <usize>((o * n * inner + i) * sizeof<T>());
      const ab = load<f64>(sums), aa = load<f64>(sums + 8), bb = load<f64>(sums + 16);
      const p = lengthOf(aa, eps, joint), q = lengthOf(bb, eps, joint), scale = <f64>load<T>(g) / (p * q);
      const turnA = ab * slopeOf(aa, p, joint), turnB = ab * slopeOf(bb, q, joint);
      for (let k = 0; k < n; k++) {
        const at = start + <usize>k * step;
        const u = <f64>load<T>(a + at), v = <f64>load<T>(b + at);
        store<T>(da + at, <T>(scale * (v - turnA * u)));
        store<T>(db + at, <T>(scale * (u - turnB * v)));
      }
      sums += 24;
      g += sizeof<T>();
    }
  }
}

// @ts-ignore: decorator
@inline
function lengthOf(square: f64, eps: f64, joint: i32): f64 {
  return joint ? Math.sqrt(square + eps) : max(Math.sqrt(square), eps);
}

/** The slope of the length along its vector's square's half, divided by the length. */
// @ts-ignore: decorator
@inline
function slopeOf(square: f64, length: f64, joint: i32): f64 {
  if (joint) return 1 / (length * length);
  return square == 0 ? 0 : 1 / (length * Math.sqrt(square));
}
