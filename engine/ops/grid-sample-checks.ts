import { isFloating, SCALAR_TYPE } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

const where = "grid_sample";

/** Refuses modes that there are not. */
export function checkSampling(mode: string, paddingMode: string): void {
  checkAs(
    "ValueError",
    ["bilinear", "nearest", "bicubic"].includes(mode),
    where,
    () => `expected mode to be 'bilinear', 'nearest' or 'bicubic', but got: '${mode}'`,
  );
  checkAs(
    "ValueError",
    ["zeros", "border", "reflection"].includes(paddingMode),
    where,
    () =>
      `expected padding_mode to be 'zeros', 'border', or 'reflection', but got: '${paddingMode}'`,
  );
}

/** Refuses what PyTorch refuses of the shapes and types, in its order. */
export function checkGrid(x: Tensor, grid: Tensor, mode: string): void {
  const got = `got input with sizes ${showShape(x.shape)} and grid with sizes ${showShape(grid.shape)}`;
  checkAs(
    "IndexError",
    x.ndim > 0 && grid.ndim > 0,
    where,
    () => "Dimension specified as 0 but tensor has no dimensions",
  );
  check(
    x.shape[0] === grid.shape[0],
    where,
    () => `expected grid and input to have same batch size, but ${got}`,
  );
  check(
    grid.size(-1) === x.ndim - 2,
    where,
    () =>
      `expected grid to have size ${x.ndim - 2} in last dimension, but got grid with sizes ${showShape(grid.shape)}`,
  );
  const empty = x.shape.indexOf(0, 2);
  check(
    empty < 0,
    where,
    () =>
      `expected input to have non-empty spatial dimensions, but input has sizes ${showShape(x.shape)} with dimension ${empty} being empty`,
  );
  const rank = x.ndim === 4 ? 4 : 5;
  check(
    x.ndim === rank && grid.ndim === rank,
    where,
    () => `expected ${rank}D input and grid with same number of dimensions, but ${got}`,
  );
  check(
    rank === 4 || mode !== "bicubic",
    where,
    () => "bicubic interpolation only supports 4D input",
  );
  checkTypes(x, grid, rank);
}

function checkTypes(x: Tensor, grid: Tensor, rank: number): void {
  checkAs(
    "NotImplementedError",
    isFloating(x.dtype),
    where,
    () =>
      `"${rank === 4 ? "grid_sampler_2d_cpu_kernel_impl" : "grid_sampler3d_cpu"}" not implemented for '${SCALAR_TYPE[x.dtype]}'`,
  );
  check(
    x.dtype === grid.dtype,
    where,
    () => `expected scalar type ${SCALAR_TYPE[x.dtype]} but found ${SCALAR_TYPE[grid.dtype]}`,
  );
}
