import { type Dtype, getDefaultDtype, isFloating } from "../dtype.ts";
import { check, EngineError } from "../errors.ts";
import type { Shape } from "../shape.ts";
import { emptyTensor, Tensor } from "../tensor.ts";

/** Options of Parameter. */
export interface ParameterOptions {
  data?: Tensor | null;
  requiresGrad?: boolean;
}

/** Options of Buffer. */
export interface BufferOptions {
  data?: Tensor | null;
  /** Whether state_dict holds it. */
  persistent?: boolean;
}

/** A tensor that a module learns: found in the module's fields, listed by parameters(). https://docs.pytorch.org/docs/stable/generated/torch.nn.parameter.Parameter.html */
export class Parameter extends Tensor {
  /**
   * Shares memory with `data`, or with what `{ data }` has, or is empty; wants a gradient unless told otherwise.
   * Throws for whole numbers that would want one.
   */
  constructor(given: Tensor | ParameterOptions = {}, wanted = true) {
    const { data = null, requiresGrad = wanted } =
      given instanceof Tensor ? { data: given } : given;
    const values = data ?? emptyTensor([0], getDefaultDtype());
    check(
      !requiresGrad || isFloating(values.dtype),
      "Parameter",
      () =>
        `Only Tensors of floating point and complex dtype can require gradients, got ${values.dtype}`,
    );
    super(values.storage, values.dtype, values.shape, values.strides, values.offset);
    this.storage.kept = true;
    if (requiresGrad) this.requiresGrad = true;
  }
}

/** A tensor that belongs to a module's state but is not learnt. https://docs.pytorch.org/docs/stable/generated/torch.nn.parameter.Buffer.html */
export class Buffer extends Tensor {
  /** Whether state_dict holds it. */
  readonly persistent: boolean;

  /** Shares memory with `data`, or with what `{ data }` has, or is empty. */
  constructor(given: Tensor | BufferOptions = {}, kept = true) {
    const { data = null, persistent = kept } = given instanceof Tensor ? { data: given } : given;
    const values = data ?? emptyTensor([0], getDefaultDtype());
    super(values.storage, values.dtype, values.shape, values.strides, values.offset);
    this.storage.kept = true;
    this.persistent = persistent;
  }
}

/** Options of UninitializedParameter. */
export interface UninitializedOptions {
  requiresGrad?: boolean;
  dtype?: Dtype;
}

/** Options of UninitializedBuffer. */
export interface UninitializedBufferOptions {
  dtype?: Dtype;
  /** Whether state_dict holds it. */
  persistent?: boolean;
}

/**
 * A parameter whose shape is not known yet; materialize() makes it a Parameter. Its shape cannot be read before that: RuntimeError.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.parameter.UninitializedParameter.html
 */
export class UninitializedParameter extends Parameter {
  constructor({ requiresGrad = true, dtype = getDefaultDtype() }: UninitializedOptions = {}) {
    super(emptyTensor([0], dtype), requiresGrad);
    hideShape(this);
  }

  /** Takes a shape, elements that hold anything, and the class Parameter. */
  materialize(shape: Shape, dtype: Dtype = this.dtype): void {
    takeShape(this, shape, dtype, Parameter.prototype);
  }

  override toString(): string {
    return "<UninitializedParameter>";
  }
}

/**
 * A buffer whose shape is not known yet; materialize() makes it a Buffer. Its shape cannot be read before that: RuntimeError.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.parameter.UninitializedBuffer.html
 */
export class UninitializedBuffer extends Buffer {
  constructor({ dtype = getDefaultDtype(), persistent = true }: UninitializedBufferOptions = {}) {
    super(emptyTensor([0], dtype), persistent);
    hideShape(this);
  }

  /** Takes a shape, elements that hold anything, and the class Buffer. */
  materialize(shape: Shape, dtype: Dtype = this.dtype): void {
    takeShape(this, shape, dtype, Buffer.prototype);
  }

  override toString(): string {
    return "<UninitializedBuffer>";
  }
}

/** torch.nn.parameter.is_lazy: whether a tensor has no shape yet. */
export function isLazy(x: unknown): x is UninitializedParameter | UninitializedBuffer {
  return x instanceof UninitializedParameter || x instanceof UninitializedBuffer;
}

function hideShape(x: Tensor): void {
  const get = (): never => {
    throw new EngineError(
      "RuntimeError",
      "shape",
      "Can't access the shape of an uninitialized parameter or buffer. Call the module once, or load a state of known shapes, before",
    );
  };
  for (const name of ["shape", "strides"]) {
    Object.defineProperty(x, name, { get, configurable: true, enumerable: true });
  }
}

function takeShape(x: Tensor, shape: Shape, dtype: Dtype, becomes: Tensor): void {
  for (const name of ["shape", "strides"]) {
    Object.defineProperty(x, name, {
      value: undefined,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
  x.setData(emptyTensor(shape, dtype));
  x.storage.kept = true;
  Object.setPrototypeOf(x, becomes);
}
