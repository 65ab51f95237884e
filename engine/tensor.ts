import type { Node } from "./autograd.ts";
import { bytesOf, type Dtype, type Elements, isFloating } from "./dtype.ts";
import { check, checkAs } from "./errors.ts";
import { oddElement } from "./odd-element.ts";
import { contiguousStrides, isContiguous, normalizeDim, type Shape, sizeOf } from "./shape.ts";
import { Storage } from "./storage.ts";

/** The tie of a view to the tensor whose memory it looks at. */
export interface ViewLink {
  readonly base: Tensor;
  /** "noGrad" if it was made while nothing was followed, "several" if by an operation that gives several views. */
  readonly origin: "graph" | "noGrad" | "several";
  /** A node that takes the view's values from its base as that is now. */
  readonly rejoin: (view: Tensor) => Node;
}

/**
 * An n-dimensional array: a window (shape, strides, offset) on a storage, which views share.
 * https://docs.pytorch.org/docs/stable/tensors.html. Its operations are in engine/ops; engine/methods hangs them on it.
 */
export class Tensor {
  storage: Storage;
  dtype: Dtype;
  shape: Shape;
  /** Elements to step along each axis. */
  strides: readonly number[];
  /** The first element's place in the storage, in elements. */
  offset: number;
  /** The gradient that backward() has accumulated; only of leaves, unless retainGrad(). */
  grad: Tensor | null = null;
  /** Which of gradFn's outputs this is. */
  outputIndex = 0;
  /** PyTorch's layout. A gradient that is sparse there says so here, though its elements lie densely. */
  layout: "strided" | "sparse_coo" = "strided";
  /** What this tensor is a differentiable view of; null if of nothing. */
  viewOf: ViewLink | null = null;
  /** The leaf's own node, made when it is first used. */
  accumulator: Node | null = null;
  #requiresGrad = false;
  #gradFn: Node | null = null;
  /** The storage's version when #gradFn was right. */
  #version: number;

  constructor(
    storage: Storage,
    dtype: Dtype,
    shape: Shape,
    strides: readonly number[] = contiguousStrides(shape),
    offset = 0,
  ) {
    this.storage = storage;
    this.dtype = dtype;
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
    this.#version = storage.version;
  }

  /** The node that made this tensor; null for a leaf. A view whose memory was changed since takes its values from its base anew. */
  get gradFn(): Node | null {
    const link = this.viewOf;
    if (link && this.#version !== this.storage.version && link.base.requiresGrad) {
      this.gradFn = link.rejoin(this);
      this.outputIndex = 0;
    }
    return this.#gradFn;
  }

  set gradFn(node: Node | null) {
    this.#gradFn = node;
    this.#version = this.storage.version;
  }

  /** The tensor that this one is a differentiable view of. */
  get base(): Tensor | null {
    return this.viewOf?.base ?? null;
  }

  /** Whether backward() reaches this tensor. */
  get requiresGrad(): boolean {
    return this.#requiresGrad || this.gradFn !== null || this.viewOf?.base.requiresGrad === true;
  }

  set requiresGrad(value: boolean) {
    check(
      !value || isFloating(this.dtype),
      "requiresGrad",
      () =>
        `only Tensors of floating point and complex dtype can require gradients, got ${this.dtype}`,
    );
    check(
      value || this.gradFn === null,
      "requiresGrad",
      () => "you can only change requires_grad flags of leaf variables.",
    );
    this.#requiresGrad = value;
  }

  /** Whether no operation that autograd follows made this tensor. */
  get isLeaf(): boolean {
    return this.gradFn === null;
  }

  /** The number of axes. */
  get ndim(): number {
    return this.shape.length;
  }

  /** The number of elements. */
  get numel(): number {
    return sizeOf(this.shape);
  }

  get isContiguous(): boolean {
    return isContiguous(this.shape, this.strides);
  }

  /** The size of one axis, counted from the end if negative. */
  size(dim: number): number {
    return this.shape[normalizeDim(dim, this.shape.length, "size")] as number;
  }

  /** Takes over another tensor's window, as assigning to `.data` does. */
  setData(other: Tensor): void {
    this.storage = other.storage;
    this.dtype = other.dtype;
    this.shape = other.shape;
    this.strides = other.strides;
    this.offset = other.offset;
  }

  /** Gives the memory back at once, for this tensor and all that share it. */
  dispose(): void {
    this.storage.dispose();
  }
}

/** A contiguous tensor whose elements hold anything. Refuses sizes that are not whole, and negative ones. */
export function emptyTensor(shape: Shape, dtype: Dtype): Tensor {
  if (!shape.every(isSize)) refuseShape(shape);
  return new Tensor(new Storage(sizeOf(shape) * bytesOf(dtype)), dtype, shape);
}

function isSize(size: number): boolean {
  return size >= 0 && Number.isInteger(size);
}

function refuseShape(shape: Shape): void {
  const odd = shape.findIndex((size) => !Number.isInteger(size));
  checkAs("TypeError", odd < 0, "empty", () => oddElement("size", shape[odd], odd));
  const size = shape.find((size) => size < 0);
  check(
    size === undefined,
    "empty",
    () => `Trying to create tensor with negative dimension ${size}: [${shape.join(", ")}]`,
  );
}

/** A contiguous tensor with a copy of `data`, elements in C order. */
export function tensorFrom(shape: Shape, dtype: Dtype, data: Elements): Tensor {
  const out = emptyTensor(shape, dtype);
  elementsOf(out).set(data as never);
  return out;
}

/** The elements of a contiguous tensor, in place. Never keep them across an op. */
export function elementsOf(x: Tensor): Elements {
  const all = x.storage.view(x.dtype);
  const size = sizeOf(x.shape);
  return x.offset === 0 && all.length === size ? all : all.subarray(x.offset, x.offset + size);
}

/** Another window on the same storage. */
export function windowOn(
  x: Tensor,
  shape: Shape,
  strides: readonly number[],
  offset: number,
): Tensor {
  return new Tensor(x.storage, x.dtype, shape, strides, offset);
}
