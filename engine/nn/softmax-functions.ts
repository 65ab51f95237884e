import type { Dtype } from "../dtype.ts";
import { checkAs } from "../errors.ts";
import { neg } from "../ops/pointwise.ts";
import { logSoftmax as logSoftmaxAlong, softmax as softmaxAlong } from "../ops/softmax.ts";
import type { Tensor } from "../tensor.ts";

/** Options of softmax and logSoftmax. */
export interface SoftmaxFunctionOptions {
  /** The axis to sum along; absent means the first one for ranks 0, 1 and 3, else the second. */
  dim?: number | null;
  /** The floating type that the input is converted to first. */
  dtype?: Dtype | null;
}

/** exp(x) / Σ exp(x). https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.softmax.html */
export function softmax(x: Tensor, { dim, dtype = null }: SoftmaxFunctionOptions = {}): Tensor {
  return softmaxAlong(x, checkAxis(dim, "softmax") ?? impliedAxis(x.ndim), { dtype });
}

/** exp(-x) / Σ exp(-x). https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.softmin.html */
export function softmin(x: Tensor, { dim, dtype = null }: SoftmaxFunctionOptions = {}): Tensor {
  return softmaxAlong(neg(x), checkAxis(dim, "softmax") ?? impliedAxis(x.ndim), { dtype });
}

/** log(softmax(x)). https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.log_softmax.html */
export function logSoftmax(x: Tensor, { dim, dtype = null }: SoftmaxFunctionOptions = {}): Tensor {
  return logSoftmaxAlong(x, checkAxis(dim, "log_softmax") ?? impliedAxis(x.ndim), { dtype });
}

function impliedAxis(rank: number): number {
  return rank === 0 || rank === 1 || rank === 3 ? 0 : 1;
}

function checkAxis(dim: number | null | undefined, where: string): number | null | undefined {
  checkAs(
    "TypeError",
    dim == null || Number.isInteger(dim),
    where,
    () =>
      `${where}(): argument 'dim' (position 1) must be int, not ${typeof dim === "boolean" ? "bool" : "float"}`,
  );
  return dim;
}
