import { EngineError } from "./errors.ts";
import type { Shape } from "./shape.ts";

/** How many inputs feed an output, and how many outputs an input feeds. */
export interface Fan {
  readonly fanIn: number;
  readonly fanOut: number;
}

const UNIT_GAIN = [
  "linear",
  "conv1d",
  "conv2d",
  "conv3d",
  "conv_transpose1d",
  "conv_transpose2d",
  "conv_transpose3d",
  "sigmoid",
];

/** The fans of a weight (out, in, ...kernel): in or out times the kernel's elements. Refuses ranks below 2. */
export function calculateFan(shape: Shape): Fan {
  const [out, ins, ...kernel] = shape;
  if (out === undefined || ins === undefined) {
    throw new EngineError(
      "ValueError",
      "init",
      `Fan in and fan out can not be computed for tensor with fewer than 2 dimensions, got shape (${shape.join(", ")})`,
    );
  }
  const field = kernel.reduce((product, size) => product * size, 1);
  return { fanIn: ins * field, fanOut: out * field };
}

/**
 * torch.nn.init.calculate_gain: how much a nonlinearity shrinks the spread; `slope` is leaky_relu's.
 * https://docs.pytorch.org/docs/stable/nn.init.html#torch.nn.init.calculate_gain
 */
export function calculateGain(nonlinearity: string, slope = 0.01): number {
  if (UNIT_GAIN.includes(nonlinearity)) return 1;
  if (nonlinearity === "tanh") return 5 / 3;
  if (nonlinearity === "relu") return Math.sqrt(2);
  if (nonlinearity === "leaky_relu") return Math.sqrt(2 / (1 + slope * slope));
  if (nonlinearity === "selu") return 3 / 4;
  throw new EngineError("ValueError", "calculate_gain", `Unsupported nonlinearity ${nonlinearity}`);
}

// Every bound is worked out in PyTorch's order: an equal formula may differ in the last bit, and so may every weight.

/** gain / sqrt(fan): the spread of kaiming_normal_. */
export function kaimingStd(gain: number, fan: number): number {
  return gain / Math.sqrt(fan);
}

/** sqrt(3) std: the bound of kaiming_uniform_; `a` is the slope of leaky_relu. */
export function kaimingUniformBound(a: number, fan: number, nonlinearity = "leaky_relu"): number {
  return Math.sqrt(3) * kaimingStd(calculateGain(nonlinearity, a), fan);
}

/** gain sqrt(2 / (fanIn + fanOut)): the spread of xavier_normal_. */
export function xavierStd(gain: number, { fanIn, fanOut }: Fan): number {
  return gain * Math.sqrt(2 / (fanIn + fanOut));
}

/** sqrt(3) std: the bound of xavier_uniform_. */
export function xavierUniformBound(gain: number, fan: Fan): number {
  return Math.sqrt(3) * xavierStd(gain, fan);
}

/** 1 / sqrt(fan), the bound of the biases that constructors draw; 0 where nothing comes in. */
export function biasBound(fanIn: number): number {
  return fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0;
}
