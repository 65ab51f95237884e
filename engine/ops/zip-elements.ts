import { computeType, type Dtype, getDefaultDtype, isFloating } from "../dtype.ts";
import { checkAs } from "../errors.ts";
import { kernels, scratchInts } from "../memory.ts";
import { pin } from "../pin.ts";
import { broadcastShapes, expandedStrides, type Shape } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor, windowOn } from "../tensor.ts";
import { contiguous, detached, reader, to, writer } from "./copy.ts";
import { axesOver } from "./merged-axes.ts";
import { resultType } from "./promotion.ts";

/** The functions of kernels/pointwise.ts by their numbers. */
const BINARY = {
  add: 0,
  sub: 1,
  mul: 2,
  div: 3,
  maximum: 4,
  minimum: 5,
  pow: 6,
  atan2: 7,
  fmod: 8,
  remainder: 9,
  floorDivide: 10,
  copysign: 11,
  truncDivide: 12,
  hypot: 13,
} as const;

/** The name of an elementwise function of two. */
export type BinaryName = keyof typeof BINARY;

const FLOAT_ONLY: ReadonlySet<BinaryName> = new Set(["div", "atan2", "copysign", "hypot"]);

/** An elementwise function of two on plain values, broadcast and promoted (unless `dtype` says to what): no autograd. */
export function zipElements(
  name: BinaryName,
  a: Tensor,
  b: Tensor,
  dtype = resultType(a, b),
): Tensor {
  const shape = broadcastShapes(a.shape, b.shape, name);
  if (!isFloating(dtype) && !FLOAT_ONLY.has(name)) return zipIntegers(name, a, b, shape, dtype);
  const result = isFloating(dtype) ? dtype : getDefaultDtype();
  const type = computeType(result);
  const p = to(detached(a), type);
  const q = to(detached(b), type);
  const out = emptyTensor(shape, type);
  run(name, p, q, out);
  return to(out, result);
}

/** What zipElements gives, written into `a`: both are float32 or both float64, of one shape, and `a` lies in order. */
export function zipInto(name: BinaryName, a: Tensor, b: Tensor): void {
  run(name, a, b, a);
  a.storage.version++;
}

function run(name: BinaryName, p: Tensor, q: Tensor, out: Tensor): void {
  const kernel = out.dtype === "float32" ? kernels.binary_f32 : kernels.binary_f64;
  const axes = axesOver(out.shape, [p, q]);
  pin([p, q, out], 1, (x = 0, y = 0, z = 0) =>
    kernel(BINARY[name], x, y, z, axes.length / 3, scratchInts(axes)),
  );
}

function zipIntegers(name: BinaryName, a: Tensor, b: Tensor, shape: Shape, dtype: Dtype): Tensor {
  const out = emptyTensor(shape, dtype);
  const [readA, readB] = broadcastReaders(shape, [a, b]) as [Read, Read];
  const write = writer(dtype, elementsOf(out));
  const combine = integerResult[name];
  for (let i = 0; i < out.numel; i++) write(i, combine(BigInt(readA(i)), BigInt(readB(i))));
  return out;
}

/** Reads the element at a place in C order. */
export type Read = (i: number) => number | bigint;

/** Reads each tensor broadcast to `shape`. What is written to must be made before. */
export function broadcastReaders(shape: Shape, tensors: readonly Tensor[]): Read[] {
  const wide = tensors.map((x) =>
    contiguous(windowOn(x, shape, expandedStrides(x.shape, x.strides, shape), x.offset)),
  );
  return wide.map((x) => reader(x.dtype, elementsOf(x)));
}

type Whole = (a: bigint, b: bigint) => bigint;

const notWhole: Whole = () => {
  throw new TypeError("a function of floating numbers has no whole result");
};

const integerResult: Record<BinaryName, Whole> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  maximum: (a, b) => (a > b ? a : b),
  minimum: (a, b) => (a < b ? a : b),
  pow: wholePower,
  fmod: (a, b) => a % nonZero(b, "fmod"),
  remainder: (a, b) => {
    const rest = a % nonZero(b, "remainder");
    return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest;
  },
  floorDivide: (a, b) => {
    const quotient = a / nonZero(b, "floorDivide");
    return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
  },
  truncDivide: (a, b) => a / nonZero(b, "div"),
  div: notWhole,
  atan2: notWhole,
  copysign: notWhole,
  hypot: notWhole,
};

/** a^b modulo 2^64. Below 0 only 1 and -1 have whole powers; others give 0. */
function wholePower(a: bigint, b: bigint): bigint {
  if (b < 0n) return a === 1n ? 1n : a === -1n ? (b % 2n === 0n ? 1n : -1n) : 0n;
  let [result, base, left] = [1n, a, b];
  while (left > 0n) {
    if (left & 1n) result = BigInt.asIntN(64, result * base);
    base = BigInt.asIntN(64, base * base);
    left >>= 1n;
  }
  return result;
}

function nonZero(b: bigint, where: string): bigint {
  checkAs("RuntimeError", b !== 0n, where, () => "ZeroDivisionError: an integer divided by 0");
  return b;
}
