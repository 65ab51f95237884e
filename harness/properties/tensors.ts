import type { NdArray } from "../array.ts";
import type { Call, TensorValue, Value } from "../case.ts";
import { mapped } from "../mapped.ts";

/** What becomes of a tensor argument, of which `path` is the place: "0", "1.0", "attn_mask". */
export type Change = (value: TensorValue, path: string) => TensorValue;

/** A call with the tensors among its inputs and keywords changed. */
export function withInputs(call: Call, change: Change): Call {
  return {
    ...call,
    inputs: call.inputs.map((value, i) => changedValue(value, `${i}`, change)),
    keywords: mapped(call.keywords, (value, name) => changedValue(value, name, change)),
  };
}

/** A call with the arrays of its inputs and keywords changed. */
export function withArrays(call: Call, change: (array: NdArray, path: string) => NdArray): Call {
  return withInputs(call, (value, path) => ({ ...value, array: change(value.array, path) }));
}

/** The tensors among the inputs and keywords, by their places. */
export function inputsOf(call: Call): Map<string, TensorValue> {
  const found = new Map<string, TensorValue>();
  withInputs(call, (value, path) => {
    found.set(path, value);
    return value;
  });
  return found;
}

/** The first input, which must be a tensor. */
export function firstInput({ inputs, layer }: Call): NdArray {
  const [value] = inputs;
  if (isTensor(value)) return value.array;
  throw new TypeError(`${layer}: its first input must be a tensor`);
}

function changedValue(value: Value, path: string, change: Change): Value {
  if (isTensor(value)) return change(value, path);
  if (!Array.isArray(value)) return value;
  return value.map((item, i) => changedValue(item, `${path}.${i}`, change));
}

/** Whether an argument is a tensor. */
export function isTensor(value: Value | undefined): value is TensorValue {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "tensor";
}

/** An argument that is a tensor. */
export function tensor(array: NdArray, grad = array.dtype.startsWith("float")): TensorValue {
  return { kind: "tensor", array, grad };
}
