// Bound once: a shorter fma32 is inlined more often.
const fround = Math.fround;
const f64 = new Float64Array(1);
const u32 = new Uint32Array(f64.buffer);
const u64 = new BigUint64Array(f64.buffer);

/** a * b + c of float32 numbers, rounded once to float32, as the x86 instruction does. */
export function fma32(a: number, b: number, c: number): number {
  const s = a * b + c;
  const near = fround(s);
  // Rounding twice goes wrong only where the first sum fell halfway between two float32 numbers.
  const other = s - near + s;
  return fround(other) !== other || other === near ? near : breakTie(a * b, c, near, other);
}

/** a * b + c of float64 numbers, rounded once (Boldo and Melquiond 2008). */
export function fma64(a: number, b: number, c: number): number {
  const p = a * b;
  if (!isOrdinary(a) || !isOrdinary(b) || !isOrdinary(p) || !(Math.abs(c) < 2 ** 900)) {
    return fmaByIntegers(a, b, c);
  }
  const pLow = productError(a, b, p);
  const t = c + pLow;
  const tLow = roundingError(c, pLow, t);
  const v = p + t;
  const vLow = roundingError(p, t, v);
  return v + addToOdd(tLow, vLow);
}

/** a + b - sum, exactly, where sum is a + b rounded. */
export function roundingError(a: number, b: number, sum: number): number {
  const bb = sum - a;
  return a - (sum - bb) + (b - bb);
}

/** a * b - product, exactly, where product is a * b rounded (Dekker 1971). */
export function productError(a: number, b: number, product: number): number {
  const ta = a * 134217729;
  const aHigh = ta - (ta - a);
  const aLow = a - aHigh;
  const tb = b * 134217729;
  const bHigh = tb - (tb - b);
  const bLow = b - bHigh;
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

function breakTie(p: number, c: number, near: number, other: number): number {
  const lost = roundingError(p, c, p + c);
  if (lost === 0) return near;
  return lost > 0 ? Math.max(near, other) : Math.min(near, other);
}

/** Large and small numbers overflow or underflow inside the exact product. */
function isOrdinary(x: number): boolean {
  const size = Math.abs(x);
  return size > 2 ** -400 && size < 2 ** 400;
}

/** a + b rounded to the neighbour whose last bit is 1, unless exact: a later rounding then cannot see a false tie. */
function addToOdd(a: number, b: number): number {
  const sum = a + b;
  const lost = roundingError(a, b, sum);
  if (lost === 0) return sum;
  f64[0] = sum;
  const word = u32[0] as number;
  if (word & 1) return sum;
  const isOutward = lost > 0 === sum > 0;
  if (!isOutward && word === 0) u32[1] = (u32[1] as number) - 1;
  u32[0] = isOutward ? word + 1 : word - 1;
  return f64[0] as number;
}

function fmaByIntegers(a: number, b: number, c: number): number {
  const areFinite = Number.isFinite(a) && Number.isFinite(b) && Number.isFinite(c);
  if (!areFinite || a === 0 || b === 0) return a * b + c;
  const [ma, ea] = split(a);
  const [mb, eb] = split(b);
  if (c === 0) return scaled(ma * mb, ea + eb);
  const [mc, ec] = split(c);
  const low = Math.min(ea + eb, ec);
  const sum = ((ma * mb) << BigInt(ea + eb - low)) + (mc << BigInt(ec - low));
  return sum === 0n ? 0 : scaled(sum, low);
}

/** x as m * 2^e with a whole m. */
function split(x: number): [bigint, number] {
  f64[0] = x;
  const bits = u64[0] as bigint;
  const exponent = Number((bits >> 52n) & 2047n);
  const fraction = bits & 0xfffffffffffffn;
  const m = exponent === 0 ? fraction : fraction | (1n << 52n);
  return [x < 0 ? -m : m, Math.max(exponent, 1) - 1075];
}

/** m * 2^e, rounded once to float64. */
function scaled(m: bigint, e: number): number {
  const size = m < 0n ? -m : m;
  const width = size.toString(2).length;
  const drop = Math.max(width - 53, -1074 - e, 0);
  const kept = size >> BigInt(drop);
  const rest = size - (kept << BigInt(drop));
  const half = drop === 0 ? 1n : 1n << BigInt(drop - 1);
  const isUp = drop > 0 && (rest > half || (rest === half && (kept & 1n) === 1n));
  const rounded = Number(isUp ? kept + 1n : kept);
  // Two steps, because 2 ** (e + drop) alone may overflow or underflow where the product does not.
  const first = Math.trunc((e + drop) / 2);
  const value = rounded * 2 ** first * 2 ** (e + drop - first);
  return m < 0n ? -value : value;
}
