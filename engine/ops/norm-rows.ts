import { kernels, scratch } from "../memory.ts";
import { pinOptional } from "../pin.ts";
import type { Shape } from "../shape.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { gradientsOf, type Normed, type NormGradients, type Wanted } from "./norm.ts";

// Normalisation of rows, each by itself: of a contiguous float32 or float64 tensor `size` neighbours at a time.

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
): Normed {
  const rows = size === 0 ? 0 : x.numel / size;
  const stats = emptyTensor([3, rows], "float64");
  const out = emptyTensor(x.shape, x.dtype);
  const kernel = x.dtype === "float32" ? kernels.norm_rows_f32 : kernels.norm_rows_f64;
  pinOptional([x, weight, bias, stats, out], 2, (px, pw, pb, ps, py) =>
    kernel(px, py, 0, rows, rows, size, Number(centred), eps, ps, pw, pb),
  );
  return { out, stats };
}

/** The gradients that are wanted; those of weight and bias are of `shape`. */
export function rowGradients(
  g: Tensor,
  x: Tensor,
  { size, weight, centred }: RowOptions,
  { stats, shape, wanted }: { stats: Tensor; shape: Shape; wanted: Wanted },
): NormGradients {
  const [dx, dweight, dbias] = gradientsOf(x, shape, wanted);
  const rows = stats.shape[1] as number;
  const [backward, join] =
    x.dtype === "float32"
      ? [kernels.norm_rows_backward_f32, kernels.norm_rows_parameters_f32]
      : [kernels.norm_rows_backward_f64, kernels.norm_rows_parameters_f64];
  pinOptional([g, x, stats, weight, dx, dweight, dbias], 3, (pg, px, ps, pw, pd, pdw, pdb) => {
    const sums = pdw ? scratch(kernels.norm_rows_scratch(rows, size)) : 0;
    backward(pg, px, pd, 0, rows, rows, size, Number(centred), ps, pw, sums);
    if (pdw) join(rows, size, sums, pdw, pdb);
  });
  return [dx, dweight, dbias];
}
