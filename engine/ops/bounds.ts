import { computeType } from "../dtype.ts";
import { kernels } from "../memory.ts";
import { pin } from "../pin.ts";
import { elementsOf, type Tensor } from "../tensor.ts";
import { contiguous, detached, to } from "./copy.ts";

/** The first number of a floating tensor, in C order, that does not lie in [low, high], as NaN does not; null if all do. */
export function firstOutside(x: Tensor, low: number, high: number): number | null {
  const plain = contiguous(to(detached(x), computeType(x.dtype)));
  const kernel = plain.dtype === "float32" ? kernels.outside_f32 : kernels.outside_f64;
  const place = pin([plain], 0, (at) => kernel(at as number, plain.numel, low, high));
  return place < 0 ? null : Number(elementsOf(plain)[place]);
}
