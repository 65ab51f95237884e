import { attach } from "../autograd.ts";
import { computeType, isHalf } from "../dtype.ts";
import { check } from "../errors.ts";
import { kernels } from "../memory.ts";
import { pin } from "../pin.ts";
import { normalizeDim } from "../shape.ts";
import { emptyTensor, type Tensor, windowOn } from "../tensor.ts";
import type { InplaceOptions } from "./activation.ts";
import { checkFloating } from "./check-floating.ts";
import { contiguous, copyElements, detached, to } from "./copy.ts";
import { type Activation, activate } from "./elementwise.ts";

/** log(1 / (1 + exp(-x))). https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.logsigmoid.html */
export function logsigmoid(x: Tensor): Tensor {
  checkFloating(x.dtype, "logsigmoid", "log_sigmoid_cpu");
  return activate(x, LOG_SIGMOID);
}

const LOG_SIGMOID: Activation = { name: "logSigmoid", node: "LogSigmoidBackward0" };

/** x / (1 + exp(-x)). https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.silu.html */
export function silu(x: Tensor, { inplace = false }: InplaceOptions = {}): Tensor {
  checkFloating(x.dtype, "silu", "silu_cpu");
  return activate(x, SILU, inplace);
}

const SILU: Activation = { name: "silu", node: "SiluBackward0", keepsInput: true };

/** x tanh(log(1 + exp(x))). https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.mish.html */
export function mish(x: Tensor, { inplace = false }: InplaceOptions = {}): Tensor {
  checkFloating(x.dtype, "mish", "mish_cpu");
  return activate(x, MISH, inplace);
}

const MISH: Activation = { name: "mish", node: "MishBackward0", keepsInput: true };

/** The first half of an axis times the sigmoid of the second. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.glu.html */
export function glu(x: Tensor, { dim = -1 }: { dim?: number } = {}): Tensor {
  check(x.ndim > 0, "glu", () => "glu does not support scalars because halving size must be even");
  const axis = normalizeDim(dim, x.ndim, "glu");
  const size = x.shape[axis] as number;
  check(
    size % 2 === 0,
    "glu",
    () => `Halving dimension must be even, but dimension ${axis} is size ${size}`,
  );
  checkFloating(x.dtype, "glu", "glu_cpu");
  const type = computeType(x.dtype);
  const [a, b] = halves(detached(x), axis).map((h) => contiguous(to(h, type))) as [Tensor, Tensor];
  const y = emptyTensor(a.shape, type);
  const kernel = type === "float32" ? kernels.glu_f32 : kernels.glu_f64;
  pin([a, b, y], 1, (...pointers) => kernel(...pointers, y.numel));
  const out = isHalf(x.dtype) ? to(y, x.dtype) : y;
  return attach("GluBackward0", [x], out, (g) => [g && gluGradient(g, x, axis)], [x]);
}

function gluGradient(g: Tensor, x: Tensor, axis: number): Tensor {
  const type = computeType(x.dtype);
  const [a, b] = halves(detached(x), axis).map((h) => contiguous(to(h, type))) as [Tensor, Tensor];
  const [da, db] = [emptyTensor(a.shape, type), emptyTensor(a.shape, type)];
  const kernel = type === "float32" ? kernels.glu_backward_f32 : kernels.glu_backward_f64;
  const dy = contiguous(to(g, type));
  pin([dy, a, b, da, db], 2, (...pointers) => kernel(...pointers, a.numel));
  const dx = emptyTensor(x.shape, x.dtype);
  const [first, second] = halves(dx, axis) as [Tensor, Tensor];
  copyElements(to(da, x.dtype), first);
  copyElements(to(db, x.dtype), second);
  return dx;
}

/** Windows on the two halves of an axis. */
function halves(x: Tensor, axis: number): Tensor[] {
  const half = (x.shape[axis] as number) / 2;
  const shape = x.shape.with(axis, half);
  const step = half * (x.strides[axis] as number);
  return [0, step].map((far) => windowOn(x, shape, x.strides, x.offset + far));
}
