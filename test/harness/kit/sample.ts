import { allocate, type Dtype, type NdArray } from "#harness/array";
import type { Call, Case, Limit, Returned } from "#harness/case";

/** An array from numbers, without saying a type twice. */
export function array(dtype: Dtype, shape: readonly number[], numbers: readonly number[]): NdArray {
  const data = allocate(dtype, numbers.length);
  for (const [i, number] of numbers.entries()) {
    data[i] = data instanceof BigInt64Array ? BigInt(number) : number;
  }
  return { dtype, shape, data };
}

/** A call of nn.Identity on nothing, with what a test wants otherwise. */
export function call(over: Partial<Call> = {}): Call {
  return {
    layer: "nn.Identity",
    dtype: "float32",
    args: [],
    options: {},
    seed: 1,
    profile: "torch-2.12+",
    state: null,
    earlier: [],
    training: true,
    gradMode: true,
    inputs: [],
    keywords: {},
    upstream: {},
    ...over,
  };
}

/** A limit of 4 + 2 = 6 roundings of one. */
export const TOLERANCE: Limit = {
  terms: 1,
  amplification: 1,
  residual: null,
  referenceLimited: false,
};

/** A case that returned these tensors, all within one limit. */
export function returning(
  tensors: Readonly<Record<string, NdArray>>,
  limit: Limit = TOLERANCE,
  over: Partial<Case> = {},
): Case {
  const limits = Object.fromEntries(Object.keys(tensors).map((slot) => [slot, limit]));
  const answer: Returned = { kind: "returned", tensors, facts: { structure: "tensor" } };
  return {
    id: "nn.Identity/sample",
    tags: [],
    call: call(),
    answer,
    limits,
    fragment: "",
    ...over,
  };
}

/** A case that was refused. */
export function refusing(over: Partial<Case> = {}): Case {
  return {
    id: "nn.Identity/refused",
    tags: [],
    call: call(),
    answer: { kind: "threw", phase: "forward", class: "ValueError", message: "a must be b, got c" },
    limits: {},
    fragment: "must be b",
    ...over,
  };
}
