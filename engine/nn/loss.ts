import { type LossOptions, type LossReduction, namedReduction } from "../ops/loss-reduction.ts";
import type { Tensor } from "../tensor.ts";
import { Module } from "./module.ts";
import { Buffer } from "./parameter.ts";

/** What every loss layer has. */
export abstract class Loss<R extends string = LossReduction> extends Module {
  /** What becomes of the terms. */
  reduction: R | LossReduction;

  constructor(
    options: Omit<LossOptions, "reduction"> & { readonly reduction?: R | LossReduction } = {},
  ) {
    super();
    this.reduction = namedReduction<R | LossReduction>(options);
  }
}

/** A loss of an input and a target. */
export interface PairLoss {
  (x: Tensor, target: Tensor): Tensor;
}

/** Weights as a part of a module's state, where there are any. */
export function weightBuffer(weight: Tensor | null | undefined): Buffer | null {
  return weight ? new Buffer(weight) : null;
}
