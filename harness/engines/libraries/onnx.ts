import type { InferenceSession, Tensor, TypedTensor } from "onnxruntime-node";
import type { Elements, NdArray } from "../../array.ts";
import type { Answer, Call } from "../../case.ts";
import { PROTOCOL } from "../../engine.ts";
import type { TimedEngine } from "../../timed.ts";
import { givenOf, LACKS, layerOf, refusal, tensorsOf } from "../table.ts";
import { Graph, type Wire } from "./onnx-graph.ts";
import { LAYERS } from "./onnx-layers.ts";
import { PATHS } from "./onnx-recurrent.ts";

/** One of ONNX Runtime's packages, which have one interface. */
export interface Runtime {
  readonly name: string;
  readonly version: string;
  /** Reads a model that runs on so many threads. */
  readonly open: (model: Uint8Array, threads: number) => Promise<InferenceSession>;
  readonly tensor: typeof Tensor;
  /** Whether more than one thread can be had. */
  readonly threads: boolean;
}

/** A call as a session and what it is fed with. */
interface Opened {
  readonly layer: string;
  readonly session: InferenceSession;
  readonly feeds: InferenceSession.FeedsType;
}

/** ONNX Runtime: each layer is a graph of its own, of which parameters are constants. */
export function onnxEngine(runtime: Runtime): TimedEngine {
  const { name, version } = runtime;
  let threads = 1;
  return {
    ...{ name, version, protocol: PROTOCOL, lacks: [...LACKS, "grad"] },
    answer: async (call) => {
      try {
        const opened = await open(runtime, call, threads);
        try {
          return await answered(opened);
        } finally {
          await opened.session.release();
        }
      } catch (error) {
        return refusal(error);
      }
    },
    ready: async (call) => {
      if (Object.keys(call.upstream).length > 0) {
        return { kind: "unsupported", reason: "it has no gradients" };
      }
      try {
        const opened = await open(runtime, call, threads);
        return {
          run: async (times) => {
            for (let i = 0; i < times; i++) await opened.session.run(opened.feeds);
          },
          answer: () => answered(opened),
          release: () => opened.session.release(),
        };
      } catch (error) {
        return refusal(error);
      }
    },
    useThreads: (count) => {
      if (runtime.threads) threads = count;
      return runtime.threads;
    },
  };
}

async function open(runtime: Runtime, call: Call, threads: number): Promise<Opened> {
  const layer = layerOf<Wire>({}, LAYERS, call);
  const graph = new Graph();
  const arrays = tensorsOf(call.inputs);
  const state = Object.entries(call.state ?? {}).map(
    ([key, array]) => [key, graph.constant(array)] as const,
  );
  const inputs = arrays.map((array, i) => graph.input(`input.${i}`, array));
  const output = layer(givenOf<Wire>(call, Object.fromEntries(state)), ...inputs);
  const outputs = "graph" in output ? [output] : output;
  const session = await runtime.open(graph.encode(named(outputs)), threads);
  const feeds = arrays.map((array, i) => [`input.${i}`, put(runtime, array)] as const);
  return { layer: call.layer, session, feeds: Object.fromEntries(feeds) };
}

/** The outputs under names of their own, also where an output is an input or a constant. */
function named(outputs: readonly Wire[]): Wire[] {
  return outputs.map((wire) => wire.graph.add("Identity", [wire], 1, {})[0] as Wire);
}

function put({ tensor: Made }: Runtime, { dtype, shape, data }: NdArray): Tensor {
  return dtype === "int64"
    ? new Made("int64", data as BigInt64Array, shape)
    : new Made("float32", data as Float32Array, shape);
}

async function answered({ layer, session, feeds }: Opened): Promise<Answer> {
  const results = await session.run(feeds);
  const tensors = session.outputNames.map(
    (name, i) => [`output.${PATHS[layer]?.[i] ?? i}`, take(results[name] as Tensor)] as const,
  );
  return { kind: "returned", tensors: Object.fromEntries(tensors), facts: {} };
}

function take(tensor: Tensor): NdArray {
  const { type, dims, data } = tensor as TypedTensor<"float32" | "int64">;
  return { dtype: type, shape: dims, data: data as Elements };
}
