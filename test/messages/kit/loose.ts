import * as engine from "#engine";

/** A part of the engine that takes any argument: what the types forbid is what is to be refused. */
export type Loose<T> = {
  [K in keyof T]: T[K] extends abstract new (
    ...given: never[]
  ) => infer I
    ? (new (...given: readonly unknown[]) => Loose<I> & Call) & Loose<T[K]>
    : T[K] extends (...given: never[]) => unknown
      ? Call
      : Loose<T[K]>;
};

type Call = (...given: readonly unknown[]) => Loose<engine.Tensor>;

export const torch = engine.torch as unknown as Loose<typeof engine.torch>;
export const nn = engine.nn as unknown as Loose<typeof engine.nn>;
export const F = engine.F as unknown as Loose<typeof engine.F>;

/** Something that the engine refuses. */
export type Provocation = () => unknown;

/** Zeros of float32. */
export const floats = (...shape: number[]) => torch.zeros(shape);

export const doubles = (...shape: number[]) => torch.zeros(shape, { dtype: "float64" });

export const halves = (...shape: number[]) => torch.zeros(shape, { dtype: "float16" });

/** Zeros of int64. */
export const wholes = (...shape: number[]) => torch.zeros(shape, { dtype: "int64" });

/** False of a shape. */
export const flags = (...shape: number[]) => torch.zeros(shape, { dtype: "bool" });

/** Float32 that want a gradient. */
export const wanting = (...shape: number[]) => torch.zeros(shape, { requiresGrad: true });

/** int64 of one axis. */
export const list = (...values: number[]) => torch.tensor(values.map(BigInt));
