import type { Tensor } from "../tensor.ts";
import { Module } from "./module.ts";

export interface Identity {
  (x: Tensor): Tensor;
}

/**
 * Gives x itself; arguments of the constructor mean nothing. https://docs.pytorch.org/docs/stable/generated/torch.nn.Identity.html
 *
 * **Shapes**: any, kept.
 */
export class Identity extends Module {
  constructor(..._ignored: unknown[]) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return x;
  }
}
