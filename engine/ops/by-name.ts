import type { Tensor } from "../tensor.ts";
import { cat as catAlong, chunk as chunkAlong, stack as stackAlong } from "./cat.ts";
import { flatten as flattenBetween, split as splitAlong, squeeze as squeezeAt } from "./view.ts";

// Functions of the torch namespace whose axis may come by name, as Python gives it: `cat(list, { dim: 1 })`.

/** The axis that is meant. */
export interface DimOption {
  dim?: number;
}

/** Tensors laid end to end along an axis. https://docs.pytorch.org/docs/stable/generated/torch.cat.html */
export function cat(tensors: readonly Tensor[], dim: number | DimOption = 0): Tensor {
  return catAlong(tensors, axisOf(dim));
}

/** Tensors of one shape laid along a new axis. https://docs.pytorch.org/docs/stable/generated/torch.stack.html */
export function stack(tensors: readonly Tensor[], dim: number | DimOption = 0): Tensor {
  return stackAlong(tensors, axisOf(dim));
}

/** At most `chunks` pieces of equal size along an axis. https://docs.pytorch.org/docs/stable/generated/torch.chunk.html */
export function chunk(x: Tensor, chunks: number, dim: number | DimOption = 0): Tensor[] {
  return chunkAlong(x, chunks, axisOf(dim));
}

/** Pieces of a size, or of several sizes, along an axis. https://docs.pytorch.org/docs/stable/generated/torch.split.html */
export function split(
  x: Tensor,
  size: number | readonly number[],
  dim: number | DimOption = 0,
): Tensor[] {
  return splitAlong(x, size, axisOf(dim));
}

/** Without its axes of size 1, or those listed. https://docs.pytorch.org/docs/stable/generated/torch.squeeze.html */
export function squeeze(
  x: Tensor,
  dim?: number | readonly number[] | { dim?: number | readonly number[] },
): Tensor {
  if (dim === undefined || typeof dim === "number" || Array.isArray(dim)) {
    return squeezeAt(x, dim as number | readonly number[] | undefined);
  }
  return squeezeAt(x, (dim as { dim?: number | readonly number[] }).dim);
}

/** The axes that are made one. */
export interface FlattenOptions {
  startDim?: number;
  endDim?: number;
}

/** The axes from `startDim` to `endDim` made one. https://docs.pytorch.org/docs/stable/generated/torch.flatten.html */
export function flatten(x: Tensor, start: number | FlattenOptions = 0, end = -1): Tensor {
  const { startDim = 0, endDim = -1 } =
    typeof start === "number" ? { startDim: start, endDim: end } : start;
  return flattenBetween(x, startDim, endDim);
}

function axisOf(dim: number | DimOption): number {
  return typeof dim === "number" ? dim : (dim.dim ?? 0);
}
