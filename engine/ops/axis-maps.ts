import { bytesOf } from "../dtype.ts";
import { kernels, scratchInts } from "../memory.ts";
import { pin } from "../pin.ts";
import { type Shape, sizeOf } from "../shape.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { contiguous, detached } from "./copy.ts";

/** For each of the last 1 to 3 axes: for each place of the new axis, the place that it takes its element from. */
export type AxisMaps = readonly (readonly number[])[];

/** A tensor of elements of x, picked axis by axis; no autograd. */
export function gatherByMaps(x: Tensor, maps: AxisMaps): Tensor {
  const lead = x.shape.slice(0, -maps.length);
  const out = emptyTensor([...lead, ...maps.map((map) => map.length)], x.dtype);
  pin([contiguous(detached(x)), out], 1, (from, to) =>
    kernels.pad_gather(
      bytesOf(x.dtype),
      from as number,
      to as number,
      sizeOf(lead),
      scratchInts(metaOf(x.shape, maps)),
    ),
  );
  return out;
}

/** Zeros of `shape` to which each element of g, float32 or float64, is added where gatherByMaps took one from. */
export function scatterByMaps(g: Tensor, maps: AxisMaps, shape: Shape): Tensor {
  const out = emptyTensor(shape, g.dtype);
  const kernel = g.dtype === "float32" ? kernels.pad_scatter_f32 : kernels.pad_scatter_f64;
  const planes = sizeOf(shape.slice(0, -maps.length));
  pin([contiguous(g), out], 1, (from, to) =>
    kernel(from as number, to as number, planes, scratchInts(metaOf(shape, maps))),
  );
  return out;
}

/** The `meta` of engine/kernels/pad.ts. */
function metaOf(shape: Shape, maps: AxisMaps): number[] {
  const lead = 3 - maps.length;
  const ones = new Array<number>(lead).fill(1);
  const still = ones.map(() => [0]);
  const all = [...still, ...maps];
  return [...ones, ...shape.slice(-maps.length), ...all.map((map) => map.length), ...all.flat()];
}
