import { productError, roundingError } from "./fma.ts";

/** An unevaluated sum of two float64 numbers, about 106 bits; `low` is below half a unit in the last place of `high`. */
export interface DoubleDouble {
  readonly high: number;
  readonly low: number;
}

/** log 2. */
export const LN2: DoubleDouble = { high: Math.LN2, low: 2.3190468138462996e-17 };

/** The exact sum of two numbers. */
export function sumOf(a: number, b: number): DoubleDouble {
  const high = a + b;
  return { high, low: roundingError(a, b, high) };
}

/** The exact product of two numbers. */
export function productOf(a: number, b: number): DoubleDouble {
  const high = a * b;
  return { high, low: productError(a, b, high) };
}

export function add(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const high = sumOf(a.high, b.high);
  const low = sumOf(a.low, b.low);
  const first = sumOf(high.high, high.low + low.high);
  return sumOf(first.high, first.low + low.low);
}

export function multiply(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const p = productOf(a.high, b.high);
  return sumOf(p.high, p.low + (a.high * b.low + a.low * b.high));
}

export function divide(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const first = a.high / b.high;
  const rest = add(a, multiply({ high: -first, low: 0 }, b));
  const second = rest.high / b.high;
  const last = add(rest, multiply({ high: -second, low: 0 }, b)).high / b.high;
  return add(sumOf(first, second), { high: last, low: 0 });
}

export function negate(a: DoubleDouble): DoubleDouble {
  return { high: -a.high, low: -a.low };
}

/** `a` times a number of which one power of two is the only factor. */
export function scale(a: DoubleDouble, power: number): DoubleDouble {
  return { high: a.high * power, low: a.low * power };
}

/** A number with nothing below it. */
export function exactly(a: number): DoubleDouble {
  return { high: a, low: 0 };
}
