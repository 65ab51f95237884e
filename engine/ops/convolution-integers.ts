import { type Shape, sizeOf } from "../shape.ts";
import { elementsOf, type Tensor } from "../tensor.ts";
import type { ConvolutionParameters } from "./convolution-check.ts";
import { contiguous, detached, elements, reader, writer } from "./copy.ts";
import { zeros } from "./create.ts";

/** A convolution of integers, exact but for the wrap-around of their type. */
export function convolveIntegers(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  parameters: ConvolutionParameters,
  shape: Shape,
): Tensor {
  const out = zeros(shape, { dtype: x.dtype });
  const totals = biasPlanes(bias, shape);
  const [from, by] = [contiguous(detached(x)), contiguous(detached(weight))];
  const [readX, readW] = [reader(x.dtype, elementsOf(from)), reader(by.dtype, elementsOf(by))];
  const [outs, ins] = [planes(shape), planes(x.shape)];
  const kernel = weight.shape.slice(2);
  visitPairs(weight.shape, parameters, (w, input, output) => {
    for (let n = 0; n < outs.batch; n++) {
      const from = (n * ins.channels + input) * sizeOf(ins.sizes);
      const into = (n * outs.channels + output) * sizeOf(outs.sizes);
      visitTaps(ins.sizes, outs.sizes, kernel, parameters, (tap, p, q) => {
        const product = BigInt(readX(from + p)) * BigInt(readW(w * sizeOf(kernel) + tap));
        totals[into + q] = (totals[into + q] as bigint) + product;
      });
    }
  });
  const write = writer(out.dtype, elementsOf(out));
  totals.forEach((total, i) => {
    write(i, out.dtype === "int64" ? BigInt.asIntN(64, total) : BigInt.asIntN(32, total));
  });
  return out;
}

interface Planes {
  readonly batch: number;
  readonly channels: number;
  readonly sizes: readonly number[];
}

function planes(shape: Shape): Planes {
  const [batch, channels, ...sizes] = shape as [number, number, ...number[]];
  return { batch, channels, sizes };
}

function biasPlanes(bias: Tensor | null, shape: Shape): bigint[] {
  const { channels, sizes } = planes(shape);
  const read = bias && reader(bias.dtype, elements(bias));
  const size = Math.max(sizeOf(sizes), 1);
  return Array.from({ length: sizeOf(shape) }, (_, i) =>
    BigInt(read?.(Math.floor(i / size) % channels) ?? 0),
  );
}

/** Each kernel of the weight, with the input and output channel that it joins. */
function visitPairs(
  [first, second]: Shape,
  { groups, transposed }: ConvolutionParameters,
  visit: (kernel: number, input: number, output: number) => void,
): void {
  const [rows, columns] = [first as number, second as number];
  for (let i = 0; i < rows; i++) {
    const group = Math.floor(i / (rows / groups));
    for (let j = 0; j < columns; j++) {
      const other = group * columns + j;
      if (transposed) visit(i * columns + j, i, other);
      else visit(i * columns + j, other, i);
    }
  }
}

/** Each product of a tap: its place in the kernel, in the input's plane and in the output's. */
function visitTaps(
  ins: readonly number[],
  outs: readonly number[],
  kernel: readonly number[],
  { stride, padding, dilation, transposed }: ConvolutionParameters,
  visit: (tap: number, input: number, output: number) => void,
): void {
  const [small, great] = transposed ? [ins, outs] : [outs, ins];
  const step = (axis: number, tap: number, p: number, q: number): void => {
    if (axis === kernel.length) {
      if (transposed) visit(tap, p, q);
      else visit(tap, q, p);
      return;
    }
    const here = (list: readonly number[]) => list[axis] as number;
    for (let k = 0; k < here(kernel); k++) {
      for (let i = 0; i < here(small); i++) {
        const place = i * here(stride) + k * here(dilation) - here(padding);
        if (place < 0 || place >= here(great)) continue;
        step(axis + 1, tap * here(kernel) + k, p * here(small) + i, q * here(great) + place);
      }
    }
  };
  step(0, 0, 0, 0);
}
