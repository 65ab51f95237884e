import * as tf from "@tensorflow/tfjs";
import type { Given } from "../table.ts";

/** A tensor of TensorFlow.js. */
export type T = tf.Tensor;

/** A layer's weight. */
export function weight(state: Given<T>["state"]): T {
  return state["weight"] as T;
}

/** y plus the layer's bias, if it has one, along the last axis. */
export function biased(y: T, { bias }: Given<T>["state"]): T {
  return bias === undefined ? y : tf.add(y, bias);
}

/** The numbers of a tensor's axes. */
export function axesOf(x: T): number[] {
  return x.shape.map((_, axis) => axis);
}

/** Channels from the second axis to the last one. */
export function last(x: T): tf.Tensor4D {
  return tf.transpose(x, [0, ...axesOf(x).slice(2), 1]) as tf.Tensor4D;
}

/** Channels from the last axis to the second one. */
export function first(x: T): T {
  return tf.transpose(x, [0, x.rank - 1, ...axesOf(x).slice(1, -1)]);
}
