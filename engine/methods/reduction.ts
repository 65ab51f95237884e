import { amax, amin, argmax, argmin, max, min } from "../ops/extremes.ts";
import { bincount } from "../ops/histogram.ts";
import { logsumexp } from "../ops/logsumexp.ts";
import { std, variance } from "../ops/moments.ts";
import { prod } from "../ops/product.ts";
import { mean, sum } from "../ops/reduce.ts";
import type { ReduceOptions } from "../ops/reduction.ts";
import { cumprod, cumsum } from "../ops/scan.ts";
import { argsort, kthvalue, sort, topk } from "../ops/sort.ts";
import { all, any, countNonzero } from "../ops/truth.ts";
import { unique } from "../ops/unique.ts";
import { norm } from "../ops/vector-norm.ts";
import { addMethods, type Methods } from "./add-methods.ts";

const functions = {
  ...{ sum, mean, prod, amax, amin, argmax, argmin, all, any, countNonzero },
  ...{ var: variance, std, norm, logsumexp, cumsum, cumprod },
  ...{ sort, argsort, topk, kthvalue, unique, bincount },
};

declare module "../tensor.ts" {
  interface Tensor extends Methods<typeof functions> {
    max(): Tensor;
    max(other: Tensor): Tensor;
    max(dim: number | ReduceOptions, keepdim?: boolean | ReduceOptions): [Tensor, Tensor];
    min(): Tensor;
    min(other: Tensor): Tensor;
    min(dim: number | ReduceOptions, keepdim?: boolean | ReduceOptions): [Tensor, Tensor];
  }
}

addMethods({ ...functions, max, min });
