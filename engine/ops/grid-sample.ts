import { attach } from "../autograd.ts";
import { bytesOf, computeType } from "../dtype.ts";
import { kernels, scratch, scratchInts } from "../memory.ts";
import { pin } from "../pin.ts";
import { sizeOf } from "../shape.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { contiguous, detached, to } from "./copy.ts";
import { checkGrid, checkSampling } from "./grid-sample-checks.ts";

/** Options of gridSample. */
export interface GridSampleOptions {
  /** Elements that a sample is made of: the nearest, the 2 around it on each axis, or 4. */
  mode?: "bilinear" | "nearest" | "bicubic";
  /** What lies outside: zeros, the border's elements, or the mirror image. */
  paddingMode?: "zeros" | "border" | "reflection";
  /** Whether -1 and 1 are the centres of the outermost elements, not their edges; false by default. */
  alignCorners?: boolean | null;
}

const TAPS = { nearest: 1, bilinear: 2, bicubic: 4 } as const;
const PADDINGS = { zeros: 0, border: 1, reflection: 2 } as const;

/**
 * Samples of images at the places that a grid points to, with numbers from -1 to 1, the last axis first.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.grid_sample.html
 *
 * **Shapes**: x (N, C, H, W), grid (N, H', W', 2), y (N, C, H', W'); or x (N, C, D, H, W), grid (N, D', H', W', 3),
 * y (N, C, D', H', W'). Throws for other shapes, different dtypes, and mode "bicubic" in three axes.
 */
export function gridSample(x: Tensor, grid: Tensor, options: GridSampleOptions = {}): Tensor {
  const { mode = "bilinear", paddingMode = "zeros", alignCorners = null } = options;
  checkSampling(mode, paddingMode);
  checkGrid(x, grid, mode);
  const axes = grid.size(-1);
  const [batch, channels, ...image] = x.shape as [number, number, ...number[]];
  const points = grid.shape.slice(1, -1);
  const meta = [
    ...[batch, channels, ...(axes === 2 ? [1] : []), ...image],
    ...[sizeOf(points), axes, TAPS[mode], PADDINGS[paddingMode], alignCorners === true ? 1 : 0],
  ];
  const [images, places] = [x, grid].map(computable) as [Tensor, Tensor];
  const out = sample(meta, images, places, [batch, channels, ...points]);
  return attach(
    `GridSampler${axes}DBackward0`,
    [x, grid],
    to(out, x.dtype),
    (g) => {
      const asked = [x.requiresGrad, grid.requiresGrad];
      return g ? gradients(meta, images, places, g, asked) : [null, null];
    },
    [x, grid],
  );
}

function computable(x: Tensor): Tensor {
  return contiguous(to(detached(x), computeType(x.dtype)));
}

function sample(
  meta: readonly number[],
  x: Tensor,
  grid: Tensor,
  shape: readonly number[],
): Tensor {
  const out = emptyTensor(shape, x.dtype);
  const kernel = x.dtype === "float64" ? kernels.grid_sample_f64 : kernels.grid_sample_f32;
  pin([x, grid, out], 1, (image, places, into) =>
    kernel(
      ...[scratchInts(meta), scratchTerms(x)],
      ...[image as number, places as number, into as number],
    ),
  );
  return out;
}

/** The gradients of the images and of the grid, those that are asked for. */
function gradients(
  meta: readonly number[],
  x: Tensor,
  grid: Tensor,
  g: Tensor,
  asked: readonly boolean[],
): (Tensor | null)[] {
  const made = [x, grid].map(({ shape, dtype }, i) =>
    asked[i] ? emptyTensor(shape, dtype) : null,
  );
  const written = made.filter((d) => d !== null);
  const kernel =
    x.dtype === "float64" ? kernels.grid_sample_back_f64 : kernels.grid_sample_back_f32;
  pin([x, grid, computable(g), ...written], written.length, (...pointers) => {
    const into = pointers.slice(3);
    const targets = made.map((d) => (d === null ? 0 : (into.shift() as number)));
    kernel(scratchInts(meta), scratchTerms(x), ...pointers.slice(0, 3), ...targets);
  });
  return made.map((d) => d && to(d, g.dtype));
}

/** Scratch for the terms of one point, as engine/kernels/grid-sample.ts lays them out. */
function scratchTerms({ dtype }: Tensor): number {
  const [most, axes, taps] = [16, 3, 4];
  const number = bytesOf(dtype);
  return scratch(most * (4 + 4 * number) + axes * taps * (4 + 2 * number));
}
