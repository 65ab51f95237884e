import { type Dtype, getDefaultDtype } from "../dtype.ts";
import { checkAs } from "../errors.ts";
import { biasBound, calculateFan } from "../init-bounds.ts";
import type { PerAxis } from "../ops/geometry.ts";
import { formatTuple, formatValue } from "../print/python.ts";
import { emptyTensor } from "../tensor.ts";
import { kaimingUniform_, uniform_ } from "./init.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";

/** What a convolution's input is padded with. */
export type PaddingMode = "zeros" | "reflect" | "replicate" | "circular";

/** Options that all convolutions share. */
export interface ConvBaseOptions {
  /** The distance of the windows. */
  stride?: PerAxis;
  /** The distance of the kernel's elements. */
  dilation?: PerAxis;
  /** Input and output channels are cut into so many parts that see only each other. */
  groups?: number;
  /** Whether it adds a learnt bias to each output channel. */
  bias?: boolean;
  paddingMode?: PaddingMode;
  dtype?: Dtype;
}

const MODES = ["zeros", "reflect", "replicate", "circular"];

/** What the convolutions share: options, parameters, how these are drawn, and how the layer is printed. */
export abstract class ConvBase extends Module {
  inChannels: number;
  outChannels: number;
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[] | "same" | "valid";
  readonly dilation: readonly number[];
  readonly outputPadding: readonly number[];
  readonly groups: number;
  readonly transposed: boolean;
  readonly paddingMode: PaddingMode;
  weight: Parameter;
  bias: Parameter | null;

  /** `outputPadding` null: not a transposed convolution. */
  constructor(
    axes: number,
    [inChannels, outChannels, kernelSize]: readonly [number, number, PerAxis],
    padding: PerAxis | "same" | "valid",
    outputPadding: PerAxis | null,
    options: ConvBaseOptions,
  ) {
    super();
    const spread = (value: PerAxis) => perAxis(value, axes);
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    this.kernelSize = spread(kernelSize);
    this.stride = spread(options.stride ?? 1);
    this.padding = typeof padding === "string" ? padding : spread(padding);
    this.dilation = spread(options.dilation ?? 1);
    this.outputPadding = spread(outputPadding ?? 0);
    this.groups = options.groups ?? 1;
    this.paddingMode = options.paddingMode ?? "zeros";
    this.transposed = outputPadding !== null;
    this.check();
    const dtype = options.dtype ?? getDefaultDtype();
    this.weight = new Parameter(emptyTensor(weightShape(this), dtype));
    this.bias = (options.bias ?? true) ? new Parameter(emptyTensor([outChannels], dtype)) : null;
    this.resetParameters();
  }

  /** Draws weight and bias anew. */
  resetParameters(): void {
    kaimingUniform_(this.weight, { a: Math.sqrt(5) });
    const { fanIn } = calculateFan(this.weight.shape);
    if (!this.bias || fanIn === 0) return;
    const bound = biasBound(fanIn);
    uniform_(this.bias, { a: -bound, b: bound });
  }

  override extraRepr(): string {
    const { stride, padding, dilation, outputPadding, groups, paddingMode } = this;
    const shown = [
      `${this.inChannels}, ${this.outChannels}`,
      `kernel_size=${formatTuple(this.kernelSize)}`,
      `stride=${formatTuple(stride)}`,
    ];
    if (typeof padding === "string") shown.push(`padding=${padding}`);
    else if (padding.some((n) => n !== 0)) shown.push(`padding=${formatTuple(padding)}`);
    if (dilation.some((n) => n !== 1)) shown.push(`dilation=${formatTuple(dilation)}`);
    if (outputPadding.some((n) => n !== 0)) {
      shown.push(`output_padding=${formatTuple(outputPadding)}`);
    }
    if (groups !== 1) shown.push(`groups=${groups}`);
    if (!this.bias) shown.push(`bias=${formatValue(false)}`);
    if (paddingMode !== "zeros") shown.push(`padding_mode=${paddingMode}`);
    return shown.join(", ");
  }

  private check(): void {
    const { inChannels, outChannels, groups, padding, stride, paddingMode } = this;
    const must = (holds: boolean, what: () => string) =>
      checkAs("ValueError", holds, "convolution", what);
    must(groups > 0, () => `groups must be a positive integer, got ${groups}`);
    must(
      inChannels % groups === 0,
      () =>
        `in_channels must be divisible by groups, got in_channels=${inChannels} and groups=${groups}`,
    );
    must(
      outChannels % groups === 0,
      () =>
        `out_channels must be divisible by groups, got out_channels=${outChannels} and groups=${groups}`,
    );
    if (typeof padding === "string") {
      must(
        padding === "same" || padding === "valid",
        () => `Invalid padding string '${padding}', should be one of {'same', 'valid'}`,
      );
      must(
        padding === "valid" || stride.every((n) => n === 1),
        () => "padding='same' is not supported for strided convolutions",
      );
    }
    must(
      MODES.includes(paddingMode),
      () =>
        `padding_mode must be one of {${MODES.map((m) => `'${m}'`).join(", ")}}, but got padding_mode='${paddingMode}'`,
    );
  }
}

/** The channels to and from which a weight leads, and the kernel's sizes; a transposed one leads the other way. */
export function weightShape(layer: ConvBase): number[] {
  const { inChannels, outChannels, groups, kernelSize } = layer;
  const channels = layer.transposed ? [inChannels, outChannels] : [outChannels, inChannels];
  return [channels[0] as number, Math.trunc((channels[1] as number) / groups), ...kernelSize];
}

/** A list as it is; what is none once for each axis, whatever it is: who computes with it refuses what is no number. */
export function perAxis(value: PerAxis, axes: number): readonly number[] {
  const isList = typeof value === "object" && value !== null;
  return isList ? [...value] : new Array<number>(axes).fill(value);
}
