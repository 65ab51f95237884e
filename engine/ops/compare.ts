import { SCALAR_TYPE } from "../dtype.ts";
import { check } from "../errors.ts";
import { rounderOf } from "../half.ts";
import { sameShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { type Comparison, compareElements, mark, testElements } from "./compare-elements.ts";
import { detached, numbers } from "./copy.ts";
import { asTensors, type Operand, typeOf } from "./promotion.ts";

/** Whether a = b, elementwise. https://docs.pytorch.org/docs/stable/generated/torch.eq.html */
export function eq(a: Tensor, b: Operand): Tensor {
  return compared("eq", a, b);
}

/** Whether a and b differ, elementwise; NaN differs from itself. https://docs.pytorch.org/docs/stable/generated/torch.ne.html */
export function ne(a: Tensor, b: Operand): Tensor {
  return compared("ne", a, b);
}

/** Whether a < b, elementwise. https://docs.pytorch.org/docs/stable/generated/torch.lt.html */
export function lt(a: Tensor, b: Operand): Tensor {
  return compared("lt", a, b);
}

/** Whether a <= b, elementwise. https://docs.pytorch.org/docs/stable/generated/torch.le.html */
export function le(a: Tensor, b: Operand): Tensor {
  return compared("le", a, b);
}

/** Whether a > b, elementwise. https://docs.pytorch.org/docs/stable/generated/torch.gt.html */
export function gt(a: Tensor, b: Operand): Tensor {
  return compared("gt", a, b);
}

/** Whether a >= b, elementwise. https://docs.pytorch.org/docs/stable/generated/torch.ge.html */
export function ge(a: Tensor, b: Operand): Tensor {
  return compared("ge", a, b);
}

function compared(name: Comparison, a: Tensor, b: Operand): Tensor {
  return compareElements(name, ...asTensors(a, b), typeOf(a, b));
}

/** Whether two tensors have one shape and the same values. https://docs.pytorch.org/docs/stable/generated/torch.equal.html */
export function equal(a: Tensor, b: Tensor): boolean {
  return sameShape(a.shape, b.shape) && numbers(eq(a, b)).every((flag) => flag === 1);
}

/** How near isclose wants values to be. */
export interface ClosenessOptions {
  rtol?: number;
  atol?: number;
  /** Whether NaN is close to NaN. */
  equalNan?: boolean;
}

/** Whether |a - b| <= atol + rtol |b|, elementwise. https://docs.pytorch.org/docs/stable/generated/torch.isclose.html */
export function isclose(
  a: Tensor,
  b: Tensor,
  { rtol = 1e-5, atol = 1e-8, equalNan = false }: ClosenessOptions = {},
): Tensor {
  check(
    a.dtype === b.dtype,
    "isclose",
    () => `${SCALAR_TYPE[a.dtype]} did not match ${SCALAR_TYPE[b.dtype]}`,
  );
  check(rtol >= 0, "isclose", () => `rtol must be greater than or equal to zero, but got ${rtol}`);
  check(atol >= 0, "isclose", () => `atol must be greater than or equal to zero, but got ${atol}`);
  const round = rounderOf(a.dtype);
  const near = (p: number, q: number) => {
    if (p === q || (equalNan && Number.isNaN(p) && Number.isNaN(q))) return true;
    const error = Math.abs(round(p - q));
    return Number.isFinite(error) && error <= round(atol + Math.abs(round(rtol * q)));
  };
  return testElements((p, q) => near(Number(p), Number(q)), detached(a), detached(b), "isclose");
}

/** Whether isclose holds everywhere. https://docs.pytorch.org/docs/stable/generated/torch.allclose.html */
export function allclose(a: Tensor, b: Tensor, options: ClosenessOptions = {}): boolean {
  return numbers(isclose(a, b, options)).every((flag) => flag === 1);
}

/** Whether a value is NaN. https://docs.pytorch.org/docs/stable/generated/torch.isnan.html */
export function isnan(x: Tensor): Tensor {
  return mark(detached(x), (v) => Number.isNaN(v));
}

/** Whether a value is infinite. https://docs.pytorch.org/docs/stable/generated/torch.isinf.html */
export function isinf(x: Tensor): Tensor {
  return mark(detached(x), (v) => Math.abs(Number(v)) === Number.POSITIVE_INFINITY);
}

/** Whether a value is neither NaN nor infinite. https://docs.pytorch.org/docs/stable/generated/torch.isfinite.html */
export function isfinite(x: Tensor): Tensor {
  return mark(detached(x), (v) => Number.isFinite(Number(v)));
}

/** Whether a value is 0. https://docs.pytorch.org/docs/stable/generated/torch.logical_not.html */
export function logicalNot(x: Tensor): Tensor {
  return mark(detached(x), (v) => !isTrue(v));
}

/** Whether both values are not 0. https://docs.pytorch.org/docs/stable/generated/torch.logical_and.html */
export function logicalAnd(a: Tensor, b: Tensor): Tensor {
  return testElements((p, q) => isTrue(p) && isTrue(q), detached(a), detached(b), "logicalAnd");
}

/** Whether one of the values is not 0. https://docs.pytorch.org/docs/stable/generated/torch.logical_or.html */
export function logicalOr(a: Tensor, b: Tensor): Tensor {
  return testElements((p, q) => isTrue(p) || isTrue(q), detached(a), detached(b), "logicalOr");
}

/** Whether just one of the values is not 0. https://docs.pytorch.org/docs/stable/generated/torch.logical_xor.html */
export function logicalXor(a: Tensor, b: Tensor): Tensor {
  return testElements((p, q) => isTrue(p) !== isTrue(q), detached(a), detached(b), "logicalXor");
}

/** NaN is true, as it is not 0. */
function isTrue(value: number | bigint): boolean {
  return value !== 0 && value !== 0n;
}
