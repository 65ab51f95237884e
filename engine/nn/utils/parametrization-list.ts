import { noGrad } from "../../autograd.ts";
import { checkAs, EngineError } from "../../errors.ts";
import { Tensor } from "../../tensor.ts";
import type { Module } from "../module.ts";
import { ModuleList } from "../module-list.ts";
import { Buffer, Parameter } from "../parameter.ts";
import { className, nameClasses } from "../show-module.ts";
import { checkKept, checkTensor, typeName } from "./parametrization-checks.ts";

/** A module that makes a tensor of one or several others. It may know the way back. */
export interface Parametrization extends Module {
  /** What forward would make `value` of. Throws NotImplementedError where there is no way back. */
  rightInverse?(value: Tensor): Tensor | readonly Tensor[];
}

/** Options of registerParametrization. */
export interface ParametrizeOptions {
  /** Whether a parametrization may change the tensor's shape and dtype; then it is not tried out when it is registered. */
  unsafe?: boolean;
}

/**
 * The parametrizations of a tensor, each on what the one before makes, and what the first makes it of: `original`, or `original0`,
 * `original1`, … where there are several. Called without inputs, it gives the tensor.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.parametrize.ParametrizationList.html
 *
 * Throws ValueError for no parametrization, and for one that changes dtype or shape without `unsafe`.
 */
export class ParametrizationList extends ModuleList {
  unsafe: boolean;
  /** Whether there is one original. */
  readonly isTensor: boolean;
  /** How many there are. */
  readonly ntensors: number;

  constructor(
    modules: readonly Parametrization[],
    original: Tensor,
    { unsafe = false }: ParametrizeOptions = {},
  ) {
    checkAs(
      "ValueError",
      modules.length > 0,
      "ParametrizationList",
      () => "ParametrizationList requires one or more modules.",
    );
    super(modules);
    this.unsafe = unsafe;
    const { shape, dtype } = original;
    const made = this.firstOriginals(original);
    this.isTensor = made instanceof Tensor;
    this.ntensors = made instanceof Tensor ? 1 : made.length;
    if (made instanceof Tensor) this.keepOne(original, made);
    else this.keepSeveral(original, made);
    if (!unsafe) checkKept(this(), "parametrized", { shape, dtype }, "unparametrized");
  }

  /** What the first parametrization is given. */
  originals(): Tensor[] {
    return this.names().map((name) => Reflect.get(this, name) as Tensor);
  }

  override forward(): Tensor {
    const [first, ...others] = this;
    const made = (first as Module)(...(this.originals() as never[]));
    return others.reduce((value, module) => module(value as never), made) as Tensor;
  }

  /** Makes the originals such that `value` comes out, as far as the parametrizations know the way back. */
  rightInverse(value: Tensor): void {
    const made = this.invert(value, wayBackOf);
    const originals = this.originals();
    const all = this.isTensor ? [made as Tensor] : (made as readonly Tensor[]);
    this.checkInverse(made, originals);
    originals.forEach((original, i) => {
      takeOver(original, all[i] as Tensor);
    });
  }

  private names(): string[] {
    if (this.isTensor) return ["original"];
    return Array.from({ length: this.ntensors }, (_, i) => `original${i}`);
  }

  /** What leads to `original`, as far as the parametrizations know a way back; from there on, `original` itself. */
  private firstOriginals(original: Tensor): Tensor | readonly Tensor[] {
    return this.invert(original, (module) => {
      const back = (module as Parametrization).rightInverse?.bind(module);
      return back ? (value) => orItself(back, value) : (value) => value;
    });
  }

  /** All ways back, from the last parametrization to the first. */
  private invert(
    value: Tensor,
    back: (module: Module) => (value: Tensor) => Tensor | readonly Tensor[],
  ): Tensor | readonly Tensor[] {
    return noGrad(() =>
      [...this].reduceRight<Tensor | readonly Tensor[]>(
        (later, module) => back(module)(later as Tensor),
        value,
      ),
    );
  }

  private keepOne(original: Tensor, made: Tensor): void {
    checkAs(
      "ValueError",
      made.dtype === original.dtype,
      "ParametrizationList",
      () =>
        `When \`right_inverse\` outputs one tensor, it may not change the dtype.\noriginal.dtype: torch.${original.dtype}\nright_inverse(original).dtype: torch.${made.dtype}`,
    );
    takeOver(original, made);
    Reflect.set(this, "original", asMember(original));
  }

  private keepSeveral(original: Tensor, made: readonly Tensor[]): void {
    checkAs(
      "ValueError",
      Array.isArray(made),
      "ParametrizationList",
      () =>
        `'right_inverse' must return a Tensor or a Sequence of tensors (list, tuple...). Got ${typeName(made)}`,
    );
    made.forEach((one, i) => {
      checkTensor(one, i);
      const isParameter = original instanceof Parameter;
      const own = isParameter ? new Parameter(one, original.requiresGrad) : asMember(one);
      Reflect.set(this, `original${i}`, own);
    });
  }

  private checkInverse(made: Tensor | readonly Tensor[], originals: readonly Tensor[]): void {
    const where = "rightInverse";
    const refuse = (holds: boolean, what: () => string) =>
      checkAs("ValueError", holds, where, what);
    if (this.isTensor) {
      const [original] = originals as [Tensor];
      refuse(
        made instanceof Tensor,
        () => `\`right_inverse\` should return a tensor. Got ${typeName(made)}`,
      );
      const { dtype } = made as Tensor;
      refuse(
        dtype === original.dtype,
        () =>
          `The tensor returned by \`right_inverse\` has dtype torch.${dtype} while \`original\` has dtype torch.${original.dtype}`,
      );
      return;
    }
    refuse(
      Array.isArray(made),
      () => `'right_inverse' must return a sequence of tensors. Got ${typeName(made)}.`,
    );
    const all = made as readonly Tensor[];
    refuse(
      all.length === this.ntensors,
      () =>
        `'right_inverse' must return a sequence of tensors of length ${this.ntensors}. Got a sequence of length ${all.length}.`,
    );
    all.forEach((one, i) => {
      checkTensor(one, i);
      const { dtype } = originals[i] as Tensor;
      refuse(
        one.dtype === dtype,
        () =>
          `Tensor ${i} returned by \`right_inverse\` has dtype torch.${one.dtype} while \`original${i}\` has dtype torch.${dtype}`,
      );
    });
  }
}

nameClasses({ ParametrizationList });

function wayBackOf(module: Module): (value: Tensor) => Tensor | readonly Tensor[] {
  const { rightInverse } = module as Parametrization;
  if (rightInverse !== undefined) return rightInverse.bind(module);
  const what = `parametrization ${className(module)} does not implement right_inverse.`;
  throw new EngineError("RuntimeError", "rightInverse", what);
}

/** What leads to `value`; `value` itself if it is only said here that there is no way back. */
function orItself(
  back: (value: Tensor) => Tensor | readonly Tensor[],
  value: Tensor,
): Tensor | readonly Tensor[] {
  try {
    return back(value);
  } catch (error) {
    if (error instanceof EngineError && error.class === "NotImplementedError") return value;
    throw error;
  }
}

/** Gives a tensor another's values, by taking over its memory: the tensor itself stays, as optimizers know it. */
export function takeOver(tensor: Tensor, source: Tensor): void {
  tensor.setData(source);
  tensor.storage.kept = true;
}

/** A tensor as a module holds it: a parameter as it is, any other as a buffer. */
export function asMember(tensor: Tensor): Parameter | Buffer {
  const isMember = tensor instanceof Parameter || (tensor instanceof Buffer && tensor.persistent);
  return isMember ? tensor : new Buffer(tensor);
}
