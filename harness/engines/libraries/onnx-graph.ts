import type { NdArray } from "../../array.ts";
import { only } from "../table.ts";
import { ATTRIBUTE, ELEMENT, MODEL } from "./onnx-schema.ts";

/** A tensor of a graph that is being built. */
export interface Wire {
  readonly graph: Graph;
  readonly name: string;
}

/** A node's attribute: integers are plain, a float is a `real`. */
export type Attribute =
  | number
  | readonly number[]
  | string
  | readonly string[]
  | { readonly real: number };

/** An attribute that is a float. */
export function real(value: unknown): Attribute {
  return { real: Number(value) };
}

/** An operation on `inputs`, the first of which is there; null leaves an optional one out. */
export function node(
  type: string,
  inputs: readonly (Wire | null | undefined)[],
  attributes: Readonly<Record<string, Attribute>> = {},
): Wire {
  return nodes(type, inputs, 1, attributes)[0] as Wire;
}

/** An operation with several outputs. */
export function nodes(
  type: string,
  inputs: readonly (Wire | null | undefined)[],
  outputs: number,
  attributes: Readonly<Record<string, Attribute>> = {},
): Wire[] {
  const graph = (inputs.find(Boolean) as Wire).graph;
  return graph.add(type, inputs, outputs, attributes);
}

/** The versions of the format and of the operations that graphs are written in. */
const [IR, OPSET] = [10, 21];

/** An ONNX graph in the making. */
export class Graph {
  readonly #nodes: object[] = [];
  readonly #constants: object[] = [];
  readonly #inputs: object[] = [];
  #names = 0;

  /** A tensor given at each run. */
  input(name: string, array: NdArray): Wire {
    const dim = array.shape.map((dimValue) => ({ dimValue }));
    this.#inputs.push({
      name,
      type: { tensorType: { elemType: elementOf(array), shape: { dim } } },
    });
    return { graph: this, name };
  }

  /** A tensor that belongs to the model. */
  constant(array: NdArray): Wire {
    const { data, shape } = array;
    const name = `constant.${this.#names++}`;
    this.#constants.push({
      name,
      dims: shape,
      dataType: elementOf(array),
      rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    });
    return { graph: this, name };
  }

  /** A vector of integers, such as a shape. */
  integers(...values: number[]): Wire {
    const data = BigInt64Array.from(values, BigInt);
    return this.constant({ dtype: "int64", shape: [values.length], data });
  }

  /** A vector of floats. */
  floats(...values: number[]): Wire {
    const data = Float32Array.from(values);
    return this.constant({ dtype: "float32", shape: [values.length], data });
  }

  /** A number of no axis. */
  scalar(value: unknown): Wire {
    return this.constant({ dtype: "float32", shape: [], data: Float32Array.of(Number(value)) });
  }

  add(
    opType: string,
    inputs: readonly (Wire | null | undefined)[],
    outputs: number,
    attributes: Readonly<Record<string, Attribute>>,
  ): Wire[] {
    // A left out input at the end is dropped: by an empty name in LayerNormalization, the native runtime ends the process.
    const given = inputs.slice(0, inputs.findLastIndex(Boolean) + 1);
    const made = Array.from({ length: outputs }, () => `${opType}.${this.#names++}`);
    this.#nodes.push({
      opType,
      input: given.map((wire) => wire?.name ?? ""),
      output: made,
      attribute: Object.entries(attributes).map(attributeOf),
    });
    return made.map((name) => ({ graph: this, name }));
  }

  /** The model whose outputs these are. */
  encode(outputs: readonly Wire[]): Uint8Array {
    const graph = {
      name: "layer",
      node: this.#nodes,
      initializer: this.#constants,
      input: this.#inputs,
      output: outputs.map(({ name }) => ({ name })),
    };
    const opsetImport = [{ domain: "", version: OPSET }];
    return MODEL.encode(MODEL.fromObject({ irVersion: IR, opsetImport, graph })).finish();
  }
}

function attributeOf([name, value]: [string, Attribute]): object {
  if (typeof value === "number") return { name, i: value, type: ATTRIBUTE.int };
  if (typeof value === "string") return { name, s: Buffer.from(value), type: ATTRIBUTE.string };
  if ("real" in value) return { name, f: value.real, type: ATTRIBUTE.float };
  if (typeof value[0] === "string") {
    return { name, strings: value.map((text) => Buffer.from(`${text}`)), type: ATTRIBUTE.strings };
  }
  return { name, ints: value, type: ATTRIBUTE.ints };
}

function elementOf({ dtype }: NdArray): number {
  only(dtype === "float32" || dtype === "int64", `${dtype}: it has float32 and int64 here`);
  return ELEMENT[dtype];
}
