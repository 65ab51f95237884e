import { InferenceSession, Tensor } from "onnxruntime-node";
import { versionOf } from "./installed.ts";
import { onnxEngine } from "./onnx.ts";

/** ONNX Runtime, native. */
export const engine = onnxEngine({
  name: "onnxruntime-node",
  version: versionOf("onnxruntime-node"),
  open: (model, threads) =>
    InferenceSession.create(model, {
      executionProviders: ["cpu"],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      logSeverityLevel: 4,
    }),
  tensor: Tensor,
  threads: true,
});
