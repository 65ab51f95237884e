import { isFloating } from "../dtype.ts";
import { Tensor } from "../tensor.ts";

/** A tensor that a module learns: found in the module's fields, listed by parameters(). https://docs.pytorch.org/docs/stable/generated/torch.nn.parameter.Parameter.html */
export class Parameter extends Tensor {
  /** Shares memory with `data`; wants a gradient unless told otherwise. */
  constructor(data: Tensor, requiresGrad = isFloating(data.dtype)) {
    super(data.storage, data.dtype, data.shape, data.strides, data.offset);
    this.storage.kept = true;
    if (requiresGrad) this.requiresGrad = true;
  }
}

/** A tensor that belongs to a module's state but is not learnt. https://docs.pytorch.org/docs/stable/generated/torch.nn.parameter.Buffer.html */
export class Buffer extends Tensor {
  /** Whether state_dict holds it. */
  readonly persistent: boolean;

  /** Shares memory with `data`. */
  constructor(data: Tensor, persistent = true) {
    super(data.storage, data.dtype, data.shape, data.strides, data.offset);
    this.storage.kept = true;
    this.persistent = persistent;
  }
}
