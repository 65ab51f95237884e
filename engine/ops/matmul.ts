import { attach, needsGrad } from "../autograd.ts";
import { bytesOf, C_TYPE, computeType, isFloating, isHalf, SCALAR_TYPE } from "../dtype.ts";
import { check } from "../errors.ts";
import { kernels, scratch, scratchInts } from "../memory.ts";
import { pin } from "../pin.ts";
import { showShape } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor, windowOn } from "../tensor.ts";
import { contiguous, detached, reader, to, writer } from "./copy.ts";
import { sumTo } from "./sum-axes.ts";
import { expand } from "./view.ts";

/** The product of two matrices, (m, k) and (k, n). https://docs.pytorch.org/docs/stable/generated/torch.mm.html */
export function mm(a: Tensor, b: Tensor): Tensor {
  checkMatrices("mm", a, b);
  check(
    a.dtype === b.dtype,
    "mm",
    () =>
      `expected m1 and m2 to have the same dtype, but got: ${C_TYPE[a.dtype]} != ${C_TYPE[b.dtype]}`,
  );
  const out = product(a, b, null);
  return attach("MmBackward0", [a, b], out, (g) => productGradients(g, a, b), [a, b]);
}

/** bias + a b; the bias broadcasts to (m, n). https://docs.pytorch.org/docs/stable/generated/torch.addmm.html */
export function addmm(bias: Tensor, a: Tensor, b: Tensor): Tensor {
  checkMatrices("addmm", a, b);
  checkSameType("mat1", a, b);
  checkSameType("self", bias, b);
  const out = product(a, b, bias);
  // attach() would tell too, but what it is given would be made for nothing, for each of a million small layers.
  if (!needsGrad([bias, a, b])) return out;
  return attach(
    "AddmmBackward0",
    [bias, a, b],
    out,
    (g) => [g && bias.requiresGrad ? sumTo(g, bias.shape) : null, ...productGradients(g, a, b)],
    [a, b],
  );
}

function productGradients(g: Tensor | null, a: Tensor, b: Tensor): [Tensor | null, Tensor | null] {
  if (!g) return [null, null];
  return [
    a.requiresGrad ? productLike(a, g, turned(b)) : null,
    b.requiresGrad ? productLike(b, turned(a), g) : null,
  ];
}

/** p q, lying as `like` does: the gradient of a transposed weight is then the weight's without a copy. */
function productLike(like: Tensor, p: Tensor, q: Tensor): Tensor {
  const isTurned = like.strides[0] === 1 && like.strides[1] === like.shape[0];
  return isTurned ? turned(product(turned(q), turned(p), null)) : product(p, q, null);
}

/** A matrix transposed, on the same memory and cut from the graph. */
export function turned(x: Tensor): Tensor {
  const { shape, strides } = x;
  return windowOn(
    x,
    [shape[1] as number, shape[0] as number],
    [strides[1] as number, strides[0] as number],
    x.offset,
  );
}

function checkMatrices(where: string, a: Tensor, b: Tensor): void {
  check(a.ndim === 2, where, () => `self must be a matrix, but has shape ${showShape(a.shape)}`);
  check(b.ndim === 2, where, () => `mat2 must be a matrix, but has shape ${showShape(b.shape)}`);
  check(
    a.shape[1] === b.shape[0],
    where,
    () =>
      `mat1 and mat2 shapes cannot be multiplied (${a.shape.join("x")} and ${b.shape.join("x")})`,
  );
}

function checkSameType(name: string, one: Tensor, mat2: Tensor): void {
  check(
    one.dtype === mat2.dtype,
    "addmm",
    () =>
      `${name} and mat2 must have the same dtype, but got ${SCALAR_TYPE[one.dtype]} and ${SCALAR_TYPE[mat2.dtype]}`,
  );
}

/** bias + a b on plain values. Half types add in float32 and round once. */
function product(a: Tensor, b: Tensor, bias: Tensor | null): Tensor {
  if (!isFloating(a.dtype)) return integerProduct(a, b, bias);
  const shape = [a.shape[0] as number, b.shape[1] as number] as const;
  const type = computeType(a.dtype);
  const start = bias && spreadOver(plain(bias, type), shape);
  const out = emptyTensor(shape, type);
  multiply(plain(a, type), plain(b, type), out, start, false);
  return isHalf(a.dtype) ? to(out, a.dtype) : out;
}

function plain(x: Tensor, type: "float32" | "float64"): Tensor {
  return x.dtype === type ? x : to(detached(x), type);
}

function spreadOver(bias: Tensor, shape: readonly [number, number]): Tensor {
  if (bias.ndim !== 1 || bias.shape[0] !== shape[1]) return expand(detached(bias), shape);
  return windowOn(bias, shape, [0, bias.strides[0] as number], bias.offset);
}

/** out (+)= a b for matrices of float32 or float64, any strides for a and b, unit column stride for out. */
export function multiplyInto(a: Tensor, b: Tensor, out: Tensor, accumulate: boolean): void {
  multiply(a, b, out, null, accumulate);
}

/** out = start + a b where there is a start. */
function multiply(
  a: Tensor,
  b: Tensor,
  out: Tensor,
  start: Tensor | null,
  accumulate: boolean,
): void {
  const { shape: sizesA, strides: stepsA } = a;
  const { strides: stepsB } = b;
  const { strides: steps, dtype } = out;
  const m = sizesA[0] as number;
  const k = sizesA[1] as number;
  const n = b.shape[1] as number;
  if (m === 0 || n === 0) return;
  const bytes = bytesOf(dtype);
  const kernel = bytes === 4 ? kernels.gemm_f32 : kernels.gemm_f64;
  pin([a, b, start ?? out, out], 1, (pa = 0, pb = 0, ps = 0, pc = 0) => {
    if (start) {
      const from = start.strides;
      const axes = [m, n, from[0] as number, from[1] as number, steps[0] as number, 1];
      kernels.copy_strided(bytes, ps, pc, 2, scratchInts(axes));
    }
    const room = scratch(kernels.gemm_scratch(m, n, k, bytes));
    const add = start || accumulate ? 1 : 0;
    const rowA = stepsA[0] as number;
    const colA = stepsA[1] as number;
    const rowB = stepsB[0] as number;
    const colB = stepsB[1] as number;
    kernel(m, n, k, pa, rowA, colA, pb, rowB, colB, pc, steps[0] as number, add, room);
  });
}

function integerProduct(a: Tensor, b: Tensor, bias: Tensor | null): Tensor {
  const [m, k, n] = [a.shape[0] as number, a.shape[1] as number, b.shape[1] as number];
  const out = emptyTensor([m, n], a.dtype);
  const [p, q] = [contiguous(detached(a)), contiguous(detached(b))];
  const added = bias && contiguous(expand(detached(bias), [m, n]));
  const [readA, readB] = [reader(a.dtype, elementsOf(p)), reader(b.dtype, elementsOf(q))];
  const readBias = added && reader(added.dtype, elementsOf(added));
  const write = writer(out.dtype, elementsOf(out));
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let total = BigInt(readBias?.(i * n + j) ?? 0);
      for (let p = 0; p < k; p++) total += BigInt(readA(i * k + p)) * BigInt(readB(p * n + j));
      write(i * n + j, total);
    }
  }
  return out;
}
