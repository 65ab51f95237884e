import { checkAs } from "../../errors.ts";
import { gt } from "../../ops/compare.ts";
import { clone, to } from "../../ops/copy.ts";
import { zeros, zerosLike } from "../../ops/create.ts";
import { mul } from "../../ops/pointwise.ts";
import { rand } from "../../ops/random.ts";
import { abs } from "../../ops/rounding.ts";
import { indexFill } from "../../ops/scatter.ts";
import { randLike } from "../../ops/sequence.ts";
import { kthvalue, topk } from "../../ops/sort.ts";
import { norm } from "../../ops/vector-norm.ts";
import { expand, reshape } from "../../ops/view.ts";
import { sameShape, showShape } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import { checkAmount, checkSlices, countOf } from "./pruning-amount.ts";
import type { PruningMethod } from "./pruning-method.ts";

/** Prunes nothing. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.Identity.html */
export class Identity implements PruningMethod {
  readonly kind = "unstructured";

  computeMask(_scores: Tensor, before: Tensor): Tensor {
    return before;
  }
}

/** Prunes elements drawn at random. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.RandomUnstructured.html */
export class RandomUnstructured implements PruningMethod {
  readonly kind = "unstructured";
  readonly amount: number;

  constructor(amount: number) {
    checkAmount(amount);
    this.amount = amount;
  }

  computeMask(scores: Tensor, before: Tensor): Tensor {
    const count = countOf(this.amount, scores.numel);
    if (count === 0) return clone(before);
    const [, places] = topk(reshape(randLike(scores), [-1]), count);
    return without(before, places);
  }
}

/** Prunes the elements nearest to 0. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.L1Unstructured.html */
export class L1Unstructured implements PruningMethod {
  readonly kind = "unstructured";
  readonly amount: number;

  constructor(amount: number) {
    checkAmount(amount);
    this.amount = amount;
  }

  computeMask(scores: Tensor, before: Tensor): Tensor {
    const count = countOf(this.amount, scores.numel);
    if (count === 0) return clone(before);
    const [, places] = topk(reshape(abs(scores), [-1]), count, { largest: false });
    return without(before, places);
  }
}

/** Prunes slices drawn at random. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.RandomStructured.html */
export class RandomStructured implements PruningMethod {
  readonly kind = "structured";
  readonly amount: number;
  readonly dim: number;

  constructor(amount: number, dim = -1) {
    checkAmount(amount);
    this.amount = amount;
    this.dim = dim;
  }

  computeMask(scores: Tensor, before: Tensor): Tensor {
    checkSlices(scores, this.dim);
    const size = scores.size(this.dim);
    const count = countOf(this.amount, size);
    if (count === 0) return before;
    const drawn = rand([size]);
    const [threshold] = kthvalue(drawn, count);
    return mul(alongAxis(gt(drawn, threshold), scores, this.dim), to(before, scores.dtype));
  }
}

/** Prunes the slices of the least n-norm. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.LnStructured.html */
export class LnStructured implements PruningMethod {
  readonly kind = "structured";
  readonly amount: number;
  readonly n: number | "fro";
  readonly dim: number;

  constructor(amount: number, n: number | "fro", dim = -1) {
    checkAmount(amount);
    this.amount = amount;
    this.n = n;
    this.dim = dim;
  }

  computeMask(scores: Tensor, before: Tensor): Tensor {
    checkSlices(scores, this.dim);
    const size = scores.size(this.dim);
    const count = countOf(this.amount, size);
    const own = this.dim < 0 ? this.dim + scores.ndim : this.dim;
    const others = [...scores.shape.keys()].filter((axis) => axis !== own);
    const [, kept] = topk(norm(scores, { p: this.n, dim: others }), size - count);
    if (count === 0) return before;
    const stays = indexFill(zeros([size], { dtype: scores.dtype }), 0, kept, 1);
    return mul(alongAxis(stays, scores, this.dim), to(before, scores.dtype));
  }
}

/** Prunes what a given mask says. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.CustomFromMask.html */
export class CustomFromMask implements PruningMethod {
  readonly kind = "global";
  readonly mask: Tensor;

  constructor(mask: Tensor) {
    this.mask = mask;
  }

  computeMask(_scores: Tensor, before: Tensor): Tensor {
    checkAs(
      "AssertionError",
      sameShape(before.shape, this.mask.shape),
      "prune",
      () =>
        `default_mask shape ${showShape(before.shape)} must match self.mask shape ${showShape(this.mask.shape)}`,
    );
    return mul(before, to(this.mask, before.dtype));
  }
}

/** The mask with 0 at these places, counted in C order. */
function without(mask: Tensor, places: Tensor): Tensor {
  return reshape(indexFill(reshape(clone(mask), [-1]), 0, places, 0), mask.shape);
}

/** A vector along one axis, the same for all others. */
function alongAxis(vector: Tensor, like: Tensor, dim: number): Tensor {
  const own = dim < 0 ? dim + like.ndim : dim;
  const shape = like.shape.map((size, axis) => (axis === own ? size : 1));
  return expand(reshape(to(vector, zerosLike(like).dtype), shape), like.shape);
}
