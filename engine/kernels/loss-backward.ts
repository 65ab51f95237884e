// The gradients of loss.ts: y = g / count times the slope of loss op / 4 along operand op % 4.
import { BinaryOfLogitSlope, BinaryOfLogitTargetSlope, BinarySlope, BinaryTargetSlope, LabelsSlope, LabelsTargetSlope, SoftMarginSlope } from "./loss-binary";
import { eachSlope } from "./loss-lanes";
import {
  DivergenceOfLogSlope, DivergenceOfLogTargetSlope, DivergenceSlope, DivergenceTargetSlope, GaussianSlope, PoissonOfLogSlope,
  PoissonOfLogTargetSlope, PoissonSlope, PoissonTargetSlope, VarianceSlope,
} from "./loss-likelihood";
import { AngleSlope, GapSlope, HingeSlope, RankingLabelSlope, RankingSlope } from "./loss-margin";
import { AbsoluteSlope, HuberSlope, SmoothSlope, SquaredSlope } from "./loss-regression";

export function loss_backward_f32(op: i32, g: usize, each: i32, count: f64, a: usize, b: usize, c: usize, d: usize, n: i32, p: f64, q: f64, y: usize): void {
  slopes<f32>(op, g, each, count, a, b, c, d, n, p, q, y);
}

export function loss_backward_f64(op: i32, g: usize, each: i32, count: f64, a: usize, b: usize, c: usize, d: usize, n: i32, p: f64, q: f64, y: usize): void {
  slopes<f64>(op, g, each, count, a, b, c, d, n, p, q, y);
}

function slopes<T>(op: i32, g: usize, each: i32, count: f64, a: usize, b: usize, c: usize, d: usize, n: i32, p: f64, q: f64, y: usize): void {
  switch (op) {
    case 0: eachSlope<T, AbsoluteSlope>(g, each, count, a, b, c, d, n, p, q, y); break;
    case 4: eachSlope<T, SquaredSlope>(g, each, count, a, b, c, d, n, p, q, y); break;
    case 8: eachSlope<T, SmoothSlope>(g, each, count, a, b, c, d, n, p, q, y); break;
    case 12: eachSlope<T, HuberSlope>(g, each, count, a, b, c, d, n, p, q, y); break;
    case 16: eachSlope<T, PoissonOfLogSlope<T>>(g, each, count, a, b, c, d, n, p, q, y); break;
    case 17: eachSlope<T, PoissonOfLogTargetSlope<T>>(g, each, count, a, b, c, d, n, p, q, y); break;
    case 20: eachSlope<T, PoissonSlope<T>>(g, each, count, a, b, c, d, n, p, q, y); break;
    case 21: eachSlope<T, PoissonTargetSlope<T>>(g, each, count, a, b, c, d, n, p, q, y); break;
    case 24: eachSlope<T, GaussianSlope>(g, each, count, a, b, c, d, n, p, q, y); break;
    case 26: eachSlope<T, VarianceSlope>(g, each, count, a, b, c, d, n, p, q, y); break;
    case 28: eachSlope<T, DivergenceSlope>(g, each, count, a, b, c, d, n, p, q, y); break;
    case 29: eachSlope<T, DivergenceTargetSlope<T>>(g, each, count, a, b, c, d, n, p, q, y); break;
    case 32: eachSlope<T, DivergenceOfLogSlope<T>>(g, each, count, a, b, c, d, n, p, q, y); break;
    case 33: eachSlope<T, DivergenceOfLogTargetSlope<T>>(g, each, count, a, b, c, d, n, p, q, y); break;
    case 36: eachSlope<T, BinarySlope>(g, each, count, a, b, c, d, n, p, q, y); break;
    case 37: eachSlope<T, BinaryTargetSlope<T>>(g, each, count, a, b, c, d, n, p, q, y); break;
    case 40: eachSlope<T, BinaryOfLogitSlope<T>>(g, each, count, a, b, c, d, n, p, q, y); break;
    case 41: eachSlope<T, BinaryOfLogitTargetSlope<T>>(g, each, count, a, b, c, d, n, p, q, y); break;
    case 44: eachSlope<T, SoftMarginSlope<T>>(g, each, count, a, b, c, d, n, p, q, y); break;
    case 48: eachSlope<T, LabelsSlope<T>>(g, each, count, a, b, c, d, n, p, q, y); break;
    case 49: eachSlope<T, LabelsTargetSlope>(g, each, count, a, b, c, d, n, p, q, y); break;
    case 52: eachSlope<T, RankingSlope<T>>(g, each, count, a, b, c, d, n, p, q, y); break;
    case 54: eachSlope<T, RankingLabelSlope<T>>(g, each, count, a, b, c, d, n, p, q, y); break;
    case 56: eachSlope<T, HingeSlope<T>>(g, each, count, a, b, c, d, n, p, q, y); break;
    case 60: eachSlope<T, GapSlope<T>>(g, each, count, a, b, c, d, n, p, q, y); break;
    case 64: eachSlope<T, AngleSlope<T>>(g, each, count, a, b, c, d, n, p, q, y); break;
    default: unreachable();
  }
}
