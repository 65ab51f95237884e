import { bytesOf } from "../dtype.ts";
import { kernels, scratchInts } from "../memory.ts";
import { pin } from "../pin.ts";
import { expandedStrides, type Shape } from "../shape.ts";
import { emptyTensor, type Tensor, windowOn } from "../tensor.ts";
import { axesOver } from "./merged-axes.ts";

/** x where `condition` holds, else y, of one dtype and broadcast to `shape`: no autograd; bits are moved, not numbers. */
export function choose(condition: Tensor, x: Tensor, y: Tensor, shape: Shape): Tensor {
  const out = emptyTensor(shape, x.dtype);
  const inputs = [condition, x, y];
  const axes = axesOver(shape, inputs);
  pin([...inputs, out], 1, (...pointers) =>
    kernels.choose(bytesOf(x.dtype), ...pointers, axes.length / 4, scratchInts(axes)),
  );
  return out;
}

/** x read as if it had `shape`; a plain window, no view of the graph. */
export function spread(x: Tensor, shape: Shape): Tensor {
  return windowOn(x, shape, expandedStrides(x.shape, x.strides, shape), x.offset);
}
