import { attach, noGrad } from "../autograd.ts";
import { computeType, type Dtype, isHalf } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { rounderOf } from "../half.ts";
import { kernels } from "../memory.ts";
import { pin } from "../pin.ts";
import { fma32, fma64 } from "../random/fma.ts";
import { showShape } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { contiguous, detached, numbers, to } from "./copy.ts";
import { zeros } from "./create.ts";
import { renormRows } from "./renorm.ts";

/** Options of embedding. */
export interface EmbeddingFunctionOptions {
  /** A row that gets no gradient, counted from the end if negative. */
  paddingIdx?: number | null;
  /** Rows that are used and whose norm exceeds this are scaled down to it, in place. */
  maxNorm?: number | null;
  /** The p of that norm. */
  normType?: number;
  /** Whether a row's gradient is divided by how often it was used. */
  scaleGradByFreq?: boolean;
  /** Whether PyTorch would give a sparse gradient; here its dense equal comes. */
  sparse?: boolean;
}

/**
 * Rows of `weight` by index. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.embedding.html
 *
 * **Shapes**: indices (*) of int64 or int32, weight (rows, width); result (*, width).
 */
export function embedding(
  indices: Tensor,
  weight: Tensor,
  options: EmbeddingFunctionOptions = {},
): Tensor {
  const { maxNorm = null, normType = 2, scaleGradByFreq = false, sparse = false } = options;
  const padding = rowOfPadding(options.paddingIdx ?? null, weight);
  if (maxNorm !== null) noGrad(() => renormRows(weight, indices, maxNorm, normType));
  checkArguments(indices, weight);
  const used = contiguous(detached(indices));
  const out = gather(used, weight);
  return attach("EmbeddingBackward0", [weight], out, (g) => {
    if (!g) return [null];
    check(
      !(sparse && scaleGradByFreq),
      "embedding_backward",
      () => "scale_grad_by_freq not supported with sparse gradients",
    );
    checkAs(
      "IndexError",
      !(sparse && padding >= 0 && indices.ndim === 0),
      "embedding_backward",
      () => "too many indices for tensor of dimension 0 (got 1)",
    );
    const slow = scaleGradByFreq || isHalf(weight.dtype);
    const dweight = slow
      ? scatterScaled(g, used, weight, padding, scaleGradByFreq)
      : scatter(g, used, weight, padding);
    if (sparse) dweight.layout = "sparse_coo";
    return [dweight];
  });
}

function checkArguments(indices: Tensor, weight: Tensor): void {
  check(
    weight.ndim === 2,
    "embedding",
    () => `'weight' must be 2-D, but has shape ${showShape(weight.shape)}`,
  );
  check(
    indices.dtype === "int64" || indices.dtype === "int32",
    "embedding",
    () =>
      `Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got ${TENSOR_TYPE[indices.dtype]} instead`,
  );
}

/** As messages name a dtype. */
export const TENSOR_TYPE: Readonly<Record<Dtype, string>> = {
  float64: "torch.DoubleTensor",
  float32: "torch.FloatTensor",
  float16: "torch.HalfTensor",
  bfloat16: "torch.BFloat16Tensor",
  int64: "torch.LongTensor",
  int32: "torch.IntTensor",
  int16: "torch.ShortTensor",
  int8: "torch.CharTensor",
  uint8: "torch.ByteTensor",
  bool: "CPUBoolType",
};

/** The padding row counted from the start; -1 if there is none. */
function rowOfPadding(index: number | null, weight: Tensor): number {
  if (index === null) return -1;
  const rows = weight.shape[0] ?? 0;
  checkAs(
    "AssertionError",
    (index >= -rows && index < rows) || index === 0,
    "embedding",
    () => `Padding_idx must be within num_embeddings: ${index} for ${rows} rows`,
  );
  return index < 0 ? index + rows : index;
}

function gather(indices: Tensor, weight: Tensor): Tensor {
  const [rows, width] = weight.shape as [number, number];
  check(
    rows > 0 || indices.numel === 0,
    "embedding",
    () => "index_select(): self indexing axis dim should be positive",
  );
  const table = contiguous(detached(weight));
  const out = emptyTensor([...indices.shape, width], weight.dtype);
  const rowBytes = width * (weight.storage.view(weight.dtype).BYTES_PER_ELEMENT as number);
  pin([table, indices, out], 1, (pt, pi, po) => {
    checkIndices(indices, pi as number, rows);
    kernels.embedding_rows(...([pt, rowBytes, pi, isWide(indices), indices.numel, po] as number[]));
  });
  return out;
}

function checkIndices(indices: Tensor, pointer: number, rows: number): void {
  const bad = kernels.embedding_outside(rows, pointer, isWide(indices), indices.numel);
  checkAs(
    "IndexError",
    bad < 0,
    "embedding",
    () => `index out of range in self: ${numbers(indices)[bad]} for ${rows} rows`,
  );
}

/** The gradient of weight: each row's share, added up in the order of the indices. */
function scatter(g: Tensor, indices: Tensor, weight: Tensor, padding: number): Tensor {
  const type = computeType(weight.dtype);
  const out = zeros(weight.shape, { dtype: type });
  const width = weight.shape[1] as number;
  const kernel = type === "float32" ? kernels.embedding_add_f32 : kernels.embedding_add_f64;
  pin([contiguous(to(g, type)), indices, out], 1, (pg, pi, po) =>
    kernel(...([pg, width, width, pi, isWide(indices), indices.numel, padding, po] as number[])),
  );
  return to(out, weight.dtype);
}

/**
 * As scatter, each row's share divided, if it is `scaled`, by how often it was used: multiplied by the rounded inverse and
 * added in one step, as PyTorch does; in 16 bits it rounds after each.
 */
function scatterScaled(
  g: Tensor,
  indices: Tensor,
  weight: Tensor,
  padding: number,
  scaled: boolean,
): Tensor {
  const type = computeType(weight.dtype);
  const out = zeros(weight.shape, { dtype: type });
  const [rows, width] = weight.shape as [number, number];
  const [shares, used] = [numbers(g), numbers(indices)];
  const counts = countUses(used, rows);
  const sums = elementsOf(out) as Float64Array;
  const round = rounderOf(weight.dtype);
  const add = adderOf(weight.dtype, round);
  used.forEach((row, i) => {
    if (row === padding) return;
    const scale = scaled ? round(1 / (counts[row] as number)) : 1;
    for (let j = 0; j < width; j++) {
      const at = row * width + j;
      sums[at] = add(shares[i * width + j] as number, scale, sums[at] as number);
    }
  });
  return to(out, weight.dtype);
}

/** a b + c as PyTorch rounds it. */
function adderOf(dtype: Dtype, round: (value: number) => number) {
  if (isHalf(dtype)) return (a: number, b: number, c: number) => round(round(a * b) + c);
  return dtype === "float32" ? fma32 : fma64;
}

function countUses(used: Iterable<number>, rows: number): number[] {
  const counts = new Array<number>(rows).fill(0);
  for (const row of used) counts[row] = (counts[row] as number) + 1;
  return counts;
}

function isWide(indices: Tensor): number {
  return Number(indices.dtype === "int64");
}
