import { type Dtype, getDefaultDtype, isFloating, isHalf, promote } from "../dtype.ts";
import { Tensor } from "../tensor.ts";
import { full } from "./create.ts";

/** A tensor, or a number that takes the other operand's dtype where that can hold it. */
export type Operand = Tensor | number;

/** The dtype of an operation on two tensors; one without axes only counts by its kind. */
export function resultType(a: Tensor, b: Tensor): Dtype {
  const [ka, kb] = [kindOf(a.dtype), kindOf(b.dtype)];
  if (a.ndim === 0 && b.ndim > 0 && ka <= kb) return b.dtype;
  if (b.ndim === 0 && a.ndim > 0 && kb <= ka) return a.dtype;
  return promote(a.dtype, b.dtype);
}

/** The dtype of an operation on operands, of which at least one is a tensor. */
export function typeOf(a: Operand, b: Operand): Dtype {
  if (!(a instanceof Tensor)) return typeWithNumber((b as Tensor).dtype, a);
  return b instanceof Tensor ? resultType(a, b) : typeWithNumber(a.dtype, b);
}

/** The dtype of an operation on a tensor and a Python number; a whole number counts as an int. */
export function typeWithNumber(dtype: Dtype, value: number): Dtype {
  if (isFloating(dtype)) return dtype;
  if (!Number.isInteger(value)) return getDefaultDtype();
  return dtype === "bool" ? "int64" : dtype;
}

/** A number as a tensor without axes: of x's dtype, unless it has a fraction and x is of integers. */
export function scalarLike(value: number, x: Tensor): Tensor {
  const dtype = typeWithNumber(x.dtype, value);
  return full([], value, { dtype: isHalf(dtype) ? "float32" : dtype });
}

/** Both operands as tensors. */
export function asTensors(a: Operand, b: Operand): [Tensor, Tensor] {
  const p = a instanceof Tensor ? a : scalarLike(a, b as Tensor);
  return [p, b instanceof Tensor ? b : scalarLike(b, p)];
}

/** bool 0, integers 1, floating types 2. */
export function kindOf(dtype: Dtype): 0 | 1 | 2 {
  return isFloating(dtype) ? 2 : dtype === "bool" ? 0 : 1;
}
