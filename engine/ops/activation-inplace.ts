import type { Tensor } from "../tensor.ts";
import {
  type HardtanhOptions,
  hardtanh,
  type LeakyReluOptions,
  leakyRelu,
  relu,
} from "./activation.ts";
import { celu, type EluOptions, elu, selu } from "./elu.ts";
import { threshold } from "./hard-activation.ts";
import { type RreluOptions, rrelu } from "./rrelu.ts";

/** relu that writes over x. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.relu_.html */
export function relu_(x: Tensor): Tensor {
  return relu(x, { inplace: true });
}

/** hardtanh that writes over x. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.hardtanh_.html */
export function hardtanh_(x: Tensor, options: Omit<HardtanhOptions, "inplace"> = {}): Tensor {
  return hardtanh(x, { ...options, inplace: true });
}

/** leakyRelu that writes over x. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.leaky_relu_.html */
export function leakyRelu_(x: Tensor, options: Omit<LeakyReluOptions, "inplace"> = {}): Tensor {
  return leakyRelu(x, { ...options, inplace: true });
}

/** elu that writes over x. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.elu_.html */
export function elu_(x: Tensor, options: Omit<EluOptions, "inplace"> = {}): Tensor {
  return elu(x, { ...options, inplace: true });
}

/** selu that writes over x. */
export function selu_(x: Tensor): Tensor {
  return selu(x, { inplace: true });
}

/** celu that writes over x. */
export function celu_(x: Tensor, options: Omit<EluOptions, "inplace"> = {}): Tensor {
  return celu(x, { ...options, inplace: true });
}

/** rrelu that writes over x. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.rrelu_.html */
export function rrelu_(x: Tensor, options: Omit<RreluOptions, "inplace"> = {}): Tensor {
  return rrelu(x, { ...options, inplace: true });
}

/** threshold that writes over x. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.threshold_.html */
export function threshold_(x: Tensor, limit: number, value: number): Tensor {
  return threshold(x, limit, value, { inplace: true });
}
