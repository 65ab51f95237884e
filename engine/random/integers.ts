import { C_TYPE, type Dtype, type Elements, isFloating, SCALAR_TYPE } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { rounderOf } from "../half.ts";
import type { Generator } from "./generator.ts";
import { fill } from "./write.ts";

/** Whole numbers up to 2 to this power are all there. */
const DIGITS: Readonly<Record<Dtype, number>> = {
  float64: 53,
  float32: 24,
  float16: 11,
  bfloat16: 8,
  int64: 63,
  int32: 31,
  int16: 15,
  int8: 7,
  uint8: 8,
  bool: 1,
};

const LARGEST_FLOAT: Partial<Record<Dtype, bigint>> = { float16: 65504n };

/**
 * torch.Tensor.random_(): whole numbers from 0 to the largest of an integer dtype, or to 2^digits of a floating one.
 * https://docs.pytorch.org/docs/stable/generated/torch.Tensor.random_.html
 */
export function randomFull(generator: Generator, out: Elements, dtype: Dtype): void {
  if (out instanceof BigInt64Array) {
    for (let i = 0; i < out.length; i++) out[i] = BigInt.asUintN(63, generator.random64());
    return;
  }
  const count = 2 ** DIGITS[dtype] + (isFloating(dtype) ? 1 : 0);
  if (dtype === "float64") {
    const limit = 2n ** 53n + 1n;
    fill(out, dtype, () => Number(generator.random64() % limit));
  } else {
    fill(out, dtype, () => generator.random() % count);
  }
}

/**
 * torch.randint and torch.Tensor.random_(from, to): whole numbers in [from, to), by remainder; `to` null goes up to the dtype's end.
 * Draws 1 of 32 bits an element, 2 for 2^28 numbers or more. https://docs.pytorch.org/docs/stable/generated/torch.randint.html
 */
export function randomBetween(
  generator: Generator,
  out: Elements,
  dtype: Dtype,
  from: number | bigint,
  to: number | bigint | null,
): void {
  if (to === null && BigInt(from) === -(2n ** 63n)) {
    fillAll64(generator, out, dtype);
    return;
  }
  const { base, range } = boundsOf(dtype, BigInt(from), to === null ? null : BigInt(to));
  const isWide = range >= wideRange(generator, dtype);
  if (!isWide && base >= -(2n ** 52n) && base <= 2n ** 52n) {
    const count = Number(range);
    const low = Number(base);
    fill(out, dtype, () => (generator.random() % count) + low);
    return;
  }
  const draw = () => (isWide ? generator.random64() : BigInt(generator.random()));
  fillBig(out, dtype, () => BigInt.asIntN(64, (draw() % range) + base));
}

function fillAll64(generator: Generator, out: Elements, dtype: Dtype): void {
  const kernel = "random_full_64_bits_range_kernel_cpu";
  checkAs(
    "NotImplementedError",
    dtype !== "float16" && dtype !== "bool",
    "random_",
    () => `"${kernel}" not implemented for '${SCALAR_TYPE[dtype]}'`,
  );
  check(
    dtype === "int64" || isFloating(dtype),
    "random_",
    () => `${kernel} handles only int64, double, float and bfloat16, got ${dtype}`,
  );
  fillBig(out, dtype, () => BigInt.asIntN(64, generator.random64()));
}

function fillBig(out: Elements, dtype: Dtype, draw: () => bigint): void {
  if (!(out instanceof BigInt64Array)) fill(out, dtype, () => Number(draw()));
  else for (let i = 0; i < out.length; i++) out[i] = draw();
}

function wideRange(generator: Generator, dtype: Dtype): bigint {
  if (generator.profile === "torch-2.12+") return 2n ** 28n;
  const isOneDraw = dtype === "float16" || !(isFloating(dtype) || dtype === "int64");
  return isOneDraw ? 2n ** 64n : 2n ** 32n;
}

interface Bounds {
  readonly base: bigint;
  readonly range: bigint;
}

function boundsOf(dtype: Dtype, from: bigint, to: bigint | null): Bounds {
  if (to === null) {
    checkWithin(dtype, "from", from);
    const last = isFloating(dtype) ? 2n ** BigInt(DIGITS[dtype]) : 2n ** BigInt(DIGITS[dtype]) - 1n;
    return { base: from, range: last - from + 1n };
  }
  checkOrder("'from' to be less than 'to'", from, to);
  const base = isFloating(dtype) ? raise(dtype, from) : from;
  const end = isFloating(dtype) ? lower(dtype, to) : to;
  checkOrder("'from' casted to dtype to be less than 'to' casted to dtype", base, end);
  checkWithin(dtype, "from", base);
  checkWithin(dtype, "to - 1", end - 1n);
  return { base, range: end - base };
}

function checkOrder(what: string, from: bigint, to: bigint): void {
  check(from < to, "random_", () => `random_ expects ${what}, but got from=${from} >= to=${to}`);
}

function checkWithin(dtype: Dtype, name: string, bound: bigint): void {
  const span = 2n ** BigInt(DIGITS[dtype]);
  const isUnsigned = dtype === "uint8" || dtype === "bool";
  const most = isFloating(dtype) ? (LARGEST_FLOAT[dtype] ?? 2n ** 64n) : span - 1n;
  const least = isUnsigned ? 0n : isFloating(dtype) ? -most : -span;
  check(
    bound >= least && bound <= most,
    "random_",
    () => `${name} is out of bounds for ${C_TYPE[dtype]}: ${bound}`,
  );
}

/** A `from` that the floating dtype cannot hold moves up to the next number that it can. */
function raise(dtype: Dtype, from: bigint): bigint {
  const held = heldBy(dtype, from + 1n);
  return held < from ? held + spacing(dtype, from + 1n) : from;
}

/** A `to` whose last number rounds up to it or beyond moves down. */
function lower(dtype: Dtype, to: bigint): bigint {
  const held = heldBy(dtype, to - 1n);
  return held >= to ? held - spacing(dtype, to - 1n) : to;
}

function heldBy(dtype: Dtype, value: bigint): bigint {
  const held = rounderOf(dtype)(Number(value));
  return Number.isFinite(held) ? BigInt(held) : value;
}

function spacing(dtype: Dtype, value: bigint): bigint {
  const width = (value < 0n ? -value : value).toString(2).length;
  return 2n ** BigInt(Math.max(width - DIGITS[dtype], 0));
}
