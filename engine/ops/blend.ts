import { C_TYPE, isFloating, SCALAR_TYPE } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { broadcastShapes } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { choose } from "./choose.ts";
import { compareElements } from "./compare-elements.ts";
import { detached, to } from "./copy.ts";
import { zerosLike } from "./create.ts";
import { followPointwise } from "./follow.ts";
import { mapElements } from "./map-elements.ts";
import { add, binary, div, mul, neg, sub } from "./pointwise.ts";
import { type Operand, scalarLike } from "./promotion.ts";

/**
 * start + weight (end - start), from whichever end is nearer.
 * https://docs.pytorch.org/docs/stable/generated/torch.lerp.html
 */
export function lerp(start: Tensor, end: Tensor, weight: Operand): Tensor {
  checkLerp(start, end, weight);
  if (typeof weight === "number") {
    return followPointwise(
      "LerpBackward0",
      [start, end],
      (p, q) => blended(p, q, to(scalarLike(weight, p), p.dtype)),
      (g) => [() => mul(g, 1 - weight), () => mul(g, weight)],
    );
  }
  return followPointwise("LerpBackward1", [start, end, weight], blended, (g) => [
    () => mul(g, sub(1, weight)),
    () => mul(g, weight),
    () => mul(g, sub(end, start)),
  ]);
}

function blended(p: Tensor, q: Tensor, w: Tensor): Tensor {
  const way = sub(q, p);
  const shape = broadcastShapes(way.shape, w.shape, "lerp");
  const isNear = compareElements("lt", mapElements("abs", w), scalarLike(0.5, w));
  return choose(isNear, add(p, mul(w, way)), sub(q, mul(way, sub(1, w))), shape);
}

function checkLerp(start: Tensor, end: Tensor, weight: Operand): void {
  check(
    start.dtype === end.dtype,
    "lerp",
    () => `expected dtype ${C_TYPE[start.dtype]} for \`end\` but got dtype ${C_TYPE[end.dtype]}`,
  );
  check(
    !(weight instanceof Tensor) || weight.dtype === start.dtype,
    "lerp",
    () =>
      `expected dtype ${C_TYPE[start.dtype]} for \`weight\` but got dtype ${C_TYPE[(weight as Tensor).dtype]}`,
  );
  const kernel = weight instanceof Tensor ? "lerp_kernel_tensor" : "lerp_kernel_scalar";
  checkAs(
    "NotImplementedError",
    isFloating(start.dtype),
    "lerp",
    () => `"${kernel}" not implemented for '${SCALAR_TYPE[start.dtype]}'`,
  );
}

/** Options of addcmul and addcdiv. */
export interface ValueOptions {
  /** What the product or quotient is multiplied by. */
  value?: number;
}

/** x + value a b. https://docs.pytorch.org/docs/stable/generated/torch.addcmul.html */
export function addcmul(x: Tensor, a: Tensor, b: Tensor, { value = 1 }: ValueOptions = {}): Tensor {
  return followPointwise(
    "AddcmulBackward0",
    [x, a, b],
    (o, p, q) => add(o, mul(value === 1 ? p : mul(p, value), q)),
    (g) => [() => g, () => mul(g, mul(b, value)), () => mul(g, mul(a, value))],
  );
}

/** x + value a / b. https://docs.pytorch.org/docs/stable/generated/torch.addcdiv.html */
export function addcdiv(x: Tensor, a: Tensor, b: Tensor, { value = 1 }: ValueOptions = {}): Tensor {
  check(
    isFloating(a.dtype) || isFloating(b.dtype),
    "addcdiv",
    () => "Integer division with addcdiv is no longer supported",
  );
  return followPointwise(
    "AddcdivBackward0",
    [x, a, b],
    (o, p, q) => add(o, div(value === 1 ? p : mul(p, value), q)),
    (g) => [() => g, () => mul(g, div(value, b)), () => mul(neg(g), div(mul(a, value), mul(b, b)))],
  );
}

/** The angle of the point (b, a). https://docs.pytorch.org/docs/stable/generated/torch.atan2.html */
export function atan2(a: Tensor, b: Tensor): Tensor {
  const share = (g: Tensor) => div(g, add(mul(a, a), mul(b, b)));
  return binary("atan2", "Atan2Backward0", a, b, (g) => [mul(share(g), b), mul(share(g), neg(a))], [
    a,
    b,
  ]);
}

/** |a| with the sign of b. https://docs.pytorch.org/docs/stable/generated/torch.copysign.html */
export function copysign(a: Tensor, b: Operand): Tensor {
  const node = b instanceof Tensor ? "CopysignBackward0" : "CopysignBackward1";
  const flipped = (g: Tensor) => {
    const ratio = div(copysign(detached(a), b), a);
    const atZero = compareElements("eq", a, scalarLike(0, a));
    const zero = to(scalarLike(0, ratio), ratio.dtype);
    return mul(g, choose(atZero, zero, ratio, ratio.shape));
  };
  return binary("copysign", node, a, b, (g) => [flipped(g), zerosLike(g)], [a]);
}

/** sqrt(a² + b²). https://docs.pytorch.org/docs/stable/generated/torch.hypot.html */
export function hypot(a: Tensor, b: Tensor): Tensor {
  const long = () => hypot(detached(a), detached(b));
  const part = (g: Tensor, x: Tensor) => div(mul(g, x), long());
  return binary("hypot", "HypotBackward0", a, b, (g) => [part(g, a), part(g, b)], [a, b]);
}
