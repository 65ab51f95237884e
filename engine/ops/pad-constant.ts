import { attach } from "../autograd.ts";
import { check } from "../errors.ts";
import { emptyTensor, type Tensor, windowOn } from "../tensor.ts";
import { copyElements, detached } from "./copy.ts";
import { fillElements } from "./create.ts";

/** x with `value` around it: `pad` is before and after, from the last axis backwards; negative amounts crop. */
export function padConstant(x: Tensor, pad: readonly number[], value: number): Tensor {
  const sides = sidesOf(x, pad);
  const kept = x.shape.map(
    (n, i) => n + Math.min(before(sides, i), 0) + Math.min(after(sides, i), 0),
  );
  check(
    kept.every((n) => n >= 0),
    "pad",
    () =>
      `narrow(): length must be non-negative. Padding by [${pad.join(", ")}] leaves [${kept.join(", ")}]`,
  );
  const out = emptyTensor(
    x.shape.map((n, i) => n + before(sides, i) + after(sides, i)),
    x.dtype,
  );
  fillElements(out, value);
  const cut = x.shape.map((_, i) => Math.max(-before(sides, i), 0));
  const place = x.shape.map((_, i) => Math.max(before(sides, i), 0));
  copyElements(corner(detached(x), cut, kept), corner(out, place, kept));
  return attach("ConstantPadNdBackward0", [x], out, (g) => [
    g &&
      padConstant(
        g,
        pad.map((n) => -n),
        0,
      ),
  ]);
}

interface Side {
  readonly before: number;
  readonly after: number;
}

function sidesOf(x: Tensor, pad: readonly number[]): Side[] {
  return x.shape.map((_, i) => {
    const at = 2 * (x.ndim - 1 - i);
    return { before: pad[at] ?? 0, after: pad[at + 1] ?? 0 };
  });
}

function before(sides: readonly Side[], axis: number): number {
  return (sides[axis] as Side).before;
}

function after(sides: readonly Side[], axis: number): number {
  return (sides[axis] as Side).after;
}

/** The window of x that begins at `start`. */
function corner(x: Tensor, start: readonly number[], shape: readonly number[]): Tensor {
  const offset = start.reduce((sum, n, i) => sum + n * (x.strides[i] as number), x.offset);
  return windowOn(x, shape, x.strides, offset);
}
