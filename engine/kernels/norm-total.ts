// The sums of normalisation in float64, in blocks that are joined pairwise.

const BLOCK: i32 = 128;

export const SUM: i32 = 0;
export const SQUARES: i32 = 1;
export const GRADIENTS: i32 = 2;
export const PRODUCTS: i32 = 3;

/** The sum over a group of x, (x - mean)², w g, or w g (x - mean), where w (0 for 1) has an entry for each place of a run. */
export function total(kind: i32, g: usize, x: usize, w: usize, runs: i32, run: i32, step: i32, mean: f64): f64 {
  if (runs > 1 && runs * run > BLOCK) {
    const half = runs >> 1;
    const far = <usize>(half * step) << 3;
    return total(kind, g, x, w, half, run, step, mean) + total(kind, g + far, x + far, w, runs - half, run, step, mean);
  }
  if (run > BLOCK) {
    const half = run >> 1;
    const far = <usize>half << 3;
    return total(kind, g, x, w, 1, half, step, mean) + total(kind, g + far, x + far, w ? w + far : 0, 1, run - half, step, mean);
  }
  let sum: f64 = 0;
  for (let r = 0; r < runs; r++) {
    const start = <usize>(r * step) << 3;
    const end = start + (<usize>run << 3);
    for (let i = start; i < end; i += 8) {
      if (kind < GRADIENTS) {
        const d = load<f64>(x + i) - mean;
        sum += kind == SQUARES ? d * d : load<f64>(x + i);
      } else {
        let d = load<f64>(g + i);
        if (w) d *= load<f64>(w + i - start);
        sum += kind == PRODUCTS ? d * (load<f64>(x + i) - mean) : d;
      }
    }
  }
  return sum;
}
