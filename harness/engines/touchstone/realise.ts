import { nn, type Tensor, torch } from "#engine";
import { allocate, type NdArray, sizeOf } from "../../array.ts";
import type { DrawnValue, ModuleValue, PackedValue, TensorValue, Value } from "../../case.ts";
import type { Readable } from "../../excerpt.ts";
import { camelCase, find, partOf, type Subject } from "./find.ts";
import { HOOKS } from "./hooks.ts";

/** What the engine is given for an argument; a part is one of `whole`. */
export function realise(value: Value, whole?: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item: Value) => realise(item, whole));
  if (!("kind" in value)) throw new TypeError("an argument must be a value of the protocol");
  if (value.kind === "tensor") return leafOf(value);
  if (value.kind === "drawn") return drawnOf(value);
  if (value.kind === "module") return moduleOf(value, (part) => realise(part, whole));
  if (value.kind === "function") return functionOf(value.name);
  if (value.kind === "dtype") return value.dtype;
  if (value.kind === "part") return partOf(whole, value.path);
  if (value.kind === "generator") return new torch.Generator().manualSeed(value.seed);
  if (value.kind === "list") return value.items.map((item) => realise(item, whole));
  if (value.kind === "dict") {
    return new Map(Object.entries(value.entries).map(([key, item]) => [key, realise(item, whole)]));
  }
  return packedOf(value, leafOf(value.data));
}

/** A packed sequence around `data`. */
export function packedOf(value: PackedValue, data: Tensor): unknown {
  const order = (indices: readonly number[] | null) =>
    indices && torch.tensor(indices, { dtype: "int64" });
  return new nn.utils.rnn.PackedSequence(
    data,
    torch.tensor(value.batchSizes, { dtype: "int64" }),
    order(value.sortedIndices),
    order(value.unsortedIndices),
  );
}

/** A tensor with the numbers, the memory layout and the wish for a gradient that a call gives. */
export function leafOf({ array, strides, grad, gradient }: TensorValue): Tensor {
  const leaf = strides ? spread(array, strides) : tensorOf(array);
  if (grad) leaf.requiresGrad = true;
  if (gradient) leaf.grad = tensorOf(gradient);
  return leaf;
}

/** A tensor that PyTorch's sampler would draw. */
export function drawnOf({ sampler, seed, dtype, shape, grad }: DrawnValue): Tensor {
  const generator = new torch.Generator().manualSeed(seed);
  return torch[sampler](shape, { dtype, generator, requiresGrad: grad });
}

/** The numbers of a tensor, copied in C order. */
export function arrayOf(x: Tensor): NdArray {
  return { dtype: x.dtype, shape: x.shape, data: x.toTypedArray() };
}

/** As many elements as are read at a time: they fit into the cache. */
const PIECE = 2 ** 16;

/** A tensor to be read, of which a large one is not copied whole. */
export function readable(x: Tensor): Readable {
  const line = () => torch.flatten(torch.detach(x));
  return {
    dtype: x.dtype,
    shape: x.shape,
    whole: () => arrayOf(x),
    at: (places) => arrayOf(torch.indexSelect(line(), 0, torch.tensor(places, { dtype: "int64" }))),
    *pieces() {
      const all = line();
      const data = allocate(x.dtype, Math.min(PIECE, x.numel));
      for (let at = 0; at < x.numel; at += PIECE) {
        const shape = [Math.min(PIECE, x.numel - at)];
        const piece = all.narrow(0, at, shape[0] as number);
        yield { dtype: x.dtype, shape, data: piece.toTypedArray(data.subarray(0, shape[0])) };
      }
    },
  };
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

function spread(array: NdArray, strides: readonly number[]): Tensor {
  const reach = array.shape.reduce((sum, n, i) => sum + (n - 1) * (strides[i] as number), 0);
  const room = torch.zeros([Math.max(reach, 0) + 1], { dtype: array.dtype });
  const window = torch.asStrided(room, array.shape, strides);
  if (sizeOf(array.shape) > 0) torch.copy_(once(window, strides), once(tensorOf(array), strides));
  return window;
}

/** The first entry alone of each axis that repeats one. */
function once(x: Tensor, strides: readonly number[]): Tensor {
  return strides.reduce((part, step, axis) => (step === 0 ? part.narrow(axis, 0, 1) : part), x);
}

/** A module made of arguments that `make` makes; it is told each one's place or name. */
export function moduleOf(
  { layer, args, options }: ModuleValue,
  make: (value: Value, key: string) => unknown,
): unknown {
  const found = find(layer) as Subject | undefined;
  if (!found) throw new TypeError(`there is no ${layer}`);
  const named = Object.entries(options).map(([key, value]) => [camelCase(key), make(value, key)]);
  const given = args.map((value, i) => make(value, String(i)));
  return Reflect.construct(found, argumentsOf(given, Object.fromEntries(named)));
}

function functionOf(name: string): unknown {
  const found = HOOKS.get(name) ?? find(name) ?? find(`torch.${name}`);
  if (!found) throw new TypeError(`there is no function ${name}`);
  return found;
}
