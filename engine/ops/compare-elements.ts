import type { Dtype } from "../dtype.ts";
import { kernels, scratchInts } from "../memory.ts";
import { pin } from "../pin.ts";
import { broadcastShapes } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { detached, to } from "./copy.ts";
import { axesOver } from "./merged-axes.ts";
import { resultType } from "./promotion.ts";
import { broadcastReaders, type Read } from "./zip-elements.ts";

/** Comparisons by PyTorch's names, in the kernels' order; any of them but "ne" is false for NaN. */
const COMPARISONS = ["eq", "ne", "lt", "le", "gt", "ge"] as const;

/** A comparison by PyTorch's name. */
export type Comparison = (typeof COMPARISONS)[number];

const KERNEL = {
  float64: "compare_f64",
  float32: "compare_f32",
  int64: "compare_i64",
  int32: "compare_i32",
  int16: "compare_i16",
  int8: "compare_i8",
  uint8: "compare_u8",
  bool: "compare_u8",
} as const;

/** A comparison on plain values, broadcast, in the dtype that both promote to. */
export function compareElements(
  name: Comparison,
  a: Tensor,
  b: Tensor,
  dtype = resultType(a, b),
): Tensor {
  const shape = broadcastShapes(a.shape, b.shape, name);
  const [p, q] = [to(to(detached(a), dtype), wide(dtype)), to(to(detached(b), dtype), wide(dtype))];
  const out = emptyTensor(shape, "bool");
  const axes = axesOver(shape, [p, q]);
  pin([p, q, out], 1, (...pointers) =>
    kernels[KERNEL[wide(dtype)]](
      COMPARISONS.indexOf(name),
      ...pointers,
      axes.length / 3,
      scratchInts(axes),
    ),
  );
  return out;
}

/** float32 for half types, which the kernels do not know. */
function wide(dtype: Dtype): keyof typeof KERNEL {
  return dtype === "float16" || dtype === "bfloat16" ? "float32" : dtype;
}

type Test = (a: number | bigint, b: number | bigint) => boolean;

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
