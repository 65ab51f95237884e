import { env, InferenceSession, Tensor } from "onnxruntime-web";
import { versionOf } from "./installed.ts";
import { onnxEngine } from "./onnx.ts";

/** ONNX Runtime in WebAssembly; its first session decides how many threads the later ones have. */
export const engine = onnxEngine({
  name: "onnxruntime-web",
  version: versionOf("onnxruntime-web"),
  open: (model, threads) => {
    env.wasm.numThreads = threads;
    return withoutWorker(() =>
      InferenceSession.create(model, { executionProviders: ["wasm"], logSeverityLevel: 4 }),
    );
  },
  tensor: Tensor,
  threads: true,
});

/** Takes back the global Worker that the library defines in Node: other libraries take it for a browser's. */
async function withoutWorker<T>(create: () => Promise<T>): Promise<T> {
  const before = Object.getOwnPropertyDescriptor(globalThis, "Worker");
  try {
    return await create();
  } finally {
    if (before) Object.defineProperty(globalThis, "Worker", before);
    else Reflect.deleteProperty(globalThis, "Worker");
  }
}
