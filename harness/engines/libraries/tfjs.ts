import * as tf from "@tensorflow/tfjs";
import { allocate, type NdArray, sizeOf } from "../../array.ts";
import type { TimedEngine } from "../../timed.ts";
import { type Layer, type Library, only, tableEngine } from "../table.ts";
import { LAYERS } from "./tfjs-layers.ts";

type T = tf.Tensor;

/** TensorFlow.js on one of its backends. */
export async function tfjsEngine(name: string, backend: string): Promise<TimedEngine> {
  await tf.setBackend(backend);
  await tf.ready();
  const library: Library<T> = {
    name,
    version: tf.version.tfjs,
    put: ({ dtype, shape, data }) =>
      tf.tensor(
        Float32Array.from(data, Number),
        [...shape],
        dtype === "float32" ? "float32" : "int32",
      ),
    take,
    drop: (tensors) => tf.dispose([...tensors]),
    settle: async (tensors) => {
      await Promise.all(tensors.map((tensor) => tensor.data()));
    },
    enter: async () => {
      if (tf.getBackend() !== backend) await tf.setBackend(backend);
    },
    ...(backend === "wasm" ? { afresh: () => beginAnew(backend) } : {}),
    gradients: (f, inputs, upstream) => {
      only(upstream.length === 1, "gradients of several outputs");
      const all = tf.grads((...given: T[]) => f(given)[0] as T);
      const outputs = tf.tidy(() => [...f(inputs)]);
      return { outputs, gradients: all([...inputs], upstream[0]) };
    },
  };
  return tableEngine(library, within(LAYERS));
}

/** Another backend in the place of one that may have written beyond its tensors, whose memory no answer should depend on. */
async function beginAnew(backend: string): Promise<void> {
  const factory = tf.findBackendFactory(backend);
  // What it would free may be spoilt, and trap: the whole memory goes with it.
  Object.assign(tf.backend(), { dispose: () => undefined });
  tf.removeBackend(backend);
  tf.registerBackend(backend, factory);
  await tf.setBackend(backend);
}

async function take(tensor: T): Promise<NdArray> {
  const values = await tensor.data();
  const integral = tensor.dtype !== "float32";
  const data = allocate(integral ? "int64" : "float32", sizeOf(tensor.shape));
  for (let i = 0; i < values.length; i++)
    data[i] = integral ? BigInt(values[i] as number) : (values[i] as number);
  return { dtype: integral ? "int64" : "float32", shape: tensor.shape, data };
}

/** Each layer frees what it makes on its way. */
function within(layers: Readonly<Record<string, Layer<T>>>): Record<string, Layer<T>> {
  const tidy =
    (layer: Layer<T>): Layer<T> =>
    (given, ...inputs) => {
      only(
        inputs.every(({ size }) => size > 0),
        "empty inputs, on which a backend may divide by zero",
      );
      return tf.tidy(() => layer(given, ...inputs) as T);
    };
  return Object.fromEntries(Object.entries(layers).map(([name, layer]) => [name, tidy(layer)]));
}
