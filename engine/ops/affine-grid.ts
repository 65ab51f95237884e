import { attach } from "../autograd.ts";
import { isFloating } from "../dtype.ts";
import { checkAs } from "../errors.ts";
import { formatSize, formatTuple } from "../print/python.ts";
import { type Shape, sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { bmm } from "./bmm.ts";
import { detached } from "./copy.ts";
import { tensor } from "./create.ts";
import { listOf } from "./geometry.ts";
import { relabel } from "./reduction.ts";
import { expand, reshape, transpose } from "./view.ts";

/** Options of affineGrid. */
export interface AffineGridOptions {
  /** Whether -1 and 1 are the centres of the outermost elements, not their edges; false by default. */
  alignCorners?: boolean | null;
}

/**
 * A grid for gridSample: where affine transforms take the elements of images of a size.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.affine_grid.html
 *
 * **Shapes**: theta (N, 2, 3), size (N, C, H, W), y (N, H, W, 2); or theta (N, 3, 4), size (N, C, D, H, W), y (N, D, H, W, 3).
 * Throws for other shapes and for sizes of 0.
 */
export function affineGrid(theta: Tensor, size: Shape, options: AffineGridOptions = {}): Tensor {
  const alignCorners = options.alignCorners === true;
  checkTheta(theta, size);
  checkSize(size, alignCorners);
  const [batch, , ...image] = listOf(size, size.length, "affine_grid_generator", "size");
  const centres = tensor(centresOf(image, alignCorners), { dtype: theta.dtype });
  const all = expand(centres, [batch as number, -1, -1]);
  const grid = bmm(all, transpose(detached(theta), 1, 2));
  const axes = image.length;
  return attach(
    "AffineGridGeneratorBackward0",
    [theta],
    relabel(grid, [batch as number, ...image, axes]),
    (g) => [g && transpose(bmm(transpose(all, 1, 2), reshape(g, [-1, sizeOf(image), axes])), 1, 2)],
  );
}

/** The centres of all elements, each (x, y, 1) or (x, y, z, 1), for a batch of one. */
function centresOf(image: Shape, alignCorners: boolean): number[][][] {
  const lines = image.map((count) => line(count, alignCorners));
  const points = lines.reduce<number[][]>(
    (found, places) => found.flatMap((point) => places.map((at) => [at, ...point])),
    [[1]],
  );
  return [points];
}

/** Numbers from -1 to 1, or the centres of as many equal parts; for one number 0. */
function line(count: number, alignCorners: boolean): number[] {
  if (count === 1) return [0];
  const shrink = alignCorners ? 1 : (count - 1) / count;
  return Array.from({ length: count }, (_, i) => ((2 * i) / (count - 1) - 1) * shrink);
}

function checkTheta(theta: Tensor, size: Shape): void {
  const where = "affine_grid";
  checkAs(
    "ValueError",
    isFloating(theta.dtype),
    where,
    () => `Expected theta to have floating point type, but got torch.${theta.dtype}`,
  );
  checkAs(
    "NotImplementedError",
    size.length === 4 || size.length === 5,
    where,
    () =>
      `affine_grid only supports 4D and 5D sizes, for 2D and 3D affine transforms, respectively. Got size ${formatTuple(size)}.`,
  );
  const axes = size.length - 2;
  checkAs(
    "ValueError",
    theta.ndim === 3 && theta.size(1) === axes && theta.size(2) === axes + 1,
    where,
    () =>
      `Expected a batch of ${axes}D affine matrices of shape Nx${axes}x${axes + 1} for size ${formatTuple(size)}. Got ${formatSize(theta.shape)}.`,
  );
}

/** With aligned corners PyTorch overlooks sizes of 0 beside one of 1. */
function checkSize(size: Shape, alignCorners: boolean): void {
  const single = alignCorners && Math.min(...size.slice(2)) === 1;
  checkAs(
    "ValueError",
    single || Math.min(...size) > 0,
    "affine_grid",
    () => `Expected non-zero, positive output size. Got ${formatTuple(size)}`,
  );
}
