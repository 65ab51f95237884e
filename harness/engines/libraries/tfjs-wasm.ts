import "@tensorflow/tfjs-backend-wasm";
import { tfjsEngine } from "./tfjs.ts";

/** TensorFlow.js in WebAssembly, with SIMD; in Node it has one thread. */
export const engine = await tfjsEngine("tfjs-wasm", "wasm");
