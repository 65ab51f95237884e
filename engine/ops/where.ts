import { attach } from "../autograd.ts";
import { C_TYPE, isFloating, SCALAR_TYPE } from "../dtype.ts";
import { check } from "../errors.ts";
import { broadcastShapes, expandedStrides, type Shape } from "../shape.ts";
import { elementsOf, emptyTensor, Tensor, windowOn } from "../tensor.ts";
import { contiguous, detached, to } from "./copy.ts";
import { full } from "./create.ts";
import { type Operand, resultType, scalarLike } from "./pointwise.ts";
import { sumTo } from "./sum-axes.ts";

/** x where `condition` holds, else y. https://docs.pytorch.org/docs/stable/generated/torch.where.html */
export function where(condition: Tensor, x: Operand, y: Operand): Tensor {
  check(
    condition.dtype === "bool",
    "where",
    () =>
      `where expected condition to be a boolean tensor, but got a tensor with dtype ${SCALAR_TYPE[condition.dtype]}`,
  );
  const p = x instanceof Tensor ? x : scalarLike(x, y as Tensor);
  const q = y instanceof Tensor ? y : scalarLike(y, p);
  const dtype = resultType(p, q);
  const shape = broadcastShapes(
    condition.shape,
    broadcastShapes(p.shape, q.shape, "where"),
    "where",
  );
  const out = choose(condition, to(detached(p), dtype), to(detached(q), dtype), shape);
  return attach("WhereBackward0", [p, q], out, (g) => {
    if (!g) return [null, null];
    const zero = full([], 0, { dtype: g.dtype });
    return [
      p.requiresGrad ? to(sumTo(choose(condition, g, zero, shape), p.shape), p.dtype) : null,
      q.requiresGrad ? to(sumTo(choose(condition, zero, g, shape), q.shape), q.dtype) : null,
    ];
  });
}

/** `value` where `mask` holds, else x. https://docs.pytorch.org/docs/stable/generated/torch.Tensor.masked_fill.html */
export function maskedFill(x: Tensor, mask: Tensor, value: number): Tensor {
  check(
    mask.dtype === "bool",
    "maskedFill",
    () => `masked_fill_ only supports boolean masks, but got mask with dtype ${C_TYPE[mask.dtype]}`,
  );
  check(
    isFloating(x.dtype) || x.dtype === "bool" || Number.isFinite(value),
    "maskedFill",
    () =>
      `value cannot be converted to type ${x.dtype === "int32" ? "int" : `${x.dtype}_t`} without overflow`,
  );
  const shape = broadcastShapes(mask.shape, x.shape, "maskedFill");
  const filler = full([], value, { dtype: x.dtype });
  const out = choose(mask, filler, detached(x), shape);
  return attach("MaskedFillBackward0", [x], out, (g) => [
    g && sumTo(choose(mask, full([], 0, { dtype: g.dtype }), g, shape), x.shape),
  ]);
}

/** Element by element of one dtype, broadcast to `shape`; bits are moved, not numbers. */
function choose(condition: Tensor, x: Tensor, y: Tensor, shape: Shape): Tensor {
  const [m, a, b] = [condition, x, y].map((t) => contiguous(spread(t, shape)));
  const out = emptyTensor(shape, x.dtype);
  const target = elementsOf(out) as Float64Array;
  const test = elementsOf(m as Tensor);
  const [p, q] = [elementsOf(a as Tensor), elementsOf(b as Tensor)] as Float64Array[];
  for (let i = 0; i < target.length; i++) target[i] = (test[i] ? p?.[i] : q?.[i]) as number;
  return out;
}

function spread(x: Tensor, shape: Shape): Tensor {
  return windowOn(x, shape, expandedStrides(x.shape, x.strides, shape), x.offset);
}
