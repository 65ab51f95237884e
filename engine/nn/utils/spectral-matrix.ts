import { normalize } from "../../ops/normalize.ts";
import { normal_ } from "../../ops/random.ts";
import { permute, reshape } from "../../ops/view.ts";
import { emptyTensor, type Tensor } from "../../tensor.ts";
import { ConvTranspose1d, ConvTranspose2d, ConvTranspose3d } from "../conv-transpose.ts";
import type { Module } from "../module.ts";

/** The axis that counts a layer's outputs. */
export function rowsAxis(module: Module): number {
  const transposed = [ConvTranspose1d, ConvTranspose2d, ConvTranspose3d];
  return transposed.some((kind) => module instanceof kind) ? 1 : 0;
}

/** A weight as the matrix whose rows are its slices along an axis. */
export function asMatrix(weight: Tensor, dim: number): Tensor {
  const others = weight.shape.map((_, i) => i).filter((i) => i !== dim);
  const first = dim === 0 ? weight : permute(weight, [dim, ...others]);
  return reshape(first, [first.size(0), -1]);
}

/** A random vector of length 1, of the type of `like`. */
export function randomDirection(like: Tensor, size: number, eps: number): Tensor {
  return normalize(normal_(emptyTensor([size], like.dtype)), { dim: 0, eps });
}
