import {
  type Answer,
  type Call,
  type Case,
  type CaseJson,
  type DrawnValue,
  FORMAT,
  type Limit,
  type TensorValue,
  type Value,
  type ValueJson,
} from "./case.ts";
import { type FlatArrays, FlatWriter } from "./flat.ts";
import { mapped } from "./mapped.ts";

/** What a case is on disk and on the wire: a header, and flat arrays that it points into. */
export interface EncodedCase {
  readonly json: CaseJson;
  readonly arrays: FlatArrays;
}

/** The inverse of decodeCase. */
export function encodeCase(one: Case): EncodedCase {
  const writer = new FlatWriter();
  const call = encodeCall(one.call, writer);
  const answer = encodeAnswer(one.answer, writer);
  const limits = mapped(one.limits, (limit) => encodeLimit(limit, writer));
  const json: CaseJson = {
    format: FORMAT,
    id: one.id,
    tags: [...one.tags],
    arrays: writer.counts(),
    call,
    answer,
    limits,
    fragment: one.fragment,
  };
  return { json, arrays: writer.arrays() };
}

/** The call alone: what an engine in another process is told. */
export function encodeCall(call: Call, writer: FlatWriter): CaseJson["call"] {
  const value = (part: Value): ValueJson => encodeValue(part, writer);
  const { prints, steps, ...rest } = call;
  return {
    ...rest,
    args: call.args.map(value),
    options: mapped(call.options, value),
    state: call.state === null ? null : mapped(call.state, (array) => writer.put(array)),
    earlier: call.earlier.map(({ inputs, keywords, training }) => ({
      inputs: inputs.map(value),
      keywords: mapped(keywords, value),
      training,
    })),
    inputs: call.inputs.map(value),
    keywords: mapped(call.keywords, value),
    upstream: mapped(call.upstream, (array) => writer.put(array)),
    ...(steps === undefined
      ? {}
      : {
          steps: steps.map((step) => ({
            call: step.call,
            inputs: step.inputs.map(value),
            keywords: mapped(step.keywords, value),
          })),
        }),
    ...(prints === undefined ? {} : { prints: [...prints] }),
  };
}

/** The answer alone: what comes back. */
export function encodeAnswer(answer: Answer, writer: FlatWriter): CaseJson["answer"] {
  if (answer.kind === "threw") return answer;
  const tensors = mapped(answer.tensors, (array) => writer.put(array));
  return { kind: "returned", tensors, facts: { ...answer.facts } };
}

function encodeLimit(limit: Limit, writer: FlatWriter): CaseJson["limits"][string] {
  if (limit === "bits") return "bits";
  const { terms, amplification, residual, referenceLimited } = limit;
  return {
    terms,
    amplification:
      typeof amplification === "number" ? encodeSize(amplification) : writer.floats(amplification),
    residual: residual === null ? null : writer.floats(residual),
    ...(referenceLimited ? { referenceLimited } : {}),
  };
}

function encodeSize(size: number): number | { $float: "inf" | "nan" } {
  if (Number.isFinite(size)) return size;
  return { $float: Number.isNaN(size) ? "nan" : "inf" };
}

function encodeValue(value: Value, writer: FlatWriter): ValueJson {
  if (typeof value === "number") return encodeNumber(value);
  if (typeof value === "bigint") return { $int: `${value}` };
  if (value === null || typeof value !== "object") return value;
  const down = (part: Value): ValueJson => encodeValue(part, writer);
  if (!("kind" in value)) return value.map(down);
  switch (value.kind) {
    case "tensor":
      return { $tensor: encodeTensor(value, writer) };
    case "drawn":
      return { $drawn: encodeDrawn(value) };
    case "module":
      return {
        $module: {
          layer: value.layer,
          args: value.args.map(down),
          options: mapped(value.options, down),
        },
      };
    case "function":
      return { $function: value.name };
    case "dtype":
      return { $dtype: value.dtype };
    case "part":
      return { $part: value.path };
    case "generator":
      return { $generator: value.seed };
    case "list":
      return { $list: value.items.map(down) };
    case "dict":
      return { $dict: mapped(value.entries, down) };
    case "packed":
      return {
        $packed: {
          data: encodeTensor(value.data, writer),
          batchSizes: [...value.batchSizes],
          sortedIndices: value.sortedIndices && [...value.sortedIndices],
          unsortedIndices: value.unsortedIndices && [...value.unsortedIndices],
        },
      };
  }
}

function encodeDrawn({ sampler, seed, dtype, shape, grad }: DrawnValue) {
  return { sampler, seed, dtype, shape: [...shape], ...(grad ? { grad } : {}) };
}

/** JSON.stringify would write -0 as 0. */
function encodeNumber(value: number): ValueJson {
  if (Object.is(value, -0)) return { $float: "-0" };
  if (Number.isFinite(value)) return value;
  return { $float: Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf" };
}

type TensorRef = Extract<ValueJson, { $tensor: unknown }>["$tensor"];

function encodeTensor(value: TensorValue, writer: FlatWriter): TensorRef {
  const { array, grad, strides, leaf, gradient } = value;
  return {
    ...writer.put(array),
    ...(grad ? { grad } : {}),
    ...(strides === undefined ? {} : { strides: [...strides] }),
    ...(leaf === undefined ? {} : { leaf }),
    ...(gradient === undefined ? {} : { gradient: writer.put(gradient) }),
  };
}
