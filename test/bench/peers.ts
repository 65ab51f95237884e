import type { Call } from "#harness/case";
import { EngineLoadError, loadEngine } from "#harness/engines/index";
import { isTimed, type TimedEngine } from "#harness/timed";
import type { PyTorch } from "./pytorch.ts";

/** One of those that are timed, with a workload ready. */
export interface Runner {
  /** Seconds for so many runs. */
  readonly seconds: (times: number) => Promise<number>;
  /** Null of who computes nothing that is worth an answer. */
  readonly answer: (() => ReturnType<TimedEngine["answer"]>) | null;
  readonly release: () => void | Promise<void>;
}

/** Somebody to be timed. */
export interface Peer {
  readonly name: string;
  readonly version: string;
  /** Makes a call ready, or says why not. */
  readonly ready: (call: Call) => Promise<Runner | string>;
}

/** The engines of other libraries that can be timed, besides PyTorch. */
export const LIBRARIES = [
  "onnxruntime-node",
  "onnxruntime-web",
  "tfjs-wasm",
  "tfjs-cpu",
  "jax-js",
] as const;

/** The engine of that name as a peer, or why it is none here. */
export async function peerOf(name: string, threads: number): Promise<Peer | string> {
  try {
    const engine = await loadEngine(name);
    if (!isTimed(engine)) return "its adapter cannot be timed";
    if (threads > 1 && (await engine.useThreads?.(threads)) !== true) {
      return "it has one thread only";
    }
    return { name, version: engine.version, ready: (call) => runnerOf(engine, call) };
  } catch (error) {
    if (error instanceof EngineLoadError) return error.message;
    throw error;
  }
}

/** PyTorch, which has the call of its workload ready already. */
export function pytorchPeer(pytorch: PyTorch): Peer {
  const runner: Runner = {
    seconds: (times) => pytorch.seconds(times),
    answer: () => pytorch.answer(),
    release: () => undefined,
  };
  return { name: "pytorch", version: pytorch.version, ready: async () => runner };
}

/** The machine, as one that does as many operations as a workload has, and nothing else. */
export function machineRunner(probe: (operations: number) => number, operations: number): Runner {
  return {
    seconds: async (times) => (times * operations) / probe(times * operations),
    answer: null,
    release: () => undefined,
  };
}

async function runnerOf(engine: TimedEngine, call: Call): Promise<Runner | string> {
  const ready = await engine.ready(call);
  if ("kind" in ready) return ready.reason;
  return {
    seconds: async (times) => {
      await ready.enter?.();
      const start = performance.now();
      await ready.run(times);
      return (performance.now() - start) / 1000;
    },
    answer: ready.answer,
    release: ready.release,
  };
}
