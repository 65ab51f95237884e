import { attach } from "../autograd.ts";
import { promote } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { normalizeDim, sameShape, showShape } from "../shape.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { copyElements, detached, to } from "./copy.ts";
import { zerosLike } from "./create.ts";
import { wholeOf } from "./gradient-room.ts";
import { narrow, select, split, unsqueeze } from "./view.ts";
import { tieView } from "./view-graph.ts";

/** Tensors laid end to end along an axis. https://docs.pytorch.org/docs/stable/generated/torch.cat.html */
export function cat(tensors: readonly Tensor[], dim = 0): Tensor {
  checkAs("ValueError", tensors.length > 0, "cat", () => "expected a non-empty list of Tensors");
  const dtype = tensors.map((x) => x.dtype).reduce(promote);
  const parts = tensors.filter((x) => !isLegacyEmpty(x));
  const like = parts[0] ?? (tensors[0] as Tensor);
  checkRanks(tensors, like);
  const axis = normalizeDim(dim, like.ndim, "cat");
  checkSizes(tensors, like, axis);
  const total = parts.reduce((sum, x) => sum + x.size(axis), 0);
  const out = emptyTensor(like.shape.with(axis, total), dtype);
  place(parts, out, axis);
  return attach("CatBackward0", tensors, out, (g) => {
    let start = 0;
    return tensors.map((x) => {
      if (!g) return null;
      if (isLegacyEmpty(x)) return x.requiresGrad ? zerosLike(x) : null;
      const part = narrow(g, axis, start, x.size(axis));
      start += x.size(axis);
      return x.requiresGrad ? to(part, x.dtype) : null;
    });
  });
}

/** Tensors of one shape laid along a new axis. https://docs.pytorch.org/docs/stable/generated/torch.stack.html */
export function stack(tensors: readonly Tensor[], dim = 0): Tensor {
  const first = tensors[0];
  check(first !== undefined, "stack", () => "stack expects a non-empty TensorList");
  tensors.forEach((x, i) => {
    check(
      sameShape(x.shape, first.shape),
      "stack",
      () =>
        `stack expects each tensor to be equal size, but got ${showShape(first.shape)} at entry 0 and ${showShape(x.shape)} at entry ${i}`,
    );
  });
  const axis = normalizeDim(dim, first.ndim + 1, "stack");
  const dtype = tensors.map((x) => x.dtype).reduce(promote);
  const out = emptyTensor(first.shape.toSpliced(axis, 0, tensors.length), dtype);
  place(
    tensors.map((x) => unsqueeze(detached(x), axis)),
    out,
    axis,
  );
  return attach("StackBackward0", tensors, out, (g) =>
    tensors.map((x, i) => (g && x.requiresGrad ? to(select(g, axis, i), x.dtype) : null)),
  );
}

/** Tensor.chunk: at most `chunks` pieces of equal size along an axis, the last perhaps smaller. */
export function chunk(x: Tensor, chunks: number, dim = 0): Tensor[] {
  check(chunks > 0, "chunk", () => `chunk expects \`chunks\` to be greater than 0, got: ${chunks}`);
  const axis = normalizeDim(dim, x.ndim, "chunk");
  const size = Math.max(Math.ceil(x.size(axis) / chunks), 1);
  const pieces = split(detached(x), size, axis);
  for (const piece of pieces) tieView(piece, x, true);
  return attach("SplitBackward0", [x], pieces, (...grads) => [
    wholeOf(x, pieces, grads) ??
      cat(
        grads.map((g, i) => g ?? zerosLike(pieces[i] as Tensor)),
        axis,
      ),
  ]) as Tensor[];
}

function place(parts: readonly Tensor[], out: Tensor, axis: number): void {
  let start = 0;
  for (const part of parts) {
    const size = part.size(axis);
    copyElements(to(detached(part), out.dtype), narrow(out, axis, start, size));
    start += size;
  }
}

/** An empty tensor of one axis joins anything. */
function isLegacyEmpty(x: Tensor): boolean {
  return x.ndim === 1 && x.numel === 0;
}

function checkRanks(tensors: readonly Tensor[], like: Tensor): void {
  tensors.forEach((x, i) => {
    check(
      x.ndim > 0,
      "cat",
      () => `zero-dimensional tensor (at position ${i}) cannot be concatenated`,
    );
    check(
      isLegacyEmpty(x) || x.ndim === like.ndim,
      "cat",
      () => `Tensors must have same number of dimensions: got ${like.ndim} and ${x.ndim}`,
    );
  });
}

function checkSizes(tensors: readonly Tensor[], like: Tensor, axis: number): void {
  tensors.forEach((x, i) => {
    if (isLegacyEmpty(x)) return;
    const other = x.shape.findIndex((size, d) => d !== axis && size !== like.shape[d]);
    check(
      other < 0,
      "cat",
      () =>
        `Sizes of tensors must match except in dimension ${axis}. Expected size ${like.shape[other]} but got size ${x.shape[other]} for tensor number ${i} in the list.`,
    );
  });
}
