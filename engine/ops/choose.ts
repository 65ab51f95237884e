import { expandedStrides, type Shape } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor, windowOn } from "../tensor.ts";
import { contiguous } from "./copy.ts";

/** x where `condition` holds, else y, of one dtype and broadcast to `shape`: no autograd; bits are moved, not numbers. */
export function choose(condition: Tensor, x: Tensor, y: Tensor, shape: Shape): Tensor {
  const [m, a, b] = [condition, x, y].map((t) => contiguous(spread(t, shape)));
  const out = emptyTensor(shape, x.dtype);
  const target = elementsOf(out) as Float64Array;
  const test = elementsOf(m as Tensor);
  const [p, q] = [elementsOf(a as Tensor), elementsOf(b as Tensor)] as Float64Array[];
  for (let i = 0; i < target.length; i++) target[i] = (test[i] ? p?.[i] : q?.[i]) as number;
  return out;
}

/** x read as if it had `shape`; a plain window, no view of the graph. */
export function spread(x: Tensor, shape: Shape): Tensor {
  return windowOn(x, shape, expandedStrides(x.shape, x.strides, shape), x.offset);
}
