import { broadcastShapes } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { detached, to } from "./copy.ts";
import { resultType } from "./promotion.ts";
import { broadcastReaders, type Read } from "./zip-elements.ts";

/** Comparisons by PyTorch's names; any of them but "ne" is false for NaN. */
export type Comparison = "eq" | "ne" | "lt" | "le" | "gt" | "ge";

type Test = (a: number | bigint, b: number | bigint) => boolean;

const TEST: Readonly<Record<Comparison, Test>> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
};

/** A comparison on plain values, broadcast, in the dtype that both promote to. */
export function compareElements(
  name: Comparison,
  a: Tensor,
  b: Tensor,
  dtype = resultType(a, b),
): Tensor {
  return testElements(TEST[name], to(detached(a), dtype), to(detached(b), dtype), name);
}

/** A test on pairs of plain values of one dtype, broadcast. */
export function testElements(test: Test, a: Tensor, b: Tensor, where: string): Tensor {
  const shape = broadcastShapes(a.shape, b.shape, where);
  const out = emptyTensor(shape, "bool");
  const [readA, readB] = broadcastReaders(shape, [a, b]) as [Read, Read];
  const flags = elementsOf(out) as Uint8Array;
  for (let i = 0; i < flags.length; i++) flags[i] = test(readA(i), readB(i)) ? 1 : 0;
  return out;
}

/** A test on each plain value. */
export function mark(x: Tensor, test: (value: number | bigint) => boolean): Tensor {
  const out = emptyTensor(x.shape, "bool");
  const [read] = broadcastReaders(x.shape, [x]) as [Read];
  const flags = elementsOf(out) as Uint8Array;
  for (let i = 0; i < flags.length; i++) flags[i] = test(read(i)) ? 1 : 0;
  return out;
}
