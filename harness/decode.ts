import type * as z from "zod";
import { type NdArray, sizeOf } from "./array.ts";
import type {
  Answer,
  ArrayRef,
  Call,
  Case,
  CaseJson,
  Forward,
  Limit,
  Step,
  stepJson,
  TensorValue,
  Value,
  ValueJson,
} from "./case.ts";
import { DecodeError, type FlatArrays, FlatReader } from "./flat.ts";
import { mapped } from "./mapped.ts";

/**
 * The case that a header and its flat arrays say together. What the call holds is copied, so that an engine
 * that writes into its inputs, or looks behind them, finds nothing of the answer.
 * @throws DecodeError where they do not fit each other.
 */
export function decodeCase(json: CaseJson, arrays: FlatArrays): Case {
  const reader = new FlatReader(arrays, json.arrays);
  const call = decodeCall(json.call, reader);
  const answer = decodeAnswer(json.answer, reader);
  const limits = decodeLimits(json, reader);
  reader.finish();
  checkFragment(json);
  return { id: json.id, tags: json.tags, call, answer, limits, fragment: json.fragment };
}

/** The call alone; `reader` may hold more. */
export function decodeCall(json: CaseJson["call"], reader: FlatReader): Call {
  const array = (ref: ArrayRef): NdArray => reader.copy(ref);
  const { prints, sample, steps, method, ...rest } = json;
  return {
    ...rest,
    args: json.args.map((value) => decodeValue(value, reader)),
    options: decodeNamed(json.options, reader),
    state: json.state === null ? null : mapped(json.state, array),
    earlier: json.earlier.map((forward) => decodeForward(forward, reader)),
    inputs: json.inputs.map((value) => decodeValue(value, reader)),
    keywords: decodeNamed(json.keywords, reader),
    upstream: mapped(json.upstream, array),
    ...(steps === undefined ? {} : { steps: steps.map((step) => decodeStep(step, reader)) }),
    ...(method === undefined ? {} : { method }),
    ...(prints === undefined ? {} : { prints }),
    ...(sample === undefined ? {} : { sample }),
  };
}

function decodeStep(json: z.infer<typeof stepJson>, reader: FlatReader): Step {
  return {
    call: json.call,
    inputs: json.inputs.map((value) => decodeValue(value, reader)),
    keywords: decodeNamed(json.keywords, reader),
  };
}

/** The answer alone. */
export function decodeAnswer(json: CaseJson["answer"], reader: FlatReader): Answer {
  if (json.kind === "threw") return json;
  return { ...json, tensors: mapped(json.tensors, (ref) => reader.view(ref)) };
}

function decodeForward(json: CaseJson["call"]["earlier"][number], reader: FlatReader): Forward {
  return {
    inputs: json.inputs.map((value) => decodeValue(value, reader)),
    keywords: decodeNamed(json.keywords, reader),
    training: json.training,
  };
}

function decodeLimits(json: CaseJson, reader: FlatReader): Record<string, Limit> {
  const tensors = json.answer.kind === "returned" ? json.answer.tensors : {};
  const slots = Object.keys(tensors);
  const odd = [
    ...slots.filter((slot) => !Object.hasOwn(json.limits, slot)),
    ...Object.keys(json.limits).filter((slot) => !Object.hasOwn(tensors, slot)),
  ];
  if (odd.length > 0) {
    throw new DecodeError(
      `limits: every tensor must have one and only they, came ${odd.join(", ")}`,
    );
  }
  return mapped(json.limits, (limit, slot) => decodeLimit(limit, tensors[slot], slot, reader));
}

function decodeLimit(
  json: CaseJson["limits"][string],
  ref: ArrayRef | undefined,
  slot: string,
  reader: FlatReader,
): Limit {
  if (json === "bits" || ref === undefined) return "bits";
  if (!/float/.test(ref.dtype)) {
    throw new DecodeError(`limits: ${slot} of ${ref.dtype} must be compared by bits`);
  }
  const count = sizeOf(ref.shape);
  const { amplification, residual } = json;
  return {
    terms: json.terms,
    amplification:
      typeof amplification === "number"
        ? amplification
        : "at" in amplification
          ? reader.floats(amplification.at, count)
          : floatOf(amplification.$float),
    residual: residual === null ? null : reader.floats(residual.at, count),
    referenceLimited: json.referenceLimited ?? false,
  };
}

/** An empty fragment is in every message: fit for what fuzzing found, where phase and class tell the refusal. */
function checkFragment({ answer, fragment, tags }: CaseJson): void {
  if (tags.includes("found") && fragment === "") return;
  if (answer.kind === "returned") {
    if (fragment !== "") throw new DecodeError("fragment: must be empty where nothing was thrown");
  } else if (fragment === "" || !answer.message.includes(fragment)) {
    throw new DecodeError(
      `fragment: must be a part of the message ${JSON.stringify(answer.message)}, came ${JSON.stringify(fragment)}`,
    );
  }
}

function decodeValue(json: ValueJson, reader: FlatReader): Value {
  if (json === null || typeof json !== "object") return json;
  if (Array.isArray(json)) return json.map((item) => decodeValue(item, reader));
  if ("$tensor" in json) return decodeTensor(json.$tensor, reader);
  if ("$drawn" in json) return { kind: "drawn", ...json.$drawn, grad: json.$drawn.grad ?? false };
  if ("$float" in json) return floatOf(json.$float);
  if ("$int" in json) return BigInt(json.$int);
  if ("$function" in json) return { kind: "function", name: json.$function };
  if ("$dtype" in json) return { kind: "dtype", dtype: json.$dtype };
  if ("$part" in json) return { kind: "part", path: json.$part };
  if ("$generator" in json) return { kind: "generator", seed: json.$generator };
  if ("$list" in json) {
    return { kind: "list", items: json.$list.map((item) => decodeValue(item, reader)) };
  }
  if ("$dict" in json) return { kind: "dict", entries: decodeNamed(json.$dict, reader) };
  if ("$packed" in json) {
    const { data, ...rest } = json.$packed;
    return { kind: "packed", data: decodeTensor(data, reader), ...rest };
  }
  const { layer, args, options } = json.$module;
  return {
    kind: "module",
    layer,
    args: args.map((item) => decodeValue(item, reader)),
    options: decodeNamed(options, reader),
  };
}

type TensorRef = Extract<ValueJson, { $tensor: unknown }>["$tensor"];

function decodeTensor(ref: TensorRef, reader: FlatReader): TensorValue {
  const { grad, strides, leaf, gradient } = ref;
  return {
    kind: "tensor",
    array: reader.copy(ref),
    grad: grad ?? false,
    ...(strides === undefined ? {} : { strides }),
    ...(leaf === undefined ? {} : { leaf }),
    ...(gradient === undefined ? {} : { gradient: reader.copy(gradient) }),
  };
}

const NAMED_FLOATS = { inf: Infinity, "-inf": -Infinity, nan: Number.NaN, "-0": -0 } as const;

function floatOf(name: keyof typeof NAMED_FLOATS): number {
  return NAMED_FLOATS[name];
}

function decodeNamed(
  json: Readonly<Record<string, ValueJson>>,
  reader: FlatReader,
): Record<string, Value> {
  return mapped(json, (value) => decodeValue(value, reader));
}
