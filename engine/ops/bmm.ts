import { attach } from "../autograd.ts";
import { computeType, isFloating, isHalf, SCALAR_TYPE } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { kernels, scratch } from "../memory.ts";
import { pin } from "../pin.ts";
import { type Shape, sizeOf } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { contiguous, detached, reader, to, writer } from "./copy.ts";
import { reshape, transpose } from "./view.ts";

/** Products of matrices, one for every entry of a batch: (b, m, k) and (b, k, n). https://docs.pytorch.org/docs/stable/generated/torch.bmm.html */
export function bmm(a: Tensor, b: Tensor): Tensor {
  check(a.ndim === 3, "bmm", () => `batch1 must be a 3D tensor, got ${a.ndim}D`);
  check(b.ndim === 3, "bmm", () => `batch2 must be a 3D tensor, got ${b.ndim}D`);
  return batched("BmmBackward0", a, b);
}

/** (*, m, k) times (*, k, n) for equal leading axes. */
export function batched(name: string, a: Tensor, b: Tensor): Tensor {
  checkBatches(a, b);
  const out = batchedProduct(a, b);
  return attach(
    name,
    [a, b],
    out,
    (g) => [
      g && a.requiresGrad ? batchedProduct(g, transpose(detached(b), -1, -2)) : null,
      g && b.requiresGrad ? batchedProduct(transpose(detached(a), -1, -2), g) : null,
    ],
    [a, b],
  );
}

function checkBatches(a: Tensor, b: Tensor): void {
  const [batch, k] = [sizeOf(a.shape.slice(0, -2)), a.size(-1)];
  const other = sizeOf(b.shape.slice(0, -2));
  check(
    batch === other && b.size(-2) === k,
    "bmm",
    () =>
      `Expected size for first two dimensions of batch2 tensor to be: [${batch}, ${k}] but got: [${other}, ${b.size(-2)}].`,
  );
  check(
    a.dtype === b.dtype,
    "bmm",
    () => `expected scalar type ${SCALAR_TYPE[a.dtype]} but found ${SCALAR_TYPE[b.dtype]}`,
  );
  checkAs(
    "NotImplementedError",
    a.dtype !== "bool",
    "bmm",
    () => `"bmm" not implemented for '${SCALAR_TYPE[a.dtype]}'`,
  );
}

/** The product on plain values. Half types add in float32 and round once. */
export function batchedProduct(a: Tensor, b: Tensor): Tensor {
  const shape = [...a.shape.slice(0, -1), b.size(-1)];
  if (!isFloating(a.dtype)) return integerProduct(a, b, shape);
  const type = computeType(a.dtype);
  const out = emptyTensor(shape, type);
  if (out.numel > 0) {
    const [p, q] = [twoBatchAxes(to(detached(a), type)), twoBatchAxes(to(detached(b), type))];
    multiplyBatches(p, q, out);
  }
  return isHalf(a.dtype) ? to(out, a.dtype) : out;
}

/** As (outer, inner, rows, columns): without a copy where the leading axes join. */
export function twoBatchAxes(x: Tensor): Tensor {
  const lead = x.shape.slice(0, -2);
  if (lead.length === 2) return x;
  if (lead.length < 2) return reshape(x, [...[1, 1].slice(lead.length), ...x.shape]);
  return reshape(x, [-1, ...x.shape.slice(-3)]);
}

function multiplyBatches(a: Tensor, b: Tensor, out: Tensor): void {
  const [outer, inner, m, k] = a.shape as [number, number, number, number];
  const n = b.size(-1);
  const single = out.dtype === "float32";
  const kernel = single ? kernels.bmm_f32 : kernels.bmm_f64;
  pin([a, b, out], 1, (pa, pb, pc) =>
    kernel(
      ...[outer, inner, m, n, k],
      ...[pa as number, ...a.strides],
      ...[pb as number, ...b.strides],
      pc as number,
      scratch(kernels.gemm_scratch(m, n, k, single ? 4 : 8)),
    ),
  );
}

function integerProduct(a: Tensor, b: Tensor, shape: Shape): Tensor {
  const [m, k, n] = [a.size(-2), a.size(-1), b.size(-1)];
  const out = emptyTensor(shape, a.dtype);
  const [p, q] = [contiguous(detached(a)), contiguous(detached(b))];
  const [readA, readB] = [reader(a.dtype, elementsOf(p)), reader(b.dtype, elementsOf(q))];
  const write = writer(out.dtype, elementsOf(out));
  for (let at = 0; at < out.numel; at++) {
    const [row, column] = [Math.floor(at / n), at % n];
    const batch = Math.floor(row / m);
    let total = 0n;
    for (let i = 0; i < k; i++)
      total += BigInt(readA(row * k + i)) * BigInt(readB((batch * k + i) * n + column));
    write(at, total);
  }
  return out;
}
