import { Tensor } from "../tensor.ts";

/** A function of a tensor as a method of it. */
type Method<F> = F extends (
  x: Tensor,
  ...rest: infer Rest extends readonly unknown[]
) => infer Result
  ? (...rest: Rest) => Result
  : never;

/** Functions of a tensor as methods of it. */
export type Methods<F> = { [Name in keyof F]: Method<F[Name]> };

/** Hangs functions, whose first argument is the tensor, on it. */
export function addMethods(functions: object): void {
  for (const [name, body] of Object.entries(functions)) {
    const value = function (this: Tensor, ...rest: unknown[]): unknown {
      return Reflect.apply(body as () => unknown, undefined, [this, ...rest]);
    };
    Object.defineProperty(Tensor.prototype, name, { value, configurable: true, writable: true });
  }
}

/** Hangs a property without arguments on tensors. */
export function addProperty(name: string, get: (x: Tensor) => unknown): void {
  Object.defineProperty(Tensor.prototype, name, {
    get(this: Tensor) {
      return get(this);
    },
    configurable: true,
  });
}
