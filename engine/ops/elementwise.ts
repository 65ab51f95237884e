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
  if (inplace) return activateInPlace(x, activation);
  const { name, parameters, node } = activation;
  if (!needsGrad([x])) return mapFunction(name, x, parameters);
  if (SLOPED.has(name) && x.dtype === "float32" && x.isContiguous) return withSlope(name, x, node);
  const out = mapFunction(name, x, parameters);
  const saved = activation.ofOutput ? out : x;
  const backward: Backward = (g) => [g && gradientOf(activation, g, saved)];
  return attach(node, [x], out, backward, [saved]);
}

function activateInPlace(x: Tensor, activation: Activation): Tensor {
  const { name, parameters, node, keepsInput = false } = activation;
  const saved = keepsInput && needsGrad([x]) ? clone(detached(x)) : x;
  const change = () => overwrite(name, x, parameters);
  const backward: Backward = (g) => [g && gradientOf(activation, g, saved)];
  return changeInPlace(x, node, [], change, backward, [saved]);
}

function gradientOf({ name, parameters, gradient }: Activation, g: Tensor, saved: Tensor): Tensor {
  return gradient ? gradient(g, saved) : functionGradient(name, g, saved, parameters);
}

/** Functions whose slope costs little beside the value, and as much as that when it is made by itself. */
const SLOPED: ReadonlySet<FunctionName> = new Set(["gelu", "silu"]);

/** The input is saved too: whoever changes it before the backward pass is told, though only the slope is read. */
function withSlope(name: FunctionName, x: Tensor, node: string): Tensor {
  const [out, slope] = [emptyTensor(x.shape, x.dtype), emptyTensor(x.shape, x.dtype)];
  const [number, n] = [NUMBER[name], x.numel];
  pin([x, out, slope], 2, (from = 0, to = 0, at = 0) =>
    kernels.activation_sloped_f32(number, from, to, at, n),
  );
  return attach(node, [x], out, (g) => [g && functionGradient("ofSlope", g, slope)], [x]);
}

/** A function on plain values. Half types are computed in float32 and rounded once. */
export function mapFunction(
  name: FunctionName,
  x: Tensor,
  parameters: readonly number[] = NONE,
): Tensor {
  if (isReady(x)) return forward(name, x, parameters);
  return inMemoryOrder([detached(x)], (values) => {
    const out = forward(name, contiguous(to(values, computeType(x.dtype))), parameters);
    return isHalf(x.dtype) ? to(out, x.dtype) : out;
  });
}

/** The gradient of a function on plain values, from its input or its output, as the kernel wants it. */
export function functionGradient(
  name: FunctionName,
  g: Tensor,
  saved: Tensor,
  parameters: readonly number[] = NONE,
): Tensor {
  if (isReady(saved) && isReady(g) && saved.dtype === g.dtype)
    return backward(name, g, saved, parameters);
  return inMemoryOrder([detached(saved), g], (values, gradient = g) => {
    const type = computeType(saved.dtype);
    const [p, q] = [contiguous(to(gradient, type)), contiguous(to(values, type))];
    const out = backward(name, p, q, parameters);
    return isHalf(saved.dtype) ? to(out, saved.dtype) : out;
  });
}

const NONE: readonly number[] = [];

/** Whether the kernels take a tensor as it is. */
function isReady(x: Tensor): boolean {
  return (x.dtype === "float32" || x.dtype === "float64") && x.isContiguous;
}

function forward(name: FunctionName, x: Tensor, parameters: readonly number[]): Tensor {
  const out = emptyTensor(x.shape, x.dtype);
  runForward(name, x, out, parameters);
  return out;
}

function backward(
  name: FunctionName,
  g: Tensor,
  saved: Tensor,
  parameters: readonly number[],
): Tensor {
  const out = emptyTensor(saved.shape, saved.dtype);
  const isSingle = saved.dtype === "float32";
  const kernel = isSingle ? kernels.activation_backward_f32 : kernels.activation_backward_f64;
  const [n, a, b, c] = [out.numel, parameters[0] ?? 0, parameters[1] ?? 0, parameters[2] ?? 0];
  pin([g, saved, out], 1, (pg = 0, ps = 0, to = 0) => kernel(NUMBER[name], pg, ps, to, n, a, b, c));
  return out;
}

function overwrite(name: FunctionName, x: Tensor, parameters: readonly number[] = NONE): void {
  if (isReady(x)) runForward(name, x, x, parameters);
  else copyElements(mapFunction(name, x, parameters), x);
}

function runForward(
  name: FunctionName,
  x: Tensor,
  out: Tensor,
  parameters: readonly number[],
): void {
  const kernel = x.dtype === "float32" ? kernels.activation_f32 : kernels.activation_f64;
  const [n, a, b, c] = [x.numel, parameters[0] ?? 0, parameters[1] ?? 0, parameters[2] ?? 0];
  pin([x, out], 1, (from = 0, to = 0) => kernel(NUMBER[name], from, to, n, a, b, c));
}
