import { check } from "../errors.ts";
import { clone, detach } from "../ops/copy.ts";
import { Tensor } from "../tensor.ts";
import { HOOKS } from "./hooks.ts";
import { NAMES } from "./insertion-order.ts";
import { Module } from "./module.ts";
import {
  Buffer,
  isLazy,
  Parameter,
  UninitializedBuffer,
  UninitializedParameter,
} from "./parameter.ts";

/**
 * copy.deepcopy of a module: parameters, buffers and modules below it are copied, each once; all else is shared.
 * The copy is not constructed, so it lacks the #private methods of its class.
 */
export function deepCopy<T extends Module>(module: T, made = new Map<unknown, unknown>()): T {
  const known = made.get(module);
  if (known) return known as T;
  const copy = Reflect.construct(Module, [], module.constructor as typeof Module) as T;
  made.set(module, copy);
  for (const [name, value] of Object.entries(module)) {
    Reflect.set(copy, name, copyValue(value, made));
  }
  if (NAMES in module) Reflect.set(copy, NAMES, [...(module[NAMES] as string[])]);
  copy[HOOKS] = module[HOOKS]?.copy() ?? null;
  return copy;
}

function copyValue(value: unknown, made: Map<unknown, unknown>): unknown {
  if (value instanceof Module) return deepCopy(value, made);
  if (value instanceof Tensor) return copyTensor(value, made);
  return value;
}

function copyTensor(x: Tensor, made: Map<unknown, unknown>): Tensor {
  const known = made.get(x);
  if (known) return known as Tensor;
  check(
    x.isLeaf,
    "deepCopy",
    () =>
      "Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the moment: a tensor that was computed, as weightNorm does, cannot be copied",
  );
  const copy = isLazy(x) ? lazyCopy(x) : sameKind(x, clone(detach(x)));
  if (x.grad) copy.grad = clone(detach(x.grad));
  made.set(x, copy);
  return copy;
}

function lazyCopy(x: UninitializedParameter | UninitializedBuffer): Tensor {
  if (x instanceof UninitializedBuffer) return new UninitializedBuffer(x);
  const { dtype, requiresGrad } = x;
  return new UninitializedParameter({ dtype, requiresGrad });
}

function sameKind(x: Tensor, copy: Tensor): Tensor {
  if (x instanceof Parameter) return new Parameter(copy, x.requiresGrad);
  if (x instanceof Buffer) return new Buffer(copy, x.persistent);
  copy.requiresGrad = x.requiresGrad;
  return copy;
}
