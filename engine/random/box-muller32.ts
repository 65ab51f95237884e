import { fma32 } from "./fma.ts";

const fround = Math.fround;
const SQRT_HALF = fround(0.707106781186547524);
const L0 = fround(7.0376836292e-2);
const L1 = fround(-1.151461031e-1);
const L2 = fround(1.167699874e-1);
const L3 = fround(-1.2420140846e-1);
const L4 = fround(1.4249322787e-1);
const L5 = fround(-1.6668057665e-1);
const L6 = fround(2.0000714765e-1);
const L7 = fround(-2.4999993993e-1);
const L8 = fround(3.3333331174e-1);
const LN2_HIGH = 0.693359375;
const LN2_LOW = fround(-2.1219444e-4);

const TWO_PI = fround(2 * Math.PI);
const FOUR_OVER_PI = fround(1.27323954473516);
const PI_4_HIGH = -0.78515625;
const PI_4_MIDDLE = fround(-2.4187564849853515625e-4);
const PI_4_LOW = fround(-3.77489497744594108e-8);
const C0 = fround(2.443315711809948e-5);
const C1 = fround(-1.388731625493765e-3);
const C2 = fround(4.166664568298827e-2);
const S0 = fround(-1.9515295891e-4);
const S1 = fround(8.3321608736e-3);
const S2 = fround(-1.6666654611e-1);

const bits = new Int32Array(1);
const real = new Float32Array(bits.buffer);
const radius = new Float32Array(8);

/**
 * Turns the 16 float32 uniforms from `start` into normals, as PyTorch's AVX2 kernel does: element j pairs with j + 8.
 * Its log, sin and cos are the short float32 polynomials of the Cephes library, so every rounding here is one of its roundings.
 */
export function normalsFromUniforms32(
  out: Float32Array,
  start: number,
  mean: number,
  std: number,
): void {
  // Three loops, because a compiler that inlines the products of all three at once gives up.
  drawRadii(out, start);
  turn(out, start);
  for (let j = start; j < start + 16; j++) out[j] = fma32(out[j] as number, std, mean);
}

/** radius = sqrt(-2 log(1 - u)), of normal numbers in (0, 1]. */
function drawRadii(out: Float32Array, start: number): void {
  for (let j = 0; j < 8; j++) {
    real[0] = 1 - (out[start + j] as number);
    const word = bits[0] as number;
    bits[0] = (word & 0x7fffff) | 0x3f000000;
    const m = real[0] as number;
    const isLow = m < SQRT_HALF;
    const e = (word >>> 23) - (isLow ? 127 : 126);
    const x = isLow ? fround(fround(m - 1) + m) : fround(m - 1);
    const z = fround(x * x);
    let y = fma32(fma32(L0, x, L1), x, L2);
    y = fma32(fma32(fma32(y, x, L3), x, L4), x, L5);
    y = fma32(fma32(fma32(y, x, L6), x, L7), x, L8);
    y = fma32(fround(y * x), z, fround(e * LN2_LOW));
    y = fround(y - fround(0.5 * z));
    const log = fma32(e, LN2_HIGH, fround(x + y));
    radius[j] = Math.sqrt(fround(-2 * log));
  }
}

/** (radius, 2 pi u) in Cartesian coordinates. */
function turn(out: Float32Array, start: number): void {
  for (let j = 0; j < 8; j++) {
    const theta = fround(TWO_PI * (out[start + j + 8] as number));
    const octant = ((fround(theta * FOUR_OVER_PI) | 0) + 1) & ~1;
    let x = fma32(octant, PI_4_HIGH, theta);
    x = fma32(octant, PI_4_LOW, fma32(octant, PI_4_MIDDLE, x));
    const z = fround(x * x);
    const c2 = fround(fma32(fma32(C0, z, C1), z, C2) * z);
    const c = fround(fma32(c2, z, -0.5 * z) + 1);
    const s2 = fround(fma32(fma32(S0, z, S1), z, S2) * z);
    const s = fma32(s2, x, x);
    const isSwapped = (octant & 2) !== 0;
    const cos = isSwapped ? s : c;
    const sin = isSwapped ? c : s;
    const r = radius[j] as number;
    out[start + j] = r * (((octant - 2) & 4) === 0 ? -cos : cos);
    out[start + j + 8] = r * ((octant & 4) !== 0 ? -sin : sin);
  }
}
