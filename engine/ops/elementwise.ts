import { attach, type Backward, needsGrad } from "../autograd.ts";
import { computeType, isHalf } from "../dtype.ts";
import { kernels } from "../memory.ts";
import { pin } from "../pin.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { clone, contiguous, copyElements, detached, to } from "./copy.ts";
import { changeInPlace } from "./inplace.ts";
import { inMemoryOrder } from "./layout.ts";

/** The functions of kernels/activation.ts by their numbers; "eluOfOutput" and "ofSlope" are gradients only. */
const NUMBER = {
  relu: 0,
  leakyRelu: 1,
  elu: 2,
  softplus: 3,
  softshrink: 4,
  hardtanh: 5,
  gelu: 6,
  geluTanh: 7,
  sigmoid: 8,
  tanh: 9,
  eluOfOutput: 10,
  hardshrink: 11,
  hardsigmoid: 12,
  hardswish: 13,
  logSigmoid: 14,
  silu: 15,
  mish: 16,
  threshold: 17,
  ofSlope: 18,
} as const;

/** A function of the activation kernels. */
export type FunctionName = keyof typeof NUMBER;

/** An activation function: what the kernels do forwards, and how its gradient follows. */
export interface Activation {
  readonly name: FunctionName;
  /** Up to three; the kernel says what they mean. */
  readonly parameters?: readonly number[];
  /** PyTorch's name of the step in the graph. */
  readonly node: string;
  /** Whether the gradient is computed from the output; in place it always is, unless a copy of the input is kept. */
  readonly ofOutput?: boolean;
  /** Whether in place a copy of the input is kept for the gradient. */
  readonly keepsInput?: boolean;
  /** The gradient from that of the output and what was saved, unless it is the function's own. */
  readonly gradient?: (g: Tensor, saved: Tensor) => Tensor;
}

/** Applies an activation function to a floating tensor, and follows it. */
export function activate(x: Tensor, activation: Activation, inplace = false): Tensor {
  const { name, parameters = [], node, ofOutput = false, keepsInput = false } = activation;
  const gradient =
    activation.gradient ?? ((g, saved) => functionGradient(name, g, saved, parameters));
  if (inplace) {
    const saved = keepsInput && needsGrad([x]) ? clone(detached(x)) : x;
    const change = () => overwrite(name, x, parameters);
    return changeInPlace(x, node, [], change, (g) => [g && gradient(g, saved)], [saved]);
  }
  if (SLOPED.has(name) && x.dtype === "float32" && x.isContiguous && needsGrad([x]))
    return withSlope(name, x, node);
  const out = mapFunction(name, x, parameters);
  const saved = ofOutput ? out : x;
  const backward: Backward = (g) => [g && gradient(g, saved)];
  return attach(node, [x], out, backward, [saved]);
}

/** Functions whose slope costs little beside the value, and as much as that when it is made by itself. */
const SLOPED: ReadonlySet<FunctionName> = new Set(["gelu", "silu"]);

/** The input is saved too: whoever changes it before the backward pass is told, though only the slope is read. */
function withSlope(name: FunctionName, x: Tensor, node: string): Tensor {
  const [out, slope] = [emptyTensor(x.shape, x.dtype), emptyTensor(x.shape, x.dtype)];
  pin([x, out, slope], 2, (...pointers) =>
    kernels.activation_sloped_f32(NUMBER[name], ...pointers, x.numel),
  );
  return attach(node, [x], out, (g) => [g && functionGradient("ofSlope", g, slope)], [x]);
}

/** A function on plain values. Half types are computed in float32 and rounded once. */
export function mapFunction(
  name: FunctionName,
  x: Tensor,
  parameters: readonly number[] = [],
): Tensor {
  return inMemoryOrder([detached(x)], (values) => {
    const type = computeType(x.dtype);
    const data = contiguous(to(values, type));
    const out = emptyTensor(data.shape, type);
    runForward(name, data, out, parameters);
    return isHalf(x.dtype) ? to(out, x.dtype) : out;
  });
}

/** The gradient of a function on plain values, from its input or its output, as the kernel wants it. */
export function functionGradient(
  name: FunctionName,
  g: Tensor,
  saved: Tensor,
  parameters: readonly number[] = [],
): Tensor {
  return inMemoryOrder([detached(saved), g], (values, gradient = g) => {
    const type = computeType(saved.dtype);
    const inputs = [gradient, values].map((t) => contiguous(to(t, type)));
    const out = emptyTensor(values.shape, type);
    const kernel =
      type === "float32" ? kernels.activation_backward_f32 : kernels.activation_backward_f64;
    const [a = 0, b = 0, c = 0] = parameters;
    pin([...inputs, out], 1, (...pointers) =>
      kernel(NUMBER[name], ...pointers, out.numel, a, b, c),
    );
    return isHalf(saved.dtype) ? to(out, saved.dtype) : out;
  });
}

function overwrite(name: FunctionName, x: Tensor, parameters: readonly number[]): void {
  if (x.isContiguous && !isHalf(x.dtype)) runForward(name, x, x, parameters);
  else copyElements(mapFunction(name, x, parameters), x);
}

function runForward(
  name: FunctionName,
  x: Tensor,
  out: Tensor,
  [a = 0, b = 0, c = 0]: readonly number[],
): void {
  const kernel = x.dtype === "float32" ? kernels.activation_f32 : kernels.activation_f64;
  pin([x, out], 1, (...pointers) => kernel(NUMBER[name], ...pointers, x.numel, a, b, c));
}
