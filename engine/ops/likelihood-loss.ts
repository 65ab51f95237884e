import { C_TYPE, isFloating } from "../dtype.ts";
import { check, checkAs, EngineError } from "../errors.ts";
import { type Shape, sameShape } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { firstOutside } from "./bounds.ts";
import { numbers } from "./copy.ts";
import { full } from "./create.ts";
import { elementLoss } from "./element-loss.ts";
import {
  checkedReduction,
  type LossOptions,
  type LossReduction,
  lossReduction,
  namedReduction,
} from "./loss-reduction.ts";
import { div } from "./pointwise.ts";
import { checkWritableType } from "./regression-loss.ts";
import { unsqueeze } from "./view.ts";

/** Options of poissonNllLoss. */
export interface PoissonNllOptions extends LossOptions {
  /** Whether the input is the logarithm of the rate. */
  logInput?: boolean;
  /** Whether Stirling's approximation of log(target!) is added, where the target exceeds 1. */
  full?: boolean;
  /** Added to the rate before its logarithm is taken. */
  eps?: number;
}

/**
 * exp(x) - target x, or x - target log(x + eps) if x is no logarithm.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.poisson_nll_loss.html
 */
export function poissonNllLoss(
  x: Tensor,
  target: Tensor,
  { logInput = true, full = false, eps = 1e-8, ...options }: PoissonNllOptions = {},
): Tensor {
  const where = "poisson_nll_loss";
  const named = namedReduction(options);
  const reduction = checkedReduction(named, where, "is not a valid value for reduction");
  return elementLoss(
    {
      name: logInput ? "poissonOfLog" : "poisson",
      operands: [x, target],
      followed: 2,
      parameters: [eps, full ? 1 : 0],
      node: full ? "AddBackward0" : "SubBackward0",
      fused: false,
    },
    reduction,
  );
}

/** Options of gaussianNllLoss. */
export interface GaussianNllOptions {
  reduction?: LossReduction;
  /** Whether the constant log(2π) / 2 is added. */
  full?: boolean;
  /** The least that a variance counts as; the gradient does not know of it. */
  eps?: number;
}

/**
 * (log v + (x - target)² / v) / 2. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.gaussian_nll_loss.html
 *
 * **Shapes**: the variance v has x's shape, or that without the last axis or with one size 1, or is a number.
 */
export function gaussianNllLoss(
  x: Tensor,
  target: Tensor,
  variance: Tensor | number,
  { full: constant = false, eps = 1e-6, ...options }: GaussianNllOptions = {},
): Tensor {
  const where = "gaussian_nll_loss";
  const given = variance instanceof Tensor ? variance : full(x.shape, variance, { dtype: x.dtype });
  const negative = firstNegative(given);
  checkAs(
    "ValueError",
    negative === null,
    where,
    () => `var has negative entry/entries, such as ${negative}`,
  );
  const v = besideInput(given, x.shape, where);
  const reduction = checkedReduction(namedReduction(options), where, "is not valid");
  checkWritableType(v, where, C_TYPE[v.dtype]);
  return elementLoss(
    {
      name: "gaussian",
      operands: [x, target, v],
      followed: 3,
      parameters: [eps, constant ? 0.5 * LOG_OF_TURN : 0],
      node: constant ? "AddBackward0" : "MulBackward0",
      fused: false,
    },
    reduction,
  );
}

/** NaN is none. */
function firstNegative(x: Tensor): number | null {
  const isClear = isFloating(x.dtype) && firstOutside(x, 0, Number.POSITIVE_INFINITY) === null;
  return isClear ? null : (numbers(x).find((v) => v < 0) ?? null);
}

/** log(2π). */
const LOG_OF_TURN = 1.8378770664093453;

function besideInput(v: Tensor, shape: Shape, where: string): Tensor {
  if (sameShape(v.shape, shape)) return v;
  if (sameShape(v.shape, shape.slice(0, -1))) return unsqueeze(v, -1);
  const other = v.shape.filter((size, i) => size !== shape[i]);
  const narrow = v.ndim === shape.length && other.reduce((a, b) => a + b, 0) === 1;
  if (narrow) return v;
  throw new EngineError(
    "ValueError",
    where,
    `var is of incorrect size: (${v.shape.join(", ")}) beside an input of (${shape.join(", ")})`,
  );
}

/** Options of klDiv. */
export interface KlDivOptions extends Omit<LossOptions, "reduction"> {
  /** "batchmean" divides the sum by the first axis' size. */
  reduction?: LossReduction | "batchmean";
  /** Whether the target is a logarithm too. */
  logTarget?: boolean;
}

/**
 * target (log target - x): how far the log probabilities x are from the target.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.kl_div.html
 */
export function klDiv(
  x: Tensor,
  target: Tensor,
  { logTarget = false, ...options }: KlDivOptions = {},
): Tensor {
  const named = namedReduction(options);
  const reduction = named === "batchmean" ? "sum" : lossReduction({ reduction: named }, "kl_div");
  check(
    isFloating(x.dtype) && isFloating(target.dtype),
    "kl_div",
    () => `kl_div: Integral inputs not supported. Got ${x.dtype} and ${target.dtype}`,
  );
  const out = elementLoss(
    {
      name: logTarget ? "divergenceOfLog" : "divergence",
      operands: [x, target],
      followed: 2,
      node: logTarget ? "MulBackward0" : "SubBackward0",
      fused: false,
    },
    reduction,
  );
  return named === "batchmean" && x.ndim > 0 ? div(out, x.shape[0] as number) : out;
}
