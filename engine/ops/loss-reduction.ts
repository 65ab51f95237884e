import { checkAs, EngineError } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { mean, sum } from "./reduce.ts";

/** What becomes of a loss's terms: all of them, their mean, or their sum. */
export type LossReduction = "none" | "mean" | "sum";

/** Options of every loss. */
export interface LossOptions {
  reduction?: LossReduction;
  /** Deprecated: false, with `reduce` not false, means "sum". */
  sizeAverage?: boolean | null;
  /** Deprecated: false means "none". Where one of the two is given, `reduction` does not count. */
  reduce?: boolean | null;
}

/** The reduction that the options name, not yet checked. */
export function namedReduction<R extends string>(options: {
  readonly reduction?: R;
  readonly sizeAverage?: boolean | null;
  readonly reduce?: boolean | null;
}): R | LossReduction {
  const { reduction = "mean", sizeAverage = null, reduce = null } = options;
  if (sizeAverage === null && reduce === null) return reduction;
  if (reduce === false) return "none";
  return sizeAverage === false ? "sum" : "mean";
}

/** The reduction that the options name; "elementwise_mean" is the mean's older name. */
export function lossReduction(options: LossOptions, where: string): LossReduction {
  const reduction: string = namedReduction(options);
  if (reduction === "elementwise_mean") return "mean";
  return checkedReduction(reduction, where, "is not a valid value for reduction");
}

/** Refuses a reduction that there is not; `complaint` follows its name. */
export function checkedReduction(
  reduction: string,
  where: string,
  complaint: string,
): LossReduction {
  if (reduction === "none" || reduction === "mean" || reduction === "sum") return reduction;
  throw new EngineError("ValueError", where, `${reduction} ${complaint}`);
}

/** The terms, their mean or their sum. */
export function reduceTerms(terms: Tensor, reduction: LossReduction): Tensor {
  if (reduction === "none") return terms;
  return reduction === "sum" ? sum(terms) : mean(terms);
}

/** Refuses a gradient of an argument that PyTorch has none for. */
export function checkConstant(
  x: { readonly requiresGrad: boolean } | null,
  where: string,
  argument: string,
): void {
  checkAs(
    "RuntimeError",
    !x?.requiresGrad,
    where,
    () =>
      `The function '${where}' is not differentiable with respect to argument '${argument}'. This input cannot have requires_grad True.`,
  );
}
