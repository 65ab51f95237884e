import { blockUntilReady, DType, defaultDevice, init, numpy as np, vjp } from "@jax-js/jax";
import { allocate, type NdArray } from "../../array.ts";
import { type Library, tableEngine } from "../table.ts";
import { LAYERS } from "./jax-layers.ts";
import type { T } from "./jax-layout.ts";
import { pinned } from "./pinned.ts";

await init("wasm");
defaultDevice("wasm");

/** jax-js in WebAssembly. */
export const engine = tableEngine<T>(libraryOf(), LAYERS);

function libraryOf(): Library<T> {
  return {
    name: "jax-js",
    version: pinned("@jax-js/jax"),
    floats: ["float32", "float64"],
    put,
    take,
    drop: (tensors) => {
      for (const tensor of tensors) tensor.dispose();
    },
    settle: async (tensors) => {
      await blockUntilReady([...tensors]);
    },
    gradients: (f, inputs, upstream) => {
      const [outputs, pull] = vjp(
        (...given: T[]) => [...f(given)],
        inputs.map((input) => input.ref),
      );
      const gradients = pull(upstream.map((one) => one.ref)) as T[];
      pull.dispose();
      return { outputs, gradients };
    },
  };
}

function put({ dtype, shape, data }: NdArray): T {
  const numbers = Array.from(data, Number);
  const options = { shape: [...shape] };
  if (dtype === "float64") return np.array(Float64Array.from(numbers), options);
  if (dtype === "float32") return np.array(Float32Array.from(numbers), options);
  return np.array(Int32Array.from(numbers), options);
}

async function take(tensor: T): Promise<NdArray> {
  const dtype =
    tensor.dtype === DType.Float64
      ? "float64"
      : tensor.dtype === DType.Float32
        ? "float32"
        : "int64";
  const values = await tensor.ref.data();
  const data = allocate(dtype, values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    data[i] = data instanceof BigInt64Array ? BigInt(value) : value;
  }
  return { dtype, shape: tensor.shape, data };
}
