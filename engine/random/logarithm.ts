import {
  add,
  type DoubleDouble,
  divide,
  exactly,
  LN2,
  multiply,
  negate,
  productOf,
  scale,
  sumOf,
} from "./double-double.ts";
import { fma64 } from "./fma.ts";

const THIRD: DoubleDouble = { high: 1 / 3, low: 1.850371707708594e-17 };

const f64 = new Float64Array(1);
const u32 = new Uint32Array(f64.buffer);

/** For c = i / 128 from 1/2 to 3/2: 1 / c rounded, and minus the logarithm of that. */
const TABLE = Array.from({ length: 193 }, (_, i) => {
  const inverse = 128 / Math.max(i, 64);
  return { inverse, log: negate(logBySeries(inverse)) };
});

/** Natural logarithm of a float64, rounded correctly in all but about one of 10^5 cases. */
export function log(x: number): number {
  if (!(x > 0 && x < Number.POSITIVE_INFINITY)) return Math.log(x);
  const isTiny = x < 2 ** -1022;
  f64[0] = isTiny ? x * 2 ** 54 : x;
  const word = u32[1] as number;
  const isHigh = (word & 0xfffff) > 0x6a09e;
  const e = (word >>> 20) - 1023 + (isHigh ? 1 : 0) - (isTiny ? 54 : 0);
  u32[1] = (word & 0xfffff) | (isHigh ? 0x3fe00000 : 0x3ff00000);
  // m lies within sqrt(1/2) and sqrt(2), so that a number near 1 is not a difference of large ones.
  const m = f64[0] as number;
  const { inverse, log: base } = TABLE[Math.round(m * 128)] as (typeof TABLE)[number];
  const rest = logNearOne(add(productOf(m, inverse), exactly(-1)));
  return add(add(multiply(exactly(e), LN2), base), rest).high;
}

/** log(1 + r) for |r| < 1/128. */
function logNearOne(r: DoubleDouble): DoubleDouble {
  const x = r.high;
  const square = multiply(r, r);
  const cube = multiply(multiply(square, r), THIRD);
  const tail = 1 / 5 + x * (-1 / 6 + x * (1 / 7 + x * (-1 / 8 + x * (1 / 9 - x / 10))));
  const rest = square.high * square.high * (-1 / 4 + x * tail);
  return add(add(r, scale(square, -0.5)), add(cube, exactly(rest)));
}

/** 2 artanh((x - 1) / (x + 1)), term by term. */
function logBySeries(x: number): DoubleDouble {
  const s = divide(sumOf(x, -1), sumOf(x, 1));
  const square = multiply(s, s);
  let term = s;
  let sum = exactly(0);
  for (let k = 1; k < 50; k += 2) {
    sum = add(sum, divide(term, exactly(k)));
    term = multiply(term, square);
  }
  return scale(sum, 2);
}

const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const P1 = 6.66666666666673513e-1;
const P2 = 3.999999999940941908e-1;
const P3 = 2.857142874366239149e-1;
const P4 = 2.222219843214978396e-1;
const P5 = 1.818357216161805012e-1;
const P6 = 1.531383769920937332e-1;
const P7 = 1.479819860511658591e-1;

/**
 * log(1 + x) for x in [-1, 0], with the very roundings of the C library that PyTorch calls (the fdlibm scheme, its polynomial
 * with fused steps). That function is not always rounded correctly, so a better one would not do.
 */
export function log1p(x: number): number {
  if (x === -1) return Number.NEGATIVE_INFINITY;
  if (x > -(2 ** -29)) return x > -(2 ** -54) ? x : x - x * x * 0.5;
  if (x > -0.2929) return log1pNearZero(x);
  const u = 1 + x;
  f64[0] = u;
  const word = u32[1] as number;
  let k = (word >>> 20) - 1023;
  const fraction = word & 0xfffff;
  const isLow = fraction < 0x6a09e;
  u32[1] = fraction | (isLow ? 0x3ff00000 : 0x3fe00000);
  const c = (k > 0 ? 1 - (u - x) : x - (u - 1)) / u;
  if (!isLow) k += 1;
  const f = (f64[0] as number) - 1;
  const half = 0.5 * f * f;
  if ((isLow ? fraction : (0x100000 - fraction) >> 2) === 0) return nearPowerOfTwo(f, k, c);
  const s = f / (2 + f);
  const rest = half - (s * (half + polynomial(s * s)) + (k * LN2_LOW + c));
  return k * LN2_HIGH - (rest - f);
}

function log1pNearZero(f: number): number {
  const half = 0.5 * f * f;
  const s = f / (2 + f);
  return f - (half - s * (half + polynomial(s * s)));
}

function nearPowerOfTwo(f: number, k: number, c: number): number {
  if (f === 0) return k * LN2_HIGH + (c + k * LN2_LOW);
  const r = 0.5 * f * f * (1 - 0.66666666666666666 * f);
  return k * LN2_HIGH - (r - (k * LN2_LOW + c) - f);
}

function polynomial(z: number): number {
  const z2 = z * z;
  const z4 = z2 * z2;
  const low = fma64(z, P1, z2 * fma64(z, P3, P2));
  return fma64(z4 * z2, fma64(z, P7, P6), fma64(z4, fma64(z, P5, P4), low));
}
