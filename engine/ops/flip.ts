import { attach } from "../autograd.ts";
import { check } from "../errors.ts";
import { normalizeDim } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { clone, contiguous, detached } from "./copy.ts";

/** The elements of some axes in reverse order, as a copy. https://docs.pytorch.org/docs/stable/generated/torch.flip.html */
export function flip(x: Tensor, dims: readonly number[]): Tensor {
  const axes = dims.map((d) => normalizeDim(d, x.ndim, "flip"));
  const doubled = axes.find((d, i) => axes.indexOf(d) !== i);
  check(
    doubled === undefined,
    "flip",
    () => `dim ${doubled} appears multiple times in the list of dims`,
  );
  const plain = detached(x);
  const out = axes.length > 0 ? axes.reduce(reversed, contiguous(plain)) : clone(plain);
  return attach("FlipBackward0", [x], out, (g) => [g && flip(g, axes)]);
}

function reversed(x: Tensor, axis: number): Tensor {
  const size = x.size(axis);
  const inner = x.shape.slice(axis + 1).reduce((product, n) => product * n, 1);
  const out = emptyTensor(x.shape, x.dtype);
  const [from, to] = [elementsOf(x), elementsOf(out)] as [Float64Array, Float64Array];
  for (let block = 0; block * inner < from.length; block++) {
    const [outer, i] = [Math.floor(block / size), block % size];
    const start = (outer * size + size - 1 - i) * inner;
    to.set(from.subarray(start, start + inner), block * inner);
  }
  return out;
}
