import { EngineError, F, nn, type Tensor, torch } from "#engine";
import { type NdArray, sizeOf } from "../../array.ts";
import type { ModuleValue, TensorValue, Value } from "../../case.ts";

/** What is called: a module, or a function. */
export type Subject = (...inputs: unknown[]) => unknown;

/** What the engine is given for an argument. */
export function realise(value: Value): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item: Value) => realise(item));
  if (!("kind" in value)) throw new TypeError("an argument must be a value of the protocol");
  if (value.kind === "tensor") return leafOf(value);
  if (value.kind === "module") return moduleOf(value);
  if (value.kind === "function") return functionOf(value.name);
  if (value.kind === "dtype") return value.dtype;
  if (value.kind === "list") return value.items.map((item) => realise(item));
  if (value.kind === "dict") {
    return new Map(Object.entries(value.entries).map(([key, item]) => [key, realise(item)]));
  }
  throw new EngineError("NotImplementedError", "argument", `packed sequences are not built yet`);
}

/** A tensor with the numbers, the memory layout and the wish for a gradient that a call gives. */
export function leafOf({ array, strides, grad }: TensorValue): Tensor {
  const leaf = strides ? spread(array, strides) : tensorOf(array);
  if (grad) leaf.requiresGrad = true;
  return leaf;
}

/** A contiguous tensor with the numbers of an array. */
export function tensorOf({ shape, dtype, data }: NdArray): Tensor {
  return torch.tensorFrom(shape, dtype, data);
}

/** Positional arguments, then the options if there are any. */
export function argumentsOf(
  args: readonly unknown[],
  options: Readonly<Record<string, unknown>>,
): unknown[] {
  return Object.keys(options).length > 0 ? [...args, options] : [...args];
}

/** "kernel_size" as "kernelSize"; a trailing underscore stays. */
export function camelCase(name: string): string {
  return name.replace(/(?<=[a-zA-Z0-9])_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function spread(array: NdArray, strides: readonly number[]): Tensor {
  const reach = array.shape.reduce((sum, n, i) => sum + (n - 1) * (strides[i] as number), 0);
  const room = torch.zeros([Math.max(reach, 0) + 1], { dtype: array.dtype });
  const window = torch.asStrided(room, array.shape, strides);
  if (sizeOf(array.shape) > 0) torch.copy_(window, tensorOf(array));
  return window;
}

function moduleOf({ layer, args, options }: ModuleValue): unknown {
  const found = (nn as unknown as Readonly<Record<string, Subject>>)[layer.replace(/^nn\./, "")];
  if (!found) throw new TypeError(`there is no ${layer}`);
  const named = Object.entries(options).map(([key, value]) => [camelCase(key), realise(value)]);
  return Reflect.construct(found, argumentsOf(args.map(realise), Object.fromEntries(named)));
}

function functionOf(name: string): unknown {
  const key = camelCase(name.split(".").at(-1) as string);
  const rooms = [F, torch] as unknown as Readonly<Record<string, unknown>>[];
  const found = rooms.find((room) => key in room)?.[key];
  if (!found) throw new TypeError(`there is no function ${name}`);
  return found;
}
