import type { PerAxis } from "../ops/geometry.ts";
import { type PadMode, pad } from "../ops/pad.ts";
import { formatTuple } from "../print/python.ts";
import type { Tensor } from "../tensor.ts";
import { perAxis } from "./conv-base.ts";
import { Module } from "./module.ts";

/** What the padding layers share. Amounts are before and after, from the last axis backwards; one number is all of them. */
export abstract class Pad extends Module {
  readonly padding: readonly number[];

  /** As the layers' constructors, for so many axes. */
  constructor(axes: number, padding: PerAxis) {
    super();
    this.padding = perAxis(padding, 2 * axes);
  }

  protected pad(x: Tensor, mode: PadMode, value: number | null = null): Tensor {
    return pad(x, this.padding, { mode, value });
  }

  override extraRepr(): string {
    return formatTuple(this.padding);
  }
}
