import { checkAs } from "../errors.ts";
import {
  type FractionalMaxPoolOptions,
  fractionalMaxPool2d,
  fractionalMaxPool3d,
} from "../ops/fractional-max-pool.ts";
import type { PerAxis } from "../ops/geometry.ts";
import { formatValue } from "../print/python.ts";
import type { Tensor } from "../tensor.ts";
import { perAxis } from "./conv-base.ts";
import { Module } from "./module.ts";
import { Buffer } from "./parameter.ts";

/** What FractionalMaxPool2d and FractionalMaxPool3d share. */
abstract class FractionalMaxPool extends Module {
  readonly kernelSize: readonly number[];
  readonly outputSize: readonly number[] | null;
  readonly outputRatio: readonly number[] | null;
  readonly returnIndices: boolean;
  _random_samples: Buffer | null;

  /** As the layers' constructors, for so many axes. */
  constructor(axes: number, kernelSize: PerAxis, options: FractionalMaxPoolOptions) {
    super();
    const { outputSize = null, outputRatio = null, _randomSamples = null } = options;
    this.kernelSize = perAxis(kernelSize, axes);
    this.returnIndices = options.returnIndices ?? false;
    this._random_samples = _randomSamples && new Buffer(_randomSamples);
    this.outputSize = outputSize === null ? null : perAxis(outputSize, axes);
    this.outputRatio = outputRatio === null ? null : perAxis(outputRatio, axes);
    this.check(axes, outputRatio);
  }

  protected pool(
    op: (
      x: Tensor,
      kernelSize: PerAxis,
      options: FractionalMaxPoolOptions,
    ) => Tensor | [Tensor, Tensor],
    x: Tensor,
  ): Tensor | [Tensor, Tensor] {
    const { kernelSize, outputSize, outputRatio, returnIndices } = this;
    const samples = { _randomSamples: this._random_samples };
    return op(x, kernelSize, { outputSize, outputRatio, returnIndices, ...samples });
  }

  private check(axes: number, given: PerAxis | null): void {
    const { outputSize, outputRatio } = this;
    const must = (holds: boolean, what: () => string) =>
      checkAs("ValueError", holds, `FractionalMaxPool${axes}d`, what);
    must(
      outputSize !== null || outputRatio !== null,
      () =>
        `FractionalMaxPool${axes}d requires specifying either an output size, or a pooling ratio`,
    );
    must(
      outputSize === null || outputRatio === null,
      () => "only one of output_size and output_ratio may be specified",
    );
    if (outputRatio === null) return;
    checkAs(
      "IndexError",
      outputRatio.length >= axes,
      `FractionalMaxPool${axes}d`,
      () => "tuple index out of range",
    );
    must(
      outputRatio.every((ratio) => ratio > 0 && ratio < 1),
      () => `output_ratio must be between 0 and 1 (got ${formatValue(given)})`,
    );
  }
}

export interface FractionalMaxPool2d {
  (x: Tensor): Tensor | [Tensor, Tensor];
}

/**
 * The greatest element of each window, where windows begin at random steps that lead to the size asked for, in evaluation too.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.FractionalMaxPool2d.html
 *
 * **Shapes**: x (N, C, H, W) or (C, H, W); y (N, C, *outputSize) or (C, *outputSize), or ⌊outputRatio H⌋ and so on. Throws a
 * ValueError unless exactly one of outputSize and outputRatio, which lies between 0 and 1, is given; and when so many windows do
 * not fit.
 */
export class FractionalMaxPool2d extends FractionalMaxPool {
  constructor(kernelSize: PerAxis, options: FractionalMaxPoolOptions = {}) {
    super(2, kernelSize, options);
  }

  override forward(x: Tensor): Tensor | [Tensor, Tensor] {
    return this.pool(fractionalMaxPool2d, x);
  }
}

export interface FractionalMaxPool3d {
  (x: Tensor): Tensor | [Tensor, Tensor];
}

/**
 * The greatest element of each window, as FractionalMaxPool2d; throws a ValueError also for a kernel that is not positive.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.FractionalMaxPool3d.html
 *
 * **Shapes**: x (N, C, D, H, W) or (C, D, H, W); y (N, C, *outputSize) or (C, *outputSize), or ⌊outputRatio D⌋ and so on.
 */
export class FractionalMaxPool3d extends FractionalMaxPool {
  constructor(kernelSize: PerAxis, options: FractionalMaxPoolOptions = {}) {
    checkAs(
      "ValueError",
      perAxis(kernelSize, 3).every((k) => k > 0),
      "FractionalMaxPool3d",
      () => `kernel_size must be greater than 0, but got ${formatValue(kernelSize)}`,
    );
    super(3, kernelSize, options);
  }

  override forward(x: Tensor): Tensor | [Tensor, Tensor] {
    return this.pool(fractionalMaxPool3d, x);
  }
}
