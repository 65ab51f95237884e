import { attach } from "../autograd.ts";
import { C_TYPE, isFloating, SCALAR_TYPE } from "../dtype.ts";
import { check } from "../errors.ts";
import { broadcastShapes } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { choose } from "./choose.ts";
import { detached, to } from "./copy.ts";
import { full, tensor } from "./create.ts";
import { type Operand, scalarLike, typeOf } from "./promotion.ts";
import { sumTo } from "./sum-axes.ts";

/** x where `condition` holds, else y. https://docs.pytorch.org/docs/stable/generated/torch.where.html */
export function where(condition: Tensor, x: Operand, y: Operand): Tensor {
  check(
    condition.dtype === "bool",
    "where",
    () =>
      `where expected condition to be a boolean tensor, but got a tensor with dtype ${SCALAR_TYPE[condition.dtype]}`,
  );
  const [p, q] = bothTensors(x, y);
  const dtype = x instanceof Tensor || y instanceof Tensor ? typeOf(x, y) : p.dtype;
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

/** Two numbers make a tensor of int64 if both are whole, of the default float type otherwise. */
function bothTensors(x: Operand, y: Operand): [Tensor, Tensor] {
  if (x instanceof Tensor) return [x, y instanceof Tensor ? y : scalarLike(y, x)];
  if (y instanceof Tensor) return [scalarLike(x, y), y];
  const whole = Number.isInteger(x) && Number.isInteger(y);
  const like = whole ? full([], 0, { dtype: "int64" }) : tensor(0);
  return [scalarLike(x, like), scalarLike(y, like)];
}
