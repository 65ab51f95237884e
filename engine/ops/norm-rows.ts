import { kernels, scratch } from "../memory.ts";
import { pin } from "../pin.ts";
import type { Shape } from "../shape.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { pinOptional } from "./norm.ts";

// Normalisation of rows, each by itself: of a contiguous float32 or float64 tensor `size` neighbours at a time.

/** Rows normalised, and what their gradient needs of them. */
export interface NormedRows {
  readonly out: Tensor;
  /** float64 (3, rows), as of normStatistics. */
  readonly stats: Tensor;
}

/** What there is beside x: all of one type. `centred`: whether means are taken off. */
export interface RowOptions {
  readonly size: number;
  readonly weight: Tensor | null;
  readonly centred: boolean;
}

/** (x - mean) / √(variance + eps) · weight + bias, or without centring x / √(mean of x² + eps) · weight. */
export function normRows(
  x: Tensor,
  { size, weight, centred }: RowOptions,
  bias: Tensor | null,
  eps: number,
): NormedRows {
  const rows = size === 0 ? 0 : x.numel / size;
  const stats = emptyTensor([3, rows], "float64");
  const out = emptyTensor(x.shape, x.dtype);
  const kernel = x.dtype === "float32" ? kernels.norm_rows_f32 : kernels.norm_rows_f64;
  pinOptional([x, weight, bias, stats, out], 2, (px, pw, pb, ps, py) =>
    kernel(px, py, rows, size, Number(centred), eps, ps, pw, pb),
  );
  return { out, stats };
}

/** The gradient of x. */
export function rowGradient(
  g: Tensor,
  x: Tensor,
  stats: Tensor,
  { size, weight, centred }: RowOptions,
): Tensor {
  const dx = emptyTensor(x.shape, x.dtype);
  const kernel =
    x.dtype === "float32" ? kernels.norm_rows_backward_f32 : kernels.norm_rows_backward_f64;
  pinOptional([g, x, stats, weight, dx], 1, (pg, px, ps, pw, pd) =>
    kernel(pg, px, pd, stats.shape[1] as number, size, Number(centred), ps, pw),
  );
  return dx;
}

/** The gradients of weight and bias: sums over all rows. */
export function rowParameterGradients(g: Tensor, x: Tensor, stats: Tensor, shape: Shape) {
  const dweight = emptyTensor(shape, x.dtype);
  const dbias = emptyTensor(shape, x.dtype);
  const sizes = [stats.shape[1] as number, dweight.numel] as const;
  const kernel = x.dtype === "float32" ? kernels.norm_columns_f32 : kernels.norm_columns_f64;
  pin([g, x, stats, dweight, dbias], 2, (...[pg = 0, px = 0, ps = 0, pw = 0, pb = 0]) =>
    kernel(pg, px, ...sizes, ps, pw, pb, scratch(kernels.norm_columns_scratch(...sizes))),
  );
  return { dweight, dbias };
}
