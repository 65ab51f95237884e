import { noGrad } from "../../autograd.ts";
import { checkAs, EngineError } from "../../errors.ts";
import { eq, ne } from "../../ops/compare.ts";
import { clone, detach, to } from "../../ops/copy.ts";
import { onesLike } from "../../ops/create.ts";
import { type Indices, indexed, indexPut } from "../../ops/index.ts";
import { mul } from "../../ops/pointwise.ts";
import { sum } from "../../ops/reduce.ts";
import { sameShape, showShape } from "../../shape.ts";
import { Tensor } from "../../tensor.ts";
import type { Module } from "../module.ts";
import { Buffer, type Parameter } from "../parameter.ts";
import { putParameter } from "../register.ts";
import { attributeOf, put } from "./own-tensor.ts";
import { Recomputed, recomputedOf } from "./recomputed.ts";

/** What a method looks at when it follows on others: elements that are left, slices of which something is left, or all. */
export type PruningType = "unstructured" | "structured" | "global";

/** Options of BasePruningMethod.prune. */
export interface PruneOptions {
  /** What is pruned already: 0 there, 1 elsewhere. */
  defaultMask?: Tensor | null;
  /** What decides in the place of the tensor itself. */
  importanceScores?: Tensor | null;
}

/**
 * A way of pruning: of making elements of a tensor 0. The parameter stays as `weight_orig`, the mask is `weight_mask`, and `weight` is
 * their product, computed before each forward call. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.prune.BasePruningMethod.html
 */
export abstract class BasePruningMethod extends Recomputed {
  abstract readonly pruningType: PruningType;
  /** The axis of the slices, for "structured". */
  readonly dim?: number;

  constructor() {
    super("");
  }

  /** Prunes a module's parameter by a method of this class, made with `given`. */
  static override apply(module: Module, name: string, ...given: never[]): BasePruningMethod {
    // biome-ignore lint/complexity/noThisInStatic: it is the class below that is made.
    return pruneWith(Reflect.construct(this, given) as BasePruningMethod, module, name);
  }

  /** The mask for t: that which is there, with more zeros. */
  abstract computeMask(t: Tensor, defaultMask: Tensor): Tensor;

  override compute(module: Module): Tensor {
    return this.applyMask(module);
  }

  /** The module's parameter times its mask. */
  applyMask(module: Module): Tensor {
    const [mask, original] = ["_mask", "_orig"].map(
      (end) => Reflect.get(module, this.name + end) as Tensor,
    ) as [Tensor, Tensor];
    return mul(to(mask, original.dtype), original);
  }

  /** t times the mask for it. Throws AssertionError for scores of another shape. */
  prune(t: Tensor, { defaultMask = null, importanceScores = null }: PruneOptions = {}): Tensor {
    checkScores(importanceScores, t, () => "tensor t");
    return mul(t, this.computeMask(importanceScores ?? t, defaultMask ?? onesLike(t)));
  }

  /** Makes the pruned tensor the module's parameter again. */
  remove(module: Module): void {
    const { name } = this;
    const weight = detach(this.applyMask(module));
    const original = Reflect.get(module, `${name}_orig`) as Parameter;
    original.setData(weight);
    original.storage.kept = true;
    for (const end of ["", "_orig", "_mask"]) put(module, name + end, null);
    put(module, name, original);
  }
}

/** Prunes a module's parameter; where it is pruned already, the methods become a PruningContainer. */
export function pruneWith(
  method: BasePruningMethod,
  module: Module,
  name: string,
  importanceScores: Tensor | null = null,
): BasePruningMethod {
  method.name = name;
  const original = attributeOf(module, name) as Tensor | null;
  const [old] = recomputedOf(module, BasePruningMethod).filter((one) => one.name === name);
  if (!old) putParameter(module, `${name}_orig`, original as Parameter | null);
  checkAs(
    "TypeError",
    original instanceof Tensor,
    "prune",
    () => "ones_like(): argument 'input' (position 1) must be Tensor, not NoneType",
  );
  checkScores(importanceScores, original, () => `parameter ${name} of ${module}`);
  const all = old ? followedBy(old, method) : method;
  const before = old ? (Reflect.get(module, `${name}_mask`) as Tensor) : onesLike(original);
  const scores = detach(importanceScores ?? original);
  const mask = noGrad(() => all.computeMask(scores, clone(detach(before))));
  if (!old) put(module, name, null);
  Reflect.set(module, `${name}_mask`, new Buffer(mask));
  Reflect.set(module, name, all.applyMask(module));
  old?.detachFrom(module);
  all.attachTo(module);
  return all;
}

/** Pruning methods one after the other, on the same tensor: each prunes of what those before it have left. */
export class PruningContainer extends BasePruningMethod {
  readonly pruningType = "global";
  #methods: readonly BasePruningMethod[] = [];

  constructor(...methods: readonly BasePruningMethod[]) {
    super();
    this.name = methods[0]?.name ?? "";
    for (const method of methods) this.addPruningMethod(method);
  }

  /** How many methods there are. */
  get length(): number {
    return this.#methods.length;
  }

  [Symbol.iterator](): Iterator<BasePruningMethod> {
    return this.#methods[Symbol.iterator]();
  }

  /** The method at `index`, counted from the end if negative. */
  get(index: number): BasePruningMethod | undefined {
    return this.#methods.at(index);
  }

  /** Puts a method at the end. Throws TypeError for what is none, ValueError for one for another tensor. */
  addPruningMethod(method: BasePruningMethod): void {
    checkAs(
      "TypeError",
      method instanceof BasePruningMethod,
      "PruningContainer",
      () => `${typeof method} is not a BasePruningMethod subclass`,
    );
    checkAs(
      "ValueError",
      method.name === this.name,
      "PruningContainer",
      () =>
        `Can only add pruning methods acting on the parameter named '${this.name}' to PruningContainer. Found '${method.name}'`,
    );
    this.#methods = [...this.#methods, method];
  }

  /** The mask with what the last method prunes of what is left. */
  computeMask(t: Tensor, defaultMask: Tensor): Tensor {
    const method = this.#methods.at(-1) as BasePruningMethod;
    if (method.pruningType === "global") return to(method.computeMask(t, defaultMask), t.dtype);
    const left = leftFor(method, t, defaultMask);
    const mask = to(defaultMask, t.dtype);
    const part = method.computeMask(indexed(t, left), indexed(defaultMask, left));
    return indexPut(mask, left, to(part, mask.dtype));
  }
}

function followedBy(old: BasePruningMethod, method: BasePruningMethod): PruningContainer {
  const container = old instanceof PruningContainer ? old : new PruningContainer(old);
  container.addPruningMethod(method);
  return container;
}

/** The part of t that a method looks at. */
function leftFor(method: BasePruningMethod, t: Tensor, mask: Tensor): Indices {
  if (method.pruningType === "unstructured") return [eq(mask, 1)];
  checkAs(
    "ValueError",
    method.pruningType === "structured",
    "PruningContainer",
    () => `Unrecognized PRUNING_TYPE ${method.pruningType}`,
  );
  if (method.dim === undefined) {
    const what = 'Pruning methods of PRUNING_TYPE "structured" need to have the attribute `dim`';
    throw new EngineError("AttributeError", "PruningContainer", what);
  }
  const dim = method.dim < 0 ? method.dim + t.ndim : method.dim;
  checkAs(
    "IndexError",
    dim >= 0,
    "PruningContainer",
    () => `Index is out of bounds for tensor with dimensions ${t.ndim}`,
  );
  const others = t.shape.map((_, i) => i).filter((i) => i !== dim);
  return [...Array<null>(dim).fill(null), ne(sum(mask, { dim: others }), 0)];
}

function checkScores(scores: Tensor | null, t: Tensor, of: () => string): void {
  checkAs(
    "AssertionError",
    scores === null || sameShape(scores.shape, t.shape),
    "prune",
    () =>
      `importance_scores should have the same shape as ${of()}, got ${showShape(scores?.shape ?? [])} vs ${showShape(t.shape)}`,
  );
}
