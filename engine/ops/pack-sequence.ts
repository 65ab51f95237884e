import { attach } from "../autograd.ts";
import { emptyTensor, type Tensor, windowOn } from "../tensor.ts";
import { contiguous, copyElements, detached } from "./copy.ts";
import { fillElements } from "./create.ts";

/** How many of the sequences, longest first, still run at each step. */
export function stepSizes(lengths: readonly number[]): number[] {
  const steps = Math.max(0, ...lengths);
  return Array.from({ length: steps }, (_, step) => lengths.filter((n) => n > step).length);
}

/** The steps of sequences (T, N, *) laid end to end, the padding left out: (rows, *). `sizes` are the rows of each step. */
export function packSteps(x: Tensor, sizes: readonly number[]): Tensor {
  const plain = contiguous(detached(x));
  const out = emptyTensor([sum(sizes), ...x.shape.slice(2)], x.dtype);
  moveSteps(plain, out, sizes, (padded, packed) => copyElements(padded, packed));
  return attach("PackPaddedSequenceBackward0", [x], out, (g) => [
    g && spread(contiguous(g), sizes, x.size(0), x.size(1), 0),
  ]);
}

/** `packSteps` backwards: (T, N, *) with `value` where a sequence has ended. */
export function padSteps(
  x: Tensor,
  sizes: readonly number[],
  steps: number,
  batch: number,
  value: number,
): Tensor {
  const out = spread(contiguous(detached(x)), sizes, steps, batch, value);
  return attach("CopySlices", [x], out, (g) => {
    if (!g) return [null];
    const dx = emptyTensor(x.shape, g.dtype);
    fillElements(dx, 0);
    moveSteps(contiguous(g), dx, sizes, (padded, packed) => copyElements(padded, packed));
    return [dx];
  });
}

function spread(
  x: Tensor,
  sizes: readonly number[],
  steps: number,
  batch: number,
  value: number,
): Tensor {
  const out = emptyTensor([steps, batch, ...x.shape.slice(1)], x.dtype);
  fillElements(out, value);
  moveSteps(out, x, sizes, (padded, packed) => copyElements(packed, padded));
  return out;
}

/** Calls `move` with the rows of each step, where they lie padded and where they lie packed. */
function moveSteps(
  padded: Tensor,
  packed: Tensor,
  sizes: readonly number[],
  move: (padded: Tensor, packed: Tensor) => void,
): void {
  const [, batch, ...inner] = padded.shape as [number, number, ...number[]];
  const width = inner.reduce((product, n) => product * n, 1);
  let row = 0;
  sizes.forEach((size, step) => {
    move(
      rowsAt(padded, step * batch * width, size, width),
      rowsAt(packed, row * width, size, width),
    );
    row += size;
  });
}

function rowsAt(x: Tensor, start: number, rows: number, width: number): Tensor {
  return windowOn(x, [rows * width], [1], x.offset + start);
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}
