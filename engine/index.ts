import "./methods/index.ts";
import * as layers from "./nn/index.ts";
import { nameClasses } from "./nn/show-module.ts";

export { EngineError, type ErrorClass } from "./errors.ts";
export * as F from "./nn/functional.ts";
export * as nn from "./nn/index.ts";
export { Tensor } from "./tensor.ts";
export * as torch from "./torch.ts";

nameClasses(layers);
