import { env, InferenceSession, Tensor } from "onnxruntime-web";
import { versionOf } from "./installed.ts";
import { onnxEngine } from "./onnx.ts";

env.wasm.numThreads = 1;

/** ONNX Runtime in WebAssembly. */
export const engine = onnxEngine({
  name: "onnxruntime-web",
  version: versionOf("onnxruntime-web"),
  open: (model) =>
    InferenceSession.create(model, { executionProviders: ["wasm"], logSeverityLevel: 4 }),
  tensor: Tensor,
  threads: false,
});
