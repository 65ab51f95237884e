import type { Dtype } from "../dtype.ts";
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
  return softmaxAlong(x, dim ?? impliedAxis(x.ndim), { dtype });
}

/** log(softmax(x)). https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.log_softmax.html */
export function logSoftmax(x: Tensor, { dim, dtype = null }: SoftmaxFunctionOptions = {}): Tensor {
  return logSoftmaxAlong(x, dim ?? impliedAxis(x.ndim), { dtype });
}

function impliedAxis(rank: number): number {
  return rank === 0 || rank === 1 || rank === 3 ? 0 : 1;
}
