import { isHalf } from "../dtype.ts";
import { kernels } from "../memory.ts";
import { pin } from "../pin.ts";
import type { Shape } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { contiguous, elements, reader, writer } from "./copy.ts";
import { zeros } from "./create.ts";

/**
 * Zeros of `shape`, seen as planes of `size` elements, with each of the `count` gradients a plane added where `index`
 * (contiguous int32) says. No autograd.
 */
export function scatterAdd(
  g: Tensor,
  index: Tensor,
  shape: Shape,
  count: number,
  size: number,
): Tensor {
  if (isHalf(g.dtype)) return scatterHalf(g, index, shape, count, size);
  const out = emptyTensor(shape, g.dtype);
  const kernel = g.dtype === "float32" ? kernels.scatter_add_f32 : kernels.scatter_add_f64;
  const planes = out.numel / size;
  pin([contiguous(g), index, out], 1, (grad, places, into) =>
    kernel(grad as number, places as number, into as number, planes, count, size),
  );
  return out;
}

/** As the kernel, but every sum is rounded to the half type, as PyTorch's are. */
function scatterHalf(g: Tensor, index: Tensor, shape: Shape, count: number, size: number): Tensor {
  const out = zeros(shape, { dtype: g.dtype });
  const read = reader(g.dtype, elements(g));
  const sum = reader(out.dtype, elementsOf(out));
  const write = writer(out.dtype, elementsOf(out));
  const places = elementsOf(index) as Int32Array;
  for (let i = 0; i < g.numel; i++) {
    const place = Math.floor(i / count) * size + (places[i] as number);
    write(place, (sum(place) as number) + (read(i) as number));
  }
  return out;
}
