// C (m x n, row-major) = A (m x k) B (k x n), after Goto and van de Geijn, "Anatomy of high-performance matrix
// multiplication" (2008): panels of A and B are packed from any strides, then a 4-row micro-kernel runs over them.
// The order of each sum depends on k alone, so that a split over rows or columns gives the same bits.

export const MR: i32 = 4;
export const KC: i32 = 256;
export const MC: i32 = 256;
export const NC: i32 = 2048;

// @ts-ignore: decorator
@inline
function lanes<T>(): i32 {
  return 16 / sizeof<T>();
}

// @ts-ignore: decorator
@inline
export function columns<T>(): i32 {
  return 2 * lanes<T>();
}

/** Bytes of scratch that a product of this size needs. */
export function gemm_scratch(m: i32, n: i32, k: i32, elementBytes: i32): i32 {
  const nr = 32 / elementBytes;
  const kc = min(k, KC);
  const rows = (min(m, MC) + MR - 1) / MR * MR;
  const cols = (min(n, NC) + nr - 1) / nr * nr;
  return (rows * kc + cols * kc + MR * nr) * elementBytes + 64;
}

export function gemm_f32(
  m: i32, n: i32, k: i32,
  a: usize, rowA: i32, colA: i32,
  b: usize, rowB: i32, colB: i32,
  c: usize, rowC: i32, accumulate: i32, scratch: usize,
): void {
  gemm<f32>(m, n, k, a, rowA, colA, b, rowB, colB, c, rowC, accumulate, scratch);
}

export function gemm_f64(
  m: i32, n: i32, k: i32,
  a: usize, rowA: i32, colA: i32,
  b: usize, rowB: i32, colB: i32,
  c: usize, rowC: i32, accumulate: i32, scratch: usize,
): void {
  gemm<f64>(m, n, k, a, rowA, colA, b, rowB, colB, c, rowC, accumulate, scratch);
}

export function gemm<T>(
  m: i32, n: i32, k: i32,
  a: usize, rowA: i32, colA: i32,
  b: usize, rowB: i32, colB: i32,
  c: usize, rowC: i32, accumulate: i32, scratch: usize,
): void {
  const NR = columns<T>();
  const kcMax = min(k, KC);
  const rows = (min(m, MC) + MR - 1) / MR * MR;
  const panelA = (scratch + 15) & ~15;
  const panelB = panelA + <usize>(rows * kcMax * sizeof<T>());
  const cols = (min(n, NC) + NR - 1) / NR * NR;
  const edge = panelB + <usize>(cols * kcMax * sizeof<T>());
  if (k == 0 && !accumulate) {
    for (let i = 0; i < m; i++) memory.fill(c + <usize>(i * rowC * sizeof<T>()), 0, <usize>(n * sizeof<T>()));
    return;
  }
  for (let jc = 0; jc < n; jc += NC) {
    const nc = min(n - jc, NC);
    for (let pc = 0; pc < k; pc += KC) {
      const kc = min(k - pc, KC);
      packB<T>(b + <usize>((pc * rowB + jc * colB) * sizeof<T>()), rowB, colB, kc, nc, panelB);
      const add = accumulate | (pc > 0 ? 1 : 0);
      for (let ic = 0; ic < m; ic += MC) {
        const mc = min(m - ic, MC);
        packA<T>(a + <usize>((ic * rowA + pc * colA) * sizeof<T>()), rowA, colA, mc, kc, panelA);
        tiles<T>(mc, nc, kc, panelA, panelB, c + <usize>((ic * rowC + jc) * sizeof<T>()), rowC, add, edge);
      }
    }
  }
}

/** A in panels of four rows: element (row, p) of a panel lies at p * 4 + row; missing rows are zero. */
export function packA<T>(a: usize, rowA: i32, colA: i32, mc: i32, kc: i32, to: usize): void {
  const stepCol = <usize>(colA * sizeof<T>());
  const stepRow = <usize>(rowA * sizeof<T>());
  for (let i = 0; i < mc; i += MR) {
    const live = min(MR, mc - i);
    let from = a + <usize>i * stepRow;
    for (let p = 0; p < kc; p++) {
      store<T>(to, load<T>(from));
      store<T>(to + sizeof<T>(), live > 1 ? load<T>(from + stepRow) : <T>0);
      store<T>(to + 2 * sizeof<T>(), live > 2 ? load<T>(from + 2 * stepRow) : <T>0);
      store<T>(to + 3 * sizeof<T>(), live > 3 ? load<T>(from + 3 * stepRow) : <T>0);
      to += 4 * sizeof<T>();
      from += stepCol;
    }
  }
}

/** B in panels of two vectors' columns: element (p, column) of a panel lies at p * NR + column; missing columns are zero. */
export function packB<T>(b: usize, rowB: i32, colB: i32, kc: i32, nc: i32, to: usize): void {
  const NR = columns<T>();
  const stepRow = <usize>(rowB * sizeof<T>());
  const stepCol = <usize>(colB * sizeof<T>());
  for (let j = 0; j < nc; j += NR) {
    const live = min(NR, nc - j);
    let from = b + <usize>j * stepCol;
    if (live == NR && colB == 1) {
      for (let p = 0; p < kc; p++) {
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
        to += 32;
        from += stepRow;
      }
    } else {
      for (let p = 0; p < kc; p++) {
        let q = from;
        for (let x = 0; x < live; x++) {
          store<T>(to, load<T>(q));
          to += sizeof<T>();
          q += stepCol;
        }
        for (let x = live; x < NR; x++) {
          store<T>(to, <T>0);
          to += sizeof<T>();
        }
        from += stepRow;
      }
    }
  }
}

/** All micro-tiles of one packed block; ragged ones are computed whole in `edge` and copied in part. */
export function tiles<T>(
  mc: i32, nc: i32, kc: i32, panelA: usize, panelB: usize,
  c: usize, rowC: i32, add: i32, edge: usize,
): void {
  const NR = columns<T>();
  const bytesC = <usize>(rowC * sizeof<T>());
  const bytesPanelA = <usize>(MR * kc * sizeof<T>());
  const bytesPanelB = <usize>(kc * 32);
  for (let j = 0; j < nc; j += NR) {
    const bp0 = panelB + <usize>(j / NR) * bytesPanelB;
    let ap = panelA;
    for (let i = 0; i < mc; i += MR) {
      let bp = bp0;
      const apEnd = ap + bytesPanelA;
      let c00 = v128.splat<T>(<T>0), c01 = c00, c10 = c00, c11 = c00;
      let c20 = c00, c21 = c00, c30 = c00, c31 = c00;
      while (ap < apEnd) {
        const b0 = v128.load(bp);
        const b1 = v128.load(bp, 16);
        let x = v128.splat<T>(load<T>(ap));
        c00 = v128.add<T>(c00, v128.mul<T>(x, b0));
        c01 = v128.add<T>(c01, v128.mul<T>(x, b1));
        x = v128.splat<T>(load<T>(ap + sizeof<T>()));
        c10 = v128.add<T>(c10, v128.mul<T>(x, b0));
        c11 = v128.add<T>(c11, v128.mul<T>(x, b1));
        x = v128.splat<T>(load<T>(ap + 2 * sizeof<T>()));
        c20 = v128.add<T>(c20, v128.mul<T>(x, b0));
        c21 = v128.add<T>(c21, v128.mul<T>(x, b1));
        x = v128.splat<T>(load<T>(ap + 3 * sizeof<T>()));
        c30 = v128.add<T>(c30, v128.mul<T>(x, b0));
        c31 = v128.add<T>(c31, v128.mul<T>(x, b1));
        ap += 4 * sizeof<T>();
        bp += 32;
      }
      const whole = i + MR <= mc && j + NR <= nc;
      let to = whole ? c + <usize>i * bytesC + <usize>(j * sizeof<T>()) : edge;
      const step: usize = whole ? bytesC : 32;
      if (whole && add) {
        c00 = v128.add<T>(v128.load(to), c00);
        c01 = v128.add<T>(v128.load(to, 16), c01);
        let r = to + step;
        c10 = v128.add<T>(v128.load(r), c10);
        c11 = v128.add<T>(v128.load(r, 16), c11);
        r += step;
        c20 = v128.add<T>(v128.load(r), c20);
        c21 = v128.add<T>(v128.load(r, 16), c21);
        r += step;
        c30 = v128.add<T>(v128.load(r), c30);
        c31 = v128.add<T>(v128.load(r, 16), c31);
      }
      v128.store(to, c00);
      v128.store(to, c01, 16);
      to += step;
      v128.store(to, c10);
      v128.store(to, c11, 16);
      to += step;
      v128.store(to, c20);
      v128.store(to, c21, 16);
      to += step;
      v128.store(to, c30);
      v128.store(to, c31, 16);
      if (!whole) {
        const rows = min(MR, mc - i);
        const cols = min(NR, nc - j);
        const corner = c + <usize>i * bytesC + <usize>(j * sizeof<T>());
        for (let r = 0; r < rows; r++) {
          for (let q = 0; q < cols; q++) {
            const at = corner + <usize>r * bytesC + <usize>(q * sizeof<T>());
            const v = load<T>(edge + <usize>(r * 32 + q * sizeof<T>()));
            store<T>(at, add ? load<T>(at) + v : v);
          }
        }
      }
    }
  }
}
