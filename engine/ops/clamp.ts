import { attach } from "../autograd.ts";
import type { Dtype } from "../dtype.ts";
import { check } from "../errors.ts";
import { named } from "../named.ts";
import { broadcastShapes } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { choose } from "./choose.ts";
import { logicalAnd, logicalOr } from "./compare.ts";
import { compareElements } from "./compare-elements.ts";
import { to } from "./copy.ts";
import { commonType } from "./follow.ts";
import { type Operand, scalarLike, typeWithNumber } from "./promotion.ts";
import { sumTo } from "./sum-axes.ts";
import { zipElements } from "./zip-elements.ts";

/** The bounds of clamp; null leaves a side open. */
export interface Bounds {
  min?: Operand | null;
  max?: Operand | null;
}

/** min(max(x, min), max): `clamp(x, 0, 1)` or `clamp(x, { max: 1 })`. https://docs.pytorch.org/docs/stable/generated/torch.clamp.html */
export function clamp(
  x: Tensor,
  ...bounds: readonly (Operand | null | Bounds | undefined)[]
): Tensor {
  const { min = null, max = null } = named<Bounds>(bounds, ["min", "max"]);
  check(
    min !== null || max !== null,
    "clamp",
    () => "torch.clamp: At least one of 'min' or 'max' must not be None",
  );
  const node = min instanceof Tensor || max instanceof Tensor ? "ClampBackward0" : "ClampBackward1";
  return clamped(node, x, min, max);
}

/** max(x, min). https://docs.pytorch.org/docs/stable/generated/torch.clamp.html */
export function clampMin(x: Tensor, min: Operand): Tensor {
  return clamped(min instanceof Tensor ? "ClampMinBackward1" : "ClampMinBackward0", x, min, null);
}

/** min(x, max). https://docs.pytorch.org/docs/stable/generated/torch.clamp.html */
export function clampMax(x: Tensor, max: Operand): Tensor {
  return clamped(max instanceof Tensor ? "ClampMaxBackward1" : "ClampMaxBackward0", x, null, max);
}

type Bound = Operand | null;

function clamped(node: string, x: Tensor, min: Bound, max: Bound): Tensor {
  const dtype = clampedType(x, min, max);
  const [low, high] = [boundOf(min, x), boundOf(max, x)];
  const raised = low ? zipElements("maximum", x, low, dtype) : x;
  const out = high ? zipElements("minimum", raised, high, dtype) : raised;
  return attach(
    node,
    [x, low, high],
    out,
    (g) => {
      if (!g) return [null, null, null];
      const give = (mask: Tensor, to_: Tensor) => back(g, mask, to_);
      return [
        x.requiresGrad ? give(inside(x, low, high), x) : null,
        low?.requiresGrad ? give(below(x, low, high), low) : null,
        high?.requiresGrad ? give(above(x, low, high), high) : null,
      ];
    },
    [x, low, high].filter((t) => t !== null),
  );
}

function clampedType(x: Tensor, min: Bound, max: Bound): Dtype {
  const tensors = [x, min, max].filter((v) => v instanceof Tensor);
  const numbers = [min, max].filter((v) => typeof v === "number");
  return numbers.reduce(typeWithNumber, commonType(tensors));
}

function boundOf(bound: Bound, x: Tensor): Tensor | null {
  return typeof bound === "number" ? scalarLike(bound, x) : bound;
}

/** Where the gradient goes to x: between the bounds, both included. */
function inside(x: Tensor, low: Tensor | null, high: Tensor | null): Tensor {
  const enough = low && compareElements("ge", x, low);
  const few = high && compareElements("le", x, high);
  return enough && few ? logicalAnd(enough, few) : ((enough ?? few) as Tensor);
}

function below(x: Tensor, low: Tensor, high: Tensor | null): Tensor {
  const under = compareElements("lt", x, low);
  return high ? logicalAnd(under, compareElements("lt", low, high)) : under;
}

function above(x: Tensor, low: Tensor | null, high: Tensor): Tensor {
  const over = compareElements("gt", x, high);
  return low ? logicalOr(over, compareElements("lt", high, low)) : over;
}

function back(g: Tensor, mask: Tensor, target: Tensor): Tensor {
  const shape = broadcastShapes(g.shape, mask.shape, "clamp");
  const kept = choose(mask, g, to(scalarLike(0, g), g.dtype), shape);
  return to(sumTo(kept, target.shape), target.dtype);
}
