import { checkAs } from "../errors.ts";
import { gelu, relu } from "../ops/activation.ts";
import type { Tensor } from "../tensor.ts";
import { GELU } from "./activation.ts";
import type { Module } from "./module.ts";
import { ReLU } from "./rectifier.ts";

/** What stands between the two linear layers of a transformer layer. */
export type Activation = "relu" | "gelu" | ((x: Tensor) => Tensor) | Module;

/** The activation as something to call; "relu" and "gelu" name those functions. */
export function activationOf(activation: Activation): (x: Tensor) => Tensor {
  if (activation === "relu") return relu;
  if (activation === "gelu") return gelu;
  checkAs(
    "RuntimeError",
    typeof activation === "function",
    "TransformerLayer",
    () => `activation should be relu/gelu, not ${activation}`,
  );
  return activation as (x: Tensor) => Tensor;
}

/** The function that PyTorch's fast path takes for an activation; null where it has none. */
export function fastActivation(activation: (x: Tensor) => Tensor): ((x: Tensor) => Tensor) | null {
  const own: unknown = activation;
  if (own === relu || own instanceof ReLU) return relu;
  return own === gelu || own instanceof GELU ? gelu : null;
}
