// Losses whose terms each come from one element of up to four operands. `op` picks the loss (engine/ops/element-loss.ts names
// the numbers), p and q are its parameters; loss-lanes.ts says what the other numbers are.
import { Binary, BinaryOfLogit, Labels, SoftMargin } from "./loss-binary";
import { CHUNK, eachTerm } from "./loss-lanes";
import { Divergence, DivergenceOfLog, FullPoisson, FullPoissonOfLog, Gaussian, Poisson, PoissonOfLog } from "./loss-likelihood";
import { Angle, Gap, Hinge, Ranking } from "./loss-margin";
import { Absolute, Huber, Smooth, Squared } from "./loss-regression";
import { pairwise } from "./reduce";

/** How many sums loss_f32 and loss_f64 write for n terms. */
export function loss_sums(n: i32): i32 {
  return (n + CHUNK - 1) / CHUNK;
}

/** The sum of those. */
export function loss_total(sums: usize, count: i32): f64 {
  return pairwise<f64>(sums, count, 8);
}

export function loss_f32(op: i32, a: usize, b: usize, c: usize, d: usize, n: i32, p: f64, q: f64, y: usize, sums: usize): void {
  terms<f32>(op, a, b, c, d, n, p, q, y, sums);
}

export function loss_f64(op: i32, a: usize, b: usize, c: usize, d: usize, n: i32, p: f64, q: f64, y: usize, sums: usize): void {
  terms<f64>(op, a, b, c, d, n, p, q, y, sums);
}

function terms<T>(op: i32, a: usize, b: usize, c: usize, d: usize, n: i32, p: f64, q: f64, y: usize, sums: usize): void {
  switch (op) {
    case 0: eachTerm<T, Absolute>(a, b, c, d, n, p, q, y, sums); break;
    case 1: eachTerm<T, Squared>(a, b, c, d, n, p, q, y, sums); break;
    case 2: eachTerm<T, Smooth>(a, b, c, d, n, p, q, y, sums); break;
    case 3: eachTerm<T, Huber>(a, b, c, d, n, p, q, y, sums); break;
    case 4:
      if (q != 0) eachTerm<T, FullPoissonOfLog<T>>(a, b, c, d, n, p, q, y, sums);
      else eachTerm<T, PoissonOfLog<T>>(a, b, c, d, n, p, q, y, sums);
      break;
    case 5:
      if (q != 0) eachTerm<T, FullPoisson<T>>(a, b, c, d, n, p, q, y, sums);
      else eachTerm<T, Poisson<T>>(a, b, c, d, n, p, q, y, sums);
      break;
    case 6: eachTerm<T, Gaussian<T>>(a, b, c, d, n, p, q, y, sums); break;
    case 7: eachTerm<T, Divergence<T>>(a, b, c, d, n, p, q, y, sums); break;
    case 8: eachTerm<T, DivergenceOfLog<T>>(a, b, c, d, n, p, q, y, sums); break;
    case 9: eachTerm<T, Binary<T>>(a, b, c, d, n, p, q, y, sums); break;
    case 10: eachTerm<T, BinaryOfLogit<T>>(a, b, c, d, n, p, q, y, sums); break;
    case 11: eachTerm<T, SoftMargin<T>>(a, b, c, d, n, p, q, y, sums); break;
    case 12: eachTerm<T, Labels<T>>(a, b, c, d, n, p, q, y, sums); break;
    case 13: eachTerm<T, Ranking<T>>(a, b, c, d, n, p, q, y, sums); break;
    case 14: eachTerm<T, Hinge<T>>(a, b, c, d, n, p, q, y, sums); break;
    case 15: eachTerm<T, Gap<T>>(a, b, c, d, n, p, q, y, sums); break;
    case 16: eachTerm<T, Angle<T>>(a, b, c, d, n, p, q, y, sums); break;
    default: unreachable();
  }
}
