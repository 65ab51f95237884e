import { attach } from "../autograd.ts";
import { computeType, type Dtype, isHalf } from "../dtype.ts";
import { kernels, scratch } from "../memory.ts";
import { pin } from "../pin.ts";
import { normalizeDim, sizeOf } from "../shape.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { checkFloating } from "./check-floating.ts";
import { contiguous, detached, to } from "./copy.ts";

/** Options of softmax and logSoftmax. */
export interface SoftmaxOptions {
  /** The floating type that the input is converted to first. */
  dtype?: Dtype | null;
}

/** exp(x) / Σ exp(x) along `dim`. https://docs.pytorch.org/docs/stable/generated/torch.softmax.html */
export function softmax(x: Tensor, dim: number, options: SoftmaxOptions = {}): Tensor {
  return run("softmax", x, dim, options);
}

/** log(softmax(x)) along `dim`, without its overflow. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.log_softmax.html */
export function logSoftmax(x: Tensor, dim: number, options: SoftmaxOptions = {}): Tensor {
  return run("log_softmax", x, dim, options);
}

const NODE = { softmax: "SoftmaxBackward0", log_softmax: "LogSoftmaxBackward0" } as const;

function run(name: keyof typeof NODE, x: Tensor, dim: number, { dtype }: SoftmaxOptions): Tensor {
  const axis = normalizeDim(dim, x.ndim, name);
  const result = dtype ?? x.dtype;
  checkFloating(result, name, `${name}_lastdim_kernel_impl`);
  const type = computeType(result);
  const wide = alongAxis(name, "", [to(detached(x), type)], axis);
  const out = isHalf(result) ? to(wide, result) : wide;
  return attach(
    NODE[name],
    [x],
    out,
    (g) => {
      if (!g) return [null];
      const inputs = [to(g, type), to(detached(out), type)];
      return [to(alongAxis(name, "_backward", inputs, axis), x.dtype)];
    },
    [out],
  );
}

function alongAxis(
  name: keyof typeof NODE,
  direction: "" | "_backward",
  inputs: readonly Tensor[],
  axis: number,
): Tensor {
  const { shape, dtype } = inputs[0] as Tensor;
  const out = emptyTensor(shape, dtype);
  if (out.numel === 0) return out;
  const type = dtype === "float32" ? "f32" : "f64";
  const kernel = kernels[`softmax${direction}_${type}` as const];
  const n = shape[axis] ?? 1;
  const sizes = [sizeOf(shape.slice(0, axis)), n, sizeOf(shape.slice(axis + 1))];
  pin([...inputs.map(contiguous), out], 1, (...pointers) =>
    kernel(
      ...pointers,
      ...sizes,
      name === "log_softmax" ? 1 : 0,
      scratch(kernels.softmax_scratch(n)),
    ),
  );
  return out;
}
