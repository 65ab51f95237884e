import {
  add,
  type DoubleDouble,
  divide,
  exactly,
  multiply,
  negate,
  productOf,
  scale,
  sumOf,
} from "./double-double.ts";

/** Pi in three parts. */
const PI: DoubleDouble = { high: Math.PI, low: 1.2246467991473532e-16 };
const PI_THIRD = -2.9947698097183397e-33;
const SIXTH: DoubleDouble = { high: 1 / 6, low: 9.25185853854297e-18 };

/** A point of the unit circle. */
export interface Direction {
  readonly cos: DoubleDouble;
  readonly sin: DoubleDouble;
}

/** The 256 directions that are multiples of pi / 128. */
const TABLE = Array.from({ length: 256 }, (_, i) => quarterTurns(firstQuadrant(i & 63), i >> 6));

/** cos and sin of an angle within a turn or two of 0, to about 80 bits: `high` is the rounded value. */
export function directionOf(angle: number): Direction {
  const k = Math.round((angle * 128) / Math.PI);
  const near = TABLE[k & 255] as Direction;
  const rest = lessMultiple(angle, k / 128);
  const square = multiply(rest, rest);
  const sin = smallSin(rest, square);
  const versine = smallVersine(square);
  return {
    cos: rotate(near.cos, versine, negate(near.sin), sin),
    sin: rotate(near.sin, versine, near.cos, sin),
  };
}

/** Tangent of an angle within [-pi/2, pi/2]. */
export function tan(angle: number): number {
  const { cos, sin } = directionOf(angle);
  return divide(sin, cos).high;
}

/** angle - turns * pi, where turns * 128 is a small integer. */
function lessMultiple(angle: number, turns: number): DoubleDouble {
  const high = productOf(-turns, PI.high);
  const low = productOf(-turns, PI.low);
  const rest = add(sumOf(angle, high.high), exactly(high.low));
  return add(add(rest, low), exactly(-turns * PI_THIRD));
}

/** a cos(rest) + b sin(rest), given 1 - cos(rest). */
function rotate(a: DoubleDouble, versine: DoubleDouble, b: DoubleDouble, sin: DoubleDouble) {
  return add(a, add(multiply(b, sin), negate(multiply(a, versine))));
}

/** sin(x) for |x| < 1/64. */
function smallSin(x: DoubleDouble, square: DoubleDouble): DoubleDouble {
  const cube = multiply(multiply(x, square), SIXTH);
  const z = square.high;
  const tail = x.high * z * z * (1 / 120 + z * (-1 / 5040 + z * (1 / 362880 - z / 39916800)));
  return add(x, add(negate(cube), exactly(tail)));
}

/** 1 - cos(x) for |x| < 1/64, given x^2. */
function smallVersine(square: DoubleDouble): DoubleDouble {
  const z = square.high;
  const tail = z * z * (-1 / 24 + z * (1 / 720 + z * (-1 / 40320 + z / 3628800)));
  return add(scale(square, 0.5), exactly(tail));
}

/** The direction of `step` times pi / 128, by the Taylor series. */
function firstQuadrant(step: number): Direction {
  const x = multiply(exactly(step / 128), PI);
  let term = exactly(1);
  let cos = exactly(0);
  let sin = exactly(0);
  for (let n = 0; n < 34; n++) {
    const signed = n & 2 ? negate(term) : term;
    if (n & 1) sin = add(sin, signed);
    else cos = add(cos, signed);
    term = divide(multiply(term, x), exactly(n + 1));
  }
  return { cos, sin };
}

function quarterTurns({ cos, sin }: Direction, turns: number): Direction {
  if (turns === 0) return { cos, sin };
  return quarterTurns({ cos: negate(sin), sin: cos }, turns - 1);
}
