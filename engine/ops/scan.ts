import { attach } from "../autograd.ts";
import { type Dtype, isFloating } from "../dtype.ts";
import { normalizeDim } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { elementsOf } from "../tensor.ts";
import { detached, numbers, reader, to, writer } from "./copy.ts";
import { emptyLines, laidAlong, lastLines, linesOf } from "./lines.ts";

/** Options of cumsum and cumprod. */
export interface ScanOptions {
  /** The dtype that values are converted to first. */
  dtype?: Dtype | null;
}

/** The running sum along an axis. https://docs.pytorch.org/docs/stable/generated/torch.cumsum.html */
export function cumsum(x: Tensor, dim: number, options: ScanOptions = {}): Tensor {
  const axis = normalizeDim(dim, x.ndim, "cumsum");
  const values = inScanType(x, options);
  const out = scanned(
    values,
    axis,
    (a, b) => a + b,
    (a, b) => a + b,
    0,
  );
  return attach("CumsumBackward0", [x], out, (g) => [g && to(summedBack(g, axis), x.dtype)]);
}

/** The running product along an axis. https://docs.pytorch.org/docs/stable/generated/torch.cumprod.html */
export function cumprod(x: Tensor, dim: number, options: ScanOptions = {}): Tensor {
  const axis = normalizeDim(dim, x.ndim, "cumprod");
  const values = inScanType(x, options);
  const out = scanned(
    values,
    axis,
    (a, b) => a * b,
    (a, b) => a * b,
    1,
  );
  return attach(
    "CumprodBackward0",
    [x],
    out,
    (g) => [g && to(productGradient(g, values, axis), x.dtype)],
    [x],
  );
}

/** Integers and bool are summed as int64. */
function inScanType(x: Tensor, options: ScanOptions): Tensor {
  return to(detached(x), options.dtype ?? (isFloating(x.dtype) ? x.dtype : "int64"));
}

/** Floating values accumulate in float64, integers as such. */
function scanned(
  x: Tensor,
  axis: number,
  real: (a: number, b: number) => number,
  whole: (a: bigint, b: bigint) => bigint,
  start: number,
): Tensor {
  const length = x.shape[axis] ?? 1;
  const from = lastLines(x, [axis]);
  const lines = emptyLines(x, axis, length, x.dtype);
  const read = reader(x.dtype, elementsOf(from));
  const write = writer(x.dtype, elementsOf(lines));
  const floating = isFloating(x.dtype);
  let [r, w] = [start, BigInt(start)];
  for (let i = 0; i < lines.numel; i++) {
    if (i % length === 0) [r, w] = [start, BigInt(start)];
    if (floating) {
      r = real(r, read(i) as number);
      write(i, r);
    } else {
      w = whole(w, BigInt(read(i)));
      write(i, w);
    }
  }
  return laidAlong(lines, axis);
}

/** The running sum from the end. */
function summedBack(g: Tensor, axis: number): Tensor {
  const { values, length } = linesOf(g, axis);
  const lines = emptyLines(g, axis, length, g.dtype);
  const write = writer(g.dtype, elementsOf(lines));
  let total = 0;
  for (let i = lines.numel - 1; i >= 0; i--) {
    if ((i + 1) % length === 0) total = 0;
    total += values[i] as number;
    write(i, total);
  }
  return laidAlong(lines, axis);
}

/**
 * Element k gets the sum, over i >= k, of g_i times the product of all x up to i but x_k. Only a line with a zero in it
 * needs the products made anew for every k.
 */
function productGradient(g: Tensor, x: Tensor, axis: number): Tensor {
  const [from, dy] = [linesOf(x, axis), numbers(lastLines(g, [axis]))];
  const { length, count, values } = from;
  const lines = emptyLines(x, axis, length, x.dtype);
  const write = writer(x.dtype, elementsOf(lines));
  for (let line = 0; line < count; line++) {
    const start = line * length;
    const own = values.subarray(start, start + length);
    const result = lineGradient(own, dy.subarray(start, start + length) as Float64Array);
    for (let i = 0; i < length; i++) write(start + i, result[i] as number);
  }
  return laidAlong(lines, axis);
}

function lineGradient(x: Float64Array, g: Float64Array): Float64Array {
  return x.includes(0) ? productBySteps(x, g) : productByQuotients(x, g);
}

/** Without a zero: the sum over i >= k of g_i y_i, over x_k. */
function productByQuotients(x: Float64Array, g: Float64Array): Float64Array {
  const y = x.slice();
  for (let i = 1; i < y.length; i++) y[i] = (y[i - 1] as number) * (x[i] as number);
  let total = 0;
  for (let k = y.length - 1; k >= 0; k--) {
    total += (g[k] as number) * (y[k] as number);
    y[k] = total / (x[k] as number);
  }
  return y;
}

function productBySteps(x: Float64Array, g: Float64Array): Float64Array {
  const result = new Float64Array(x.length);
  let before = 1;
  for (let k = 0; k < x.length; k++) {
    let product = before;
    let total = 0;
    for (let i = k; i < x.length; i++) {
      if (i > k) product *= x[i] as number;
      total += product * (g[i] as number);
    }
    result[k] = total;
    before *= x[k] as number;
  }
  return result;
}
