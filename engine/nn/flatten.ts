import { checkAs } from "../errors.ts";
import { unflatten } from "../ops/unflatten.ts";
import { flatten } from "../ops/view.ts";
import { formatTuple } from "../print/python.ts";
import type { Tensor } from "../tensor.ts";
import { Module } from "./module.ts";

/** Options of Flatten. */
export interface FlattenOptions {
  /** The first axis that is joined. */
  startDim?: number;
  /** The last one. */
  endDim?: number;
}

export interface Flatten {
  (x: Tensor): Tensor;
}

/**
 * Joins the axes from startDim to endDim. https://docs.pytorch.org/docs/stable/generated/torch.nn.Flatten.html
 *
 * **Shapes**: (*, S1, …, Sk, *) to (*, S1 · … · Sk, *). Throws IndexError for axes that are not there.
 */
export class Flatten extends Module {
  readonly startDim: number;
  readonly endDim: number;

  constructor({ startDim = 1, endDim = -1 }: FlattenOptions = {}) {
    super();
    this.startDim = startDim;
    this.endDim = endDim;
  }

  override forward(x: Tensor): Tensor {
    return flatten(x, this.startDim, this.endDim);
  }

  override extraRepr(): string {
    return `start_dim=${this.startDim}, end_dim=${this.endDim}`;
  }
}

export interface Unflatten {
  (x: Tensor): Tensor;
}

/**
 * Splits the axis `dim` into several. https://docs.pytorch.org/docs/stable/generated/torch.nn.Unflatten.html
 *
 * **Shapes**: (*, S, *) to (*, *unflattenedSize, *), whose product must be S; one of the sizes may be -1.
 * Throws TypeError if the sizes are not whole numbers.
 */
export class Unflatten extends Module {
  readonly dim: number;
  readonly unflattenedSize: readonly number[];

  constructor(dim: number, unflattenedSize: readonly number[]) {
    super();
    checkSizes(unflattenedSize);
    this.dim = dim;
    this.unflattenedSize = unflattenedSize;
  }

  override forward(x: Tensor): Tensor {
    return unflatten(x, this.dim, this.unflattenedSize);
  }

  override extraRepr(): string {
    return `dim=${this.dim}, unflattened_size=${formatTuple(this.unflattenedSize)}`;
  }
}

function checkSizes(sizes: unknown): asserts sizes is readonly number[] {
  checkAs(
    "TypeError",
    Array.isArray(sizes),
    "Unflatten",
    () => `unflattened_size must be a tuple of ints, but found type ${pythonType(sizes)}`,
  );
  sizes.forEach((size: unknown, i: number) => {
    checkAs(
      "TypeError",
      Number.isInteger(size),
      "Unflatten",
      () =>
        `unflattened_size must be tuple of ints, but found element of type ${pythonType(size)} at pos ${i}`,
    );
  });
}

function pythonType(value: unknown): string {
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  if (typeof value === "string") return "str";
  return typeof value === "boolean" ? "bool" : typeof value;
}
