import { isFloating, isHalf, SCALAR_TYPE } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { isContiguous, showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import type { Interpolation } from "./interpolation.ts";

/** Refuses sizes below 1, old and new, and images without channels; a batch may be empty. */
export function checkImage(x: Tensor, counts: readonly number[], operation: string): void {
  const [sizes, axes] = [x.shape.slice(2), counts.length];
  const named = (list: readonly number[]) =>
    list.map((n, i) => `${"DHW"[i + 3 - axes]}: ${n}`).join(", ");
  check(
    [...sizes, ...counts].every((n) => n > 0),
    operation,
    () =>
      `Input and output sizes should be greater than 0, but got input (${named(sizes)}) ${axes === 1 ? "and " : ""}output (${named(counts)})`,
  );
  check(
    x.shape[1] !== 0,
    operation,
    () =>
      `Non-empty ${x.ndim}D data tensor expected but got a tensor with sizes ${showShape(x.shape)}`,
  );
}

/** Refuses types that a mode has no kernel for. */
export function checkType(
  x: Tensor,
  how: Interpolation,
  counts: readonly number[],
  operation: string,
): void {
  const bytes = x.dtype === "uint8" && how.mode !== "linear" && how.mode !== "trilinear";
  checkAs(
    "NotImplementedError",
    bytes || (isFloating(x.dtype) && !(how.antialias && isHalf(x.dtype))),
    operation,
    () => `"${kernelName(x, how, counts)}" not implemented for '${SCALAR_TYPE[x.dtype]}'`,
  );
}

/** PyTorch's name for the part of the work that looks at the type first. */
function kernelName(
  x: Tensor,
  { mode, antialias }: Interpolation,
  counts: readonly number[],
): string {
  if (antialias) return "compute_index_ranges_weights";
  if (mode === "bicubic") return "compute_indices_weights_cubic";
  const nearest = mode === "nearest" || mode === "nearest-exact";
  const direct = takesDirectWay(x, counts) || (mode === "bilinear" && x.shape[1] === 3);
  if (!direct) return `compute_indices_weights_${nearest ? "nearest" : "linear"}`;
  return `upsample_${nearest ? "nearest" : mode === "bilinear" ? "bilinear" : "trilinear"}${counts.length}d_channels_last`;
}

/** Whether PyTorch takes its way for images whose channels come last, which it does for small ones of any layout too. */
export function takesDirectWay(x: Tensor, counts: readonly number[]): boolean {
  if (counts.length === 1) return false;
  const small = counts.length === 2 && (counts[0] as number) + (counts[1] as number) <= 128;
  return small || (hasChannelsLast(x) && (x.shape[1] as number) > 3);
}

/** Whether the elements of all channels lie side by side. */
export function hasChannelsLast({ shape, strides }: Tensor): boolean {
  const last = <T>([batch, channel, ...rest]: readonly T[]) => [batch, ...rest, channel] as T[];
  return isContiguous(last(shape), last(strides));
}
