import {
  add,
  type DoubleDouble,
  divide,
  exactly,
  LN2,
  multiply,
  scale,
  sumOf,
} from "./double-double.ts";

const STEPS = 128;

/** 2^(i / 128). */
const TABLE = Array.from({ length: STEPS }, (_, i) => bySeries(multiply(exactly(i / STEPS), LN2)));

/** e^x of a float64, rounded correctly in all but about one of 10^5 cases. */
export function exp(x: number): number {
  if (!(x > -745.2 && x < 709.79)) return Math.exp(x);
  const k = Math.round((x * STEPS) / LN2.high);
  const rest = add(exactly(x), multiply(exactly(-k / STEPS), LN2));
  const step = k & (STEPS - 1);
  const power = multiply(TABLE[step] as DoubleDouble, nearOne(rest)).high;
  const e = (k - step) / STEPS;
  const first = Math.trunc(e / 2);
  return power * 2 ** first * 2 ** (e - first);
}

/** e^x for |x| < 1/256. */
function nearOne(x: DoubleDouble): DoubleDouble {
  const z = x.high;
  const tail = z * z * z * (1 / 6 + z * (1 / 24 + z * (1 / 120 + z * (1 / 720 + z / 5040))));
  const square = multiply(x, x);
  return add(sumOf(1, x.high), add(exactly(x.low), add(scale(square, 0.5), exactly(tail))));
}

/** e^x for 0 <= x < 1. */
function bySeries(x: DoubleDouble): DoubleDouble {
  let term = exactly(1);
  let sum = exactly(0);
  for (let n = 0; n < 30; n++) {
    sum = add(sum, term);
    term = divide(multiply(term, x), exactly(n + 1));
  }
  return sum;
}
