import { attach } from "../autograd.ts";
import { computeType, type Dtype, getDefaultDtype, isFloating, isHalf, promote } from "../dtype.ts";
import { kernels, scratchInts } from "../memory.ts";
import { pin } from "../pin.ts";
import { broadcastShapes, expandedStrides, type Shape } from "../shape.ts";
import { elementsOf, emptyTensor, Tensor, windowOn } from "../tensor.ts";
import { contiguous, detached, elements, reader, to, writer } from "./copy.ts";
import { full } from "./create.ts";
import { sumTo } from "./sum-axes.ts";

/** A tensor, or a number that takes the other operand's dtype where that can hold it. */
export type Operand = Tensor | number;

const UNARY = {
  neg: 0,
  abs: 1,
  exp: 2,
  log: 3,
  sqrt: 4,
  tanh: 5,
  sigmoid: 6,
  relu: 7,
  log1p: 8,
  expm1: 9,
  reciprocal: 10,
  rsqrt: 11,
  sin: 12,
  cos: 13,
  floor: 14,
  ceil: 15,
  round: 16,
  trunc: 17,
  sign: 18,
} as const;

const BINARY = { add: 0, sub: 1, mul: 2, div: 3, maximum: 4, minimum: 5, pow: 6 } as const;

/** The name of an elementwise function of the kernels. */
export type UnaryName = keyof typeof UNARY;
type BinaryName = keyof typeof BINARY;

/** An elementwise function on plain values: no autograd. Half types are computed in float32 and rounded once. */
export function mapElements(name: UnaryName, x: Tensor): Tensor {
  const type = isFloating(x.dtype) ? computeType(x.dtype) : getDefaultDtype();
  const data = contiguous(to(detached(x), type));
  const out = emptyTensor(x.shape, type);
  const kernel = type === "float32" ? kernels.unary_f32 : kernels.unary_f64;
  pin([data, out], 1, (a, y) => kernel(UNARY[name], a as number, y as number, x.numel));
  return isHalf(x.dtype) ? to(out, x.dtype) : out;
}

/** a + b. https://docs.pytorch.org/docs/stable/generated/torch.add.html */
export function add(a: Operand, b: Operand): Tensor {
  return binary("add", a, b, (g) => [g, g]);
}

/** a - b. */
export function sub(a: Operand, b: Operand): Tensor {
  return binary("sub", a, b, (g) => [g, neg(g)]);
}

/** a * b. */
export function mul(a: Operand, b: Operand): Tensor {
  return binary("mul", a, b, (g) => [mul(g, b), mul(g, a)]);
}

/** a / b; integers divide to the default float type. */
export function div(a: Operand, b: Operand): Tensor {
  return binary("div", a, b, (g) => [div(g, b), neg(div(mul(g, div(a, b)), b))]);
}

/** The greater of each pair; NaN wins. At a tie each gets half of the gradient. */
export function maximum(a: Tensor, b: Tensor): Tensor {
  return binary("maximum", a, b, (g) => sharedByOrder(g, a, b, 1));
}

/** The lesser of each pair; NaN wins. At a tie each gets half of the gradient. */
export function minimum(a: Tensor, b: Tensor): Tensor {
  return binary("minimum", a, b, (g) => sharedByOrder(g, a, b, -1));
}

/** Elementwise a to the power b. */
export function pow(a: Operand, b: Operand): Tensor {
  if (typeof b === "number" && a instanceof Tensor) return powScalar(a, b);
  return binary("pow", a, b, (g) => [
    mul(g, mul(b, pow(a, sub(b, 1)))),
    mul(g, mul(pow(a, b), mapElements("log", a as Tensor))),
  ]);
}

function powScalar(x: Tensor, exponent: number): Tensor {
  const out = zipElements("pow", x, scalarLike(exponent, x));
  return attach(
    "PowBackward0",
    [x],
    out,
    (g) => [g && mul(g, mul(pow(detached(x), exponent - 1), exponent))],
    [x],
  );
}

/** -x. */
export function neg(x: Tensor): Tensor {
  const out = isFloating(x.dtype) ? mapElements("neg", x) : zipElements("sub", scalarLike(0, x), x);
  return attach("NegBackward0", [x], out, (g) => [g && neg(g)]);
}

/** A gradient of a and b that goes to the one that is greater (order 1) or lesser (order -1). */
function sharedByOrder(g: Tensor, a: Tensor, b: Tensor, order: 1 | -1): [Tensor, Tensor] {
  const difference = zipElements("sub", a, b);
  const sign = mapElements("sign", order === 1 ? difference : mapElements("neg", difference));
  const half = div(add(sign, 1), 2);
  return [mul(g, half), mul(g, sub(1, half))];
}

const NODE = {
  add: "AddBackward0",
  sub: "SubBackward0",
  mul: "MulBackward0",
  div: "DivBackward0",
  maximum: "MaximumBackward0",
  minimum: "MinimumBackward0",
  pow: "PowBackward1",
} as const;

function binary(
  name: BinaryName,
  a: Operand,
  b: Operand,
  backward: (g: Tensor) => readonly [Tensor, Tensor],
): Tensor {
  const p = a instanceof Tensor ? a : scalarLike(a, b as Tensor);
  const q = b instanceof Tensor ? b : scalarLike(b, p);
  const out = zipElements(name, p, q);
  const saved = name === "add" || name === "sub" ? [] : [p, q].filter((x) => x === a || x === b);
  return attach(
    NODE[name],
    [p, q],
    out,
    (g) => {
      if (!g) return [null, null];
      const [dp, dq] = backward(g);
      return [
        p.requiresGrad ? to(sumTo(dp, p.shape), p.dtype) : null,
        q.requiresGrad ? to(sumTo(dq, q.shape), q.dtype) : null,
      ];
    },
    saved,
  );
}

/** An elementwise function of two on plain values, broadcast and promoted: no autograd. */
export function zipElements(name: BinaryName, a: Tensor, b: Tensor): Tensor {
  const shape = broadcastShapes(a.shape, b.shape, name);
  const dtype = resultType(a, b);
  if (!isFloating(dtype) && name !== "div") return zipIntegers(name, a, b, shape, dtype);
  const result = isFloating(dtype) ? dtype : getDefaultDtype();
  const type = computeType(result);
  const p = to(detached(a), type);
  const q = to(detached(b), type);
  const out = emptyTensor(shape, type);
  const kernel = type === "float32" ? kernels.binary_f32 : kernels.binary_f64;
  const axes = mergedAxes(shape, p, q);
  pin([p, q, out], 1, (x, y, z) =>
    kernel(BINARY[name], x as number, y as number, z as number, axes.length / 3, scratchInts(axes)),
  );
  return to(out, result);
}

/** The sizes, then both operands' strides, of the fewest axes that walk `shape` in order. */
function mergedAxes(shape: Shape, a: Tensor, b: Tensor): number[] {
  const stepsA = expandedStrides(a.shape, a.strides, shape);
  const stepsB = expandedStrides(b.shape, b.strides, shape);
  const axes: [number, number, number][] = [];
  shape.forEach((size, i) => {
    if (size === 1) return;
    const [sa, sb] = [stepsA[i] as number, stepsB[i] as number];
    const last = axes.at(-1);
    if (last && last[1] === size * sa && last[2] === size * sb) {
      axes[axes.length - 1] = [last[0] * size, sa, sb];
    } else {
      axes.push([size, sa, sb]);
    }
  });
  if (axes.length === 0) axes.push([1, 0, 0]);
  return [0, 1, 2].flatMap((part) => axes.map((axis) => axis[part] as number));
}

/** The dtype of an operation on two tensors; one without axes only counts by its kind. */
export function resultType(a: Tensor, b: Tensor): Dtype {
  const kinds = [a, b].map((x) => (isFloating(x.dtype) ? 2 : x.dtype === "bool" ? 0 : 1));
  const [ka, kb] = kinds as [number, number];
  if (a.ndim === 0 && b.ndim > 0 && ka <= kb) return b.dtype;
  if (b.ndim === 0 && a.ndim > 0 && kb <= ka) return a.dtype;
  return promote(a.dtype, b.dtype);
}

/** A number as a tensor without axes: of x's dtype, unless it has a fraction and x is of integers. */
export function scalarLike(value: number, x: Tensor): Tensor {
  const fits = isFloating(x.dtype) || (Number.isInteger(value) && x.dtype !== "bool");
  const dtype = fits ? x.dtype : Number.isInteger(value) ? "int64" : getDefaultDtype();
  return full([], value, { dtype: isHalf(dtype) ? "float32" : dtype });
}

function zipIntegers(name: BinaryName, a: Tensor, b: Tensor, shape: Shape, dtype: Dtype): Tensor {
  const out = emptyTensor(shape, dtype);
  const read = [a, b].map((x) => {
    const strides = expandedStrides(x.shape, x.strides, shape);
    return reader(x.dtype, elements(windowOn(x, shape, strides, x.offset)));
  }) as [(i: number) => number | bigint, (i: number) => number | bigint];
  const write = writer(dtype, elementsOf(out));
  for (let i = 0; i < out.numel; i++)
    write(i, integerResult[name](BigInt(read[0](i)), BigInt(read[1](i))));
  return out;
}

const integerResult: Record<BinaryName, (a: bigint, b: bigint) => bigint> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  maximum: (a, b) => (a > b ? a : b),
  minimum: (a, b) => (a < b ? a : b),
  pow: (a, b) => a ** b,
};
