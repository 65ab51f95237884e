import { getDefaultDtype, isFloating, SCALAR_TYPE } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { checkFloating } from "./check-floating.ts";
import { checkTensor } from "./check-tensor.ts";
import { copyElements, to } from "./copy.ts";
import { type Activation, activate, functionGradient } from "./elementwise.ts";
import { changeInPlace } from "./inplace.ts";
import { scalarLike, zipElements } from "./pointwise.ts";

/** Whether an activation writes over its input. */
export interface InplaceOptions {
  inplace?: boolean;
}

/** 1 / (1 + exp(-x)); integers become the default float type. https://docs.pytorch.org/docs/stable/generated/torch.sigmoid.html */
export function sigmoid(x: Tensor): Tensor {
  checkTensor(x, "sigmoid");
  return activate(floating(x), SIGMOID);
}

const SIGMOID: Activation = { name: "sigmoid", node: "SigmoidBackward0", ofOutput: true };

/** tanh(x); integers become the default float type. https://docs.pytorch.org/docs/stable/generated/torch.tanh.html */
export function tanh(x: Tensor): Tensor {
  checkTensor(x, "tanh");
  return activate(floating(x), TANH);
}

const TANH: Activation = { name: "tanh", node: "TanhBackward0", ofOutput: true };

function floating(x: Tensor): Tensor {
  return isFloating(x.dtype) ? x : to(x, getDefaultDtype());
}

/** max(x, 0). https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.relu.html */
export function relu(x: Tensor, { inplace = false }: InplaceOptions = {}): Tensor {
  check(x.dtype !== "bool", "relu", () => "Boolean inputs not supported for relu");
  if (!isFloating(x.dtype)) return clampIntegers(x, 0, null, inplace);
  return activate(x, RELU, inplace);
}

const RELU: Activation = { name: "relu", node: "ReluBackward0", ofOutput: true };

/** Options of leakyRelu. */
export interface LeakyReluOptions extends InplaceOptions {
  negativeSlope?: number;
}

/** x where positive, else negativeSlope · x. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.leaky_relu.html */
export function leakyRelu(x: Tensor, options: LeakyReluOptions = {}): Tensor {
  const { negativeSlope = 0.01, inplace = false } = options;
  checkFloating(x.dtype, "leaky_relu", "leaky_relu_cpu");
  const parameters = [negativeSlope];
  return activate(
    x,
    {
      name: "leakyRelu",
      parameters,
      node: inplace ? "LeakyReluBackward1" : "LeakyReluBackward0",
      gradient: (g, saved) => {
        checkInplaceSlope(inplace, negativeSlope, "leakyReLu");
        return functionGradient("leakyRelu", g, saved, parameters);
      },
    },
    inplace,
  );
}

/** Where the slope is negative, the output's sign does not tell the input's. */
export function checkInplaceSlope(inplace: boolean, slope: number, name: string): void {
  check(
    !inplace || slope >= 0,
    name,
    () =>
      `In-place ${name} backward calculation is triggered with a negative slope which is not supported. Its slope is ${slope}: call the out-of-place version instead.`,
  );
}

/** Options of softplus. */
export interface SoftplusOptions {
  beta?: number;
  threshold?: number;
}

/** log(1 + exp(beta · x)) / beta, and x itself where beta · x exceeds the threshold. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.softplus.html */
export function softplus(x: Tensor, { beta = 1, threshold = 20 }: SoftplusOptions = {}): Tensor {
  checkFloating(x.dtype, "softplus", "softplus_cpu");
  const parameters = [beta, threshold];
  return activate(x, { name: "softplus", parameters, node: "SoftplusBackward0" });
}

/** x moved towards 0 by lambd, 0 where it would pass it. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.softshrink.html */
export function softshrink(x: Tensor, { lambd = 0.5 }: { lambd?: number } = {}): Tensor {
  checkFloating(x.dtype, "softshrink", "softshrink_check");
  check(
    lambd >= 0,
    "softshrink",
    () =>
      `lambda must be in range [0, ${GREATEST[x.dtype as keyof typeof GREATEST]}] for input dtype ${SCALAR_TYPE[x.dtype]}, but found ${lambd}`,
  );
  return activate(x, { name: "softshrink", parameters: [lambd], node: "SoftshrinkBackward0" });
}

const GREATEST = {
  float64: "1.79769e+308",
  float32: "3.40282e+38",
  bfloat16: "3.38953e+38",
  float16: "65504",
} as const;

/** Options of hardtanh. */
export interface HardtanhOptions extends InplaceOptions {
  minVal?: number;
  maxVal?: number;
}

/** x kept between minVal and maxVal. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.hardtanh.html */
export function hardtanh(x: Tensor, options: HardtanhOptions = {}): Tensor {
  const { minVal = -1, maxVal = 1, inplace = false } = options;
  checkAs(
    "ValueError",
    minVal <= maxVal,
    "hardtanh",
    () => `min_val cannot be greater than max_val: ${minVal} > ${maxVal}`,
  );
  check(x.dtype !== "bool", "hardtanh", () => "Bool inputs not supported for hardtanh");
  check(
    x.dtype !== "uint8" || (minVal >= 0 && maxVal >= 0),
    "hardtanh",
    () => "cannot do hardtanh on an unsigned type with negative limits",
  );
  if (!isFloating(x.dtype)) return clampIntegers(x, minVal, maxVal, inplace);
  const parameters = [minVal, maxVal];
  return activate(x, { name: "hardtanh", parameters, node: "HardtanhBackward0" }, inplace);
}

/** Bounds lose their fractions, as PyTorch's do. */
function clampIntegers(x: Tensor, low: number, high: number | null, inplace: boolean): Tensor {
  const raised = zipElements("maximum", x, scalarLike(Math.trunc(low), x));
  const out =
    high === null ? raised : zipElements("minimum", raised, scalarLike(Math.trunc(high), x));
  if (!inplace) return out;
  return changeInPlace(
    x,
    "clamp",
    [],
    () => copyElements(out, x),
    () => [null],
  );
}

/** Options of gelu. */
export interface GeluOptions {
  /** "tanh" for the approximation. */
  approximate?: "none" | "tanh";
}

/** x Φ(x), where Φ is the normal distribution. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.gelu.html */
export function gelu(x: Tensor, { approximate = "none" }: GeluOptions = {}): Tensor {
  check(
    approximate === "none" || approximate === "tanh",
    "gelu",
    () => `approximate argument must be either none or tanh., came ${approximate}`,
  );
  checkFloating(x.dtype, "gelu", "GeluKernelImpl");
  return activate(x, approximate === "tanh" ? GELU_TANH : GELU);
}

const GELU: Activation = { name: "gelu", node: "GeluBackward0" };
const GELU_TANH: Activation = { name: "geluTanh", node: "GeluBackward0" };
