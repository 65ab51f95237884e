import type { NdArray } from "../array.ts";
import type { Call, TensorValue } from "../case.ts";
import { cut, take, upTo } from "./ndarray.ts";
import { uniform } from "./numbers.ts";
import type { Posed } from "./property.ts";
import { type Property, sameWithin, slotOf } from "./property.ts";
import { posedWith } from "./related.ts";
import { inputsOf, withArrays } from "./tensors.ts";

const ONLY = { only: ["MultiheadAttention"] };

/** Queries and keys in other orders. */
export const attentionOrder: Property = {
  name: "attention-order",
  says: "keys, values and masks in another order change nothing; queries in another order, theirs",
  holds: ONLY,
  pose: forwardOf,
  async claims({ call, answer, ask, margins }) {
    const { query, key } = axesOfAttention(call);
    const output = slotOf(answer, "output.0");
    const [keys, queries] = [
      orderOf(lengthOf(call, "1", key), call.seed),
      orderOf(output.shape[query] ?? 0, call.seed + 1),
    ];
    const moved = withArrays(call, (array, path) => {
      if (path === "0") return take(array, query, queries);
      if (path === "1" || path === "2") return take(array, key, keys);
      const columns = take(array, array.shape.length - 1, keys);
      return path === "attn_mask" ? take(columns, 0, queries) : columns;
    });
    const { tensors } = await ask({ ...moved, upstream: {} });
    const want = { "output.0": take(output, query, queries) };
    return [sameWithin(await margins(), 2, call, want, tensors)];
  },
};

/** A key that is masked, and one that is not there. */
export const attentionMask: Property = {
  name: "attention-mask",
  says: "a key that is masked is as a key that is not there",
  holds: ONLY,
  pose: forwardOf,
  async claims({ call, ask, margins }) {
    const { key } = axesOfAttention(call);
    const length = lengthOf(call, "1", key);
    if (length < 2) return [];
    const { key_padding_mask: _, ...keywords } = call.keywords;
    const mask = { key_padding_mask: maskOf(call, length) };
    const masked = await ask({ ...call, keywords: { ...keywords, ...mask }, upstream: {} });
    const shorter = withArrays({ ...call, keywords }, (array, path) => {
      if (path === "0") return array;
      return cut(array, path === "attn_mask" ? 1 : key, 0, length - 1);
    });
    const { tensors } = await ask({ ...shorter, upstream: {} });
    const want = { "output.0": slotOf(masked, "output.0") };
    return [sameWithin(await margins(), 2, call, want, tensors)];
  },
};

/** A promise that a mask is causal holds for no other order. */
function forwardOf(posed: Posed): Posed {
  const { is_causal: _, ...keywords } = posed.asked.keywords;
  return posedWith({ ...posed, asked: { ...posed.asked, keywords } }, ["dropout"]);
}

/** Along which axis queries lie, and keys and values. */
function axesOfAttention(call: Call) {
  const rank = inputsOf(call).get("0")?.array.shape.length ?? 0;
  const axis = rank === 3 && call.options["batch_first"] === true ? 1 : 0;
  return { query: axis, key: axis };
}

/** For every sample, the last key alone. */
function maskOf(call: Call, length: number): TensorValue {
  const shape = inputsOf(call).get("1")?.array.shape ?? [];
  const first = call.options["batch_first"] === true;
  const samples = shape.length < 3 ? [] : [shape[first ? 0 : 1] ?? 1];
  const count = (samples[0] ?? 1) * length;
  const data = Uint8Array.from(upTo(count), (i) => (i % length === length - 1 ? 1 : 0));
  const array: NdArray = { dtype: "bool", shape: [...samples, length], data };
  return { kind: "tensor", array, grad: false };
}

function lengthOf(call: Call, path: string, axis: number): number {
  return inputsOf(call).get(path)?.array.shape[axis] ?? 0;
}

function orderOf(count: number, seed: number): number[] {
  const next = uniform(seed, "order");
  const keyed = upTo(count).map((i) => [next(), i] as const);
  return keyed.sort(([a], [b]) => a - b).map(([, i]) => i);
}
