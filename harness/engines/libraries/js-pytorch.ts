import { torch } from "js-pytorch";
import { allocate, type Dtype, type NdArray, sizeOf } from "../../array.ts";
import type { TimedEngine } from "../../timed.ts";
import { type Library, only, tableEngine } from "../table.ts";
import { LAYERS, type T } from "./js-pytorch-layers.ts";
import { pinned } from "./pinned.ts";

const [single, double] = [engineOf("float32"), engineOf("float64")];

/** js-pytorch in plain JavaScript. It has JavaScript's numbers alone: a float32 call is rounded once, at the end. */
export const engine: TimedEngine = {
  ...single,
  answer: (call) => (call.dtype === "float64" ? double : single).answer(call),
  ready: (call) => (call.dtype === "float64" ? double : single).ready(call),
};

function engineOf(dtype: Dtype): TimedEngine {
  const library: Library<T> = {
    name: "js-pytorch",
    version: pinned("js-pytorch"),
    floats: [dtype],
    put,
    take: (tensor) => take(tensor, dtype),
    gradients: (f, inputs, upstream) => {
      const followed = inputs.map(({ data }) => torch.tensor(data, true));
      const outputs = f(followed);
      only(outputs.length === 1, "gradients of several outputs");
      outputs[0]?.backward(upstream[0]);
      return { outputs, gradients: followed.map(({ grad }) => torch.tensor(grad ?? [])) };
    },
  };
  return tableEngine(library, LAYERS);
}

/** Nested lists, as the library keeps them: it knows no empty tensor, and none without an axis. */
function put({ shape, data }: NdArray): T {
  only(data.length > 0, "empty tensors");
  const numbers = Array.from(data, Number);
  return torch.tensor(shape.length === 0 ? numbers : nested(numbers, shape));
}

function nested(numbers: readonly number[], [size = 1, ...rest]: readonly number[]): unknown[] {
  if (rest.length === 0) return [...numbers];
  const each = numbers.length / size;
  return Array.from({ length: size }, (_, i) =>
    nested(numbers.slice(i * each, (i + 1) * each), rest),
  );
}

function take({ data, shape }: T, dtype: Dtype): NdArray {
  const numbers: number[] = data.flat(Infinity);
  const taken = allocate(dtype, sizeOf(shape));
  for (const [i, number] of numbers.entries()) taken[i] = number;
  return { dtype, shape: [...shape], data: taken };
}
