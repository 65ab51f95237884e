import { tfjsEngine } from "./tfjs.ts";

/** TensorFlow.js in plain JavaScript. */
export const engine = await tfjsEngine("tfjs-cpu", "cpu");
