import { checkAs } from "../../errors.ts";
import { gt } from "../../ops/compare.ts";
import { to } from "../../ops/copy.ts";
import { ones, zeros, zerosLike } from "../../ops/create.ts";
import { type Indices, indexPut } from "../../ops/index.ts";
import { mul } from "../../ops/pointwise.ts";
import { rand } from "../../ops/random.ts";
import { abs } from "../../ops/rounding.ts";
import { randLike } from "../../ops/sequence.ts";
import { kthvalue, topk } from "../../ops/sort.ts";
import { norm } from "../../ops/vector-norm.ts";
import { reshape } from "../../ops/view.ts";
import { sameShape, showShape } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import type { Module } from "../module.ts";
import { checkAmount, countOf } from "./prune-amount.ts";
import { BasePruningMethod, pruneWith } from "./prune-method.ts";

/** Options of the methods that look at how great elements are. */
export interface ScoreOptions {
  /** What decides in the place of the parameter. */
  importanceScores?: Tensor | null;
}

/** Prunes nothing. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.Identity.html */
export class Identity extends BasePruningMethod {
  readonly pruningType = "unstructured";

  static override apply(module: Module, name: string): BasePruningMethod {
    return pruneWith(new Identity(), module, name);
  }

  computeMask(_t: Tensor, defaultMask: Tensor): Tensor {
    return defaultMask;
  }
}

/** Prunes elements at random. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.RandomUnstructured.html */
export class RandomUnstructured extends BasePruningMethod {
  readonly pruningType = "unstructured";
  readonly amount: number;

  constructor(amount: number) {
    super();
    checkAmount(amount);
    this.amount = amount;
  }

  static override apply(module: Module, name: string, amount: number): BasePruningMethod {
    return pruneWith(new RandomUnstructured(amount), module, name);
  }

  computeMask(t: Tensor, defaultMask: Tensor): Tensor {
    const count = countOf(this.amount, t.numel);
    if (count === 0) return defaultMask;
    const [, chosen] = topk(reshape(randLike(t), [-1]), count);
    return without(defaultMask, chosen);
  }
}

/** Prunes the elements that are nearest to 0. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.L1Unstructured.html */
export class L1Unstructured extends BasePruningMethod {
  readonly pruningType = "unstructured";
  readonly amount: number;

  constructor(amount: number) {
    super();
    checkAmount(amount);
    this.amount = amount;
  }

  static override apply(
    module: Module,
    name: string,
    amount: number,
    { importanceScores = null }: ScoreOptions = {},
  ): BasePruningMethod {
    return pruneWith(new L1Unstructured(amount), module, name, importanceScores);
  }

  computeMask(t: Tensor, defaultMask: Tensor): Tensor {
    const count = countOf(this.amount, t.numel);
    if (count === 0) return defaultMask;
    const [, chosen] = topk(reshape(abs(t), [-1]), count, { largest: false });
    return without(defaultMask, chosen);
  }
}

/** Options of RandomStructured and LnStructured. */
export interface SliceOptions {
  /** The axis of the slices. */
  dim?: number;
}

/** Prunes slices at random. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.RandomStructured.html */
export class RandomStructured extends BasePruningMethod {
  readonly pruningType = "structured";
  readonly amount: number;
  override readonly dim: number;

  constructor(amount: number, { dim = -1 }: SliceOptions = {}) {
    super();
    checkAmount(amount);
    this.amount = amount;
    this.dim = dim;
  }

  static override apply(
    module: Module,
    name: string,
    amount: number,
    options: SliceOptions = {},
  ): BasePruningMethod {
    return pruneWith(new RandomStructured(amount, options), module, name);
  }

  computeMask(t: Tensor, defaultMask: Tensor): Tensor {
    const slices = slicesOf(t, this.dim);
    const count = countOf(this.amount, slices);
    if (count === 0) return defaultMask;
    const drawn = rand([slices]);
    const [greatest] = kthvalue(drawn, count);
    return onlySlices(t, this.dim, gt(drawn, greatest), defaultMask);
  }
}

/** Prunes the slices of the least norm. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.LnStructured.html */
export class LnStructured extends BasePruningMethod {
  readonly pruningType = "structured";
  readonly amount: number;
  /** The norm's order. */
  readonly n: number | "fro";
  override readonly dim: number;

  constructor(amount: number, n: number | "fro", { dim = -1 }: SliceOptions = {}) {
    super();
    checkAmount(amount);
    this.amount = amount;
    this.n = n;
    this.dim = dim;
  }

  static override apply(
    module: Module,
    name: string,
    amount: number,
    n: number | "fro",
    dim: number,
    { importanceScores = null }: ScoreOptions = {},
  ): BasePruningMethod {
    return pruneWith(new LnStructured(amount, n, { dim }), module, name, importanceScores);
  }

  computeMask(t: Tensor, defaultMask: Tensor): Tensor {
    const slices = slicesOf(t, this.dim);
    const count = countOf(this.amount, slices);
    if (count === 0) return defaultMask;
    const axis = this.dim < 0 ? this.dim + t.ndim : this.dim;
    const others = t.shape.map((_, i) => i).filter((i) => i !== axis);
    const [, kept] = topk(norm(t, { p: this.n, dim: others }), slices - count);
    return onlySlices(t, this.dim, kept, defaultMask);
  }
}

/** Prunes where a mask says. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.CustomFromMask.html */
export class CustomFromMask extends BasePruningMethod {
  readonly pruningType = "global";
  readonly mask: Tensor;

  constructor(mask: Tensor) {
    super();
    this.mask = mask;
  }

  static override apply(module: Module, name: string, mask: Tensor): BasePruningMethod {
    return pruneWith(new CustomFromMask(mask), module, name);
  }

  computeMask(_t: Tensor, defaultMask: Tensor): Tensor {
    const { mask } = this;
    checkAs(
      "AssertionError",
      sameShape(mask.shape, defaultMask.shape),
      "prune",
      () =>
        `default_mask shape ${showShape(defaultMask.shape)} must match self.mask shape ${showShape(mask.shape)}`,
    );
    return mul(defaultMask, to(mask, defaultMask.dtype));
  }
}

/** The mask with zeros at these places in its elements' order. */
function without(mask: Tensor, places: Tensor): Tensor {
  const flat = reshape(mask, [-1]);
  return reshape(indexPut(flat, [places], zeros([], { dtype: mask.dtype })), mask.shape);
}

/** The mask, but 0 outside of these slices. */
function onlySlices(t: Tensor, dim: number, slices: Tensor, mask: Tensor): Tensor {
  const axis = dim < 0 ? dim + t.ndim : dim;
  const indices: Indices = [...Array<null>(axis).fill(null), slices];
  const kept = indexPut(zerosLike(t), indices, ones([], { dtype: t.dtype }));
  return mul(kept, to(mask, t.dtype));
}

/** How many slices there are along an axis. Throws ValueError below two axes, IndexError for an axis that is not there. */
function slicesOf(t: Tensor, dim: number): number {
  checkAs(
    "ValueError",
    t.ndim > 1,
    "prune",
    () =>
      `Structured pruning can only be applied to multidimensional tensors. Found tensor of shape torch.Size(${showShape(t.shape)}) with ${t.ndim} dims`,
  );
  checkAs("IndexError", dim < t.ndim && dim >= -t.ndim, "prune", () =>
    dim < 0
      ? `tuple index out of range: ${dim} for tensor of size ${showShape(t.shape)}`
      : `Invalid index ${dim} for tensor of size torch.Size(${showShape(t.shape)})`,
  );
  return t.size(dim);
}
