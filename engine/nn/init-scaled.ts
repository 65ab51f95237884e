import { checkAs } from "../errors.ts";
import {
  calculateFan,
  calculateGain as gainOf,
  kaimingStd,
  kaimingUniformBound,
  xavierStd,
  xavierUniformBound,
} from "../init-bounds.ts";
import type { Tensor } from "../tensor.ts";
import { type GeneratorOptions, normal_, uniform_ } from "./init-draws.ts";

/**
 * How much a nonlinearity ("relu", "leaky_relu", "tanh", "selu", "linear" ...) asks a layer's weights to be scaled up; `param` is
 * leaky_relu's slope. https://docs.pytorch.org/docs/stable/nn.init.html#torch.nn.init.calculate_gain
 *
 * Throws ValueError for a name that is not known, and for a slope that is no number.
 */
export function calculateGain(
  nonlinearity: string,
  { param = 0.01 }: { param?: number | null } = {},
): number {
  checkAs(
    "ValueError",
    param === null || typeof param === "number" || nonlinearity !== "leaky_relu",
    "calculateGain",
    () => `negative_slope ${param} not a valid number`,
  );
  return gainOf(nonlinearity, param ?? 0.01);
}

/** Options of xavierUniform_ and xavierNormal_. */
export interface XavierOptions extends GeneratorOptions {
  gain?: number;
}

/**
 * Uniform, with the spread gain √(2 / (fan in + fan out)): Glorot and Bengio, "Understanding the difficulty of training deep
 * feedforward neural networks" (2010). https://docs.pytorch.org/docs/stable/nn.init.html#torch.nn.init.xavier_uniform_
 *
 * Throws ValueError below two axes.
 */
export function xavierUniform_(x: Tensor, { gain = 1, ...rest }: XavierOptions = {}): Tensor {
  const bound = xavierUniformBound(gain, calculateFan(x.shape));
  return uniform_(x, { a: -bound, b: bound, ...rest });
}

/** As xavierUniform_, but normal. https://docs.pytorch.org/docs/stable/nn.init.html#torch.nn.init.xavier_normal_ */
export function xavierNormal_(x: Tensor, { gain = 1, ...rest }: XavierOptions = {}): Tensor {
  return normal_(x, { std: xavierStd(gain, calculateFan(x.shape)), ...rest });
}

/** Options of kaimingUniform_ and kaimingNormal_. */
export interface KaimingOptions extends GeneratorOptions {
  /** The slope of leaky_relu below 0. */
  a?: number;
  /** Which fan is counted: "fan_in" keeps the spread forwards, "fan_out" backwards. */
  mode?: string;
  /** What follows the layer. */
  nonlinearity?: string;
}

/**
 * Uniform, with the spread gain / √fan: He et al., "Delving deep into rectifiers" (2015). An empty tensor is left alone.
 * https://docs.pytorch.org/docs/stable/nn.init.html#torch.nn.init.kaiming_uniform_
 *
 * Throws ValueError below two axes, and for a mode or a nonlinearity that is not known.
 */
export function kaimingUniform_(x: Tensor, options: KaimingOptions = {}): Tensor {
  if (x.numel === 0) return x;
  const { a = 0, mode = "fan_in", nonlinearity = "leaky_relu", ...rest } = options;
  const bound = kaimingUniformBound(a, fanOf(x, mode), nonlinearity);
  return uniform_(x, { a: -bound, b: bound, ...rest });
}

/** As kaimingUniform_, but normal. https://docs.pytorch.org/docs/stable/nn.init.html#torch.nn.init.kaiming_normal_ */
export function kaimingNormal_(x: Tensor, options: KaimingOptions = {}): Tensor {
  if (x.numel === 0) return x;
  const { a = 0, mode = "fan_in", nonlinearity = "leaky_relu", ...rest } = options;
  const fan = fanOf(x, mode);
  return normal_(x, { std: kaimingStd(gainOf(nonlinearity, a), fan), ...rest });
}

function fanOf(x: Tensor, mode: string): number {
  const name = mode.toLowerCase();
  checkAs(
    "ValueError",
    name === "fan_in" || name === "fan_out",
    "kaiming",
    () => `Mode ${name} not supported, please use one of ['fan_in', 'fan_out']`,
  );
  const { fanIn, fanOut } = calculateFan(x.shape);
  return name === "fan_in" ? fanIn : fanOut;
}
