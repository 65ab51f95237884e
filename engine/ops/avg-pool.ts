import { attach } from "../autograd.ts";
import { computeType, isFloating, isHalf, SCALAR_TYPE } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { kernels, scratchInts } from "../memory.ts";
import { pin } from "../pin.ts";
import { normalizeDim, type Shape, showShape } from "../shape.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { checkLineRank } from "./check-line-rank.ts";
import { contiguous, detached, to } from "./copy.ts";
import { listOf, type PerAxis } from "./geometry.ts";
import { isGiven, planesOf } from "./max-pool.ts";
import { type PoolLists, poolWindow, spreadList } from "./pool-window.ts";
import { squeeze, unsqueeze } from "./view.ts";

/** Options of avgPool1d. */
export interface AvgPool1dOptions {
  /** The distance of the windows; the kernel's size by default. */
  stride?: PerAxis | null;
  /** Zeros on each side; at most half of the kernel. */
  padding?: PerAxis;
  /** Whether a last window may reach beyond the end. */
  ceilMode?: boolean;
  /** Whether the zeros of the padding count in the divisor. */
  countIncludePad?: boolean;
}

/** Options of avgPool2d and avgPool3d. */
export interface AvgPoolOptions extends AvgPool1dOptions {
  /** What every sum is divided by, in place of the number of elements. */
  divisorOverride?: number | null;
}

/**
 * The mean of each window. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.avg_pool1d.html
 *
 * **Shapes**: x (N, C, L) or (C, L); y (N, C, L') or (C, L'), L' = ⌊(L + 2 padding - k) / stride⌋ + 1.
 */
export function avgPool1d(x: Tensor, kernelSize: PerAxis, options: AvgPool1dOptions = {}): Tensor {
  const where = "avg_pool1d";
  const list = (value: PerAxis, name: string) => {
    const items = listOf(value, 1, where, name);
    check(
      items.length === 1,
      where,
      () => `avg_pool1d() argument '${name}' should contain one int (got ${items.length})`,
    );
    return items;
  };
  checkLineRank(where, x);
  const kernel = list(kernelSize, "kernel_size");
  const lists = {
    kernel: [1, ...kernel],
    stride: [1, ...(isGiven(options.stride) ? list(options.stride, "stride") : kernel)],
    padding: [0, ...list(options.padding ?? 0, "padding")],
    dilation: [1, 1],
  };
  return squeeze(poolMeans("avg_pool2d", unsqueeze(x, -2), lists, options), -2);
}

/**
 * The mean of each window; sizes as in avgPool1d, axis by axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.avg_pool2d.html
 *
 * **Shapes**: x (N, C, H, W) or (C, H, W).
 */
export function avgPool2d(x: Tensor, kernelSize: PerAxis, options: AvgPoolOptions = {}): Tensor {
  return avgPool("avg_pool2d", 2, x, kernelSize, options);
}

/**
 * The mean of each window; sizes as in avgPool1d, axis by axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.avg_pool3d.html
 *
 * **Shapes**: x (N, C, D, H, W) or (C, D, H, W).
 */
export function avgPool3d(x: Tensor, kernelSize: PerAxis, options: AvgPoolOptions = {}): Tensor {
  return avgPool("avg_pool3d", 3, x, kernelSize, options);
}

function avgPool(
  where: string,
  axes: number,
  x: Tensor,
  kernelSize: PerAxis,
  options: AvgPoolOptions,
): Tensor {
  const list = (value: PerAxis, name: string) =>
    spreadList(where, name, listOf(value, axes, where, name), axes);
  const kernel = list(kernelSize, "kernel_size");
  const lists = {
    kernel,
    stride: isGiven(options.stride) ? list(options.stride, "stride") : kernel,
    padding: list(options.padding ?? 0, "padding"),
    dilation: new Array<number>(axes).fill(1),
  };
  check(options.divisorOverride !== 0, where, () => "divisor must be not zero");
  if (axes === 2) normalizeDim(-3, x.ndim, where);
  check(
    axes === 2 || x.ndim === 4 || x.ndim === 5,
    where,
    () => `non-empty 4D or 5D (batch mode) tensor expected for input, got ${showShape(x.shape)}`,
  );
  return poolMeans(where, x, lists, options);
}

/** The means of batched or unbatched planes. */
function poolMeans(where: string, x: Tensor, lists: PoolLists, options: AvgPoolOptions): Tensor {
  const window = poolWindow(where, x, lists, {
    ceilMode: options.ceilMode ?? false,
    average: true,
  });
  checkType(where, x);
  const plan: Plan = {
    lead: x.shape.slice(0, -window.image.length),
    out: window.out,
    geometry: planesOf(x.shape.slice(0, -window.image.length), window),
    countPadding: (options.countIncludePad ?? true) ? 1 : 0,
    divisor: options.divisorOverride ?? 0,
  };
  const node = `AvgPool${window.image.length}DBackward0`;
  return attach(node, [x], forward(plan, x), (g) => [g && spreadMeans(plan, g, x.shape)]);
}

interface Plan {
  readonly lead: Shape;
  readonly out: readonly number[];
  readonly geometry: readonly number[];
  readonly countPadding: number;
  readonly divisor: number;
}

function checkType(where: string, { dtype }: Tensor): void {
  const volume = where === "avg_pool3d";
  checkAs(
    "NotImplementedError",
    dtype === "int64" || (isFloating(dtype) && !(volume && isHalf(dtype))),
    where,
    () =>
      `"${volume ? "avg_pool3d_out_frame" : where}" not implemented for '${SCALAR_TYPE[dtype]}'`,
  );
}

function forward({ lead, out, geometry, countPadding, divisor }: Plan, x: Tensor): Tensor {
  const type = x.dtype === "int64" ? "int64" : computeType(x.dtype);
  const y = emptyTensor([...lead, ...out], type);
  const kernel = {
    int64: kernels.avg_pool_i64,
    float32: kernels.avg_pool_f32,
    float64: kernels.avg_pool_f64,
  }[type];
  pin([contiguous(to(detached(x), type)), y], 1, (from, into) =>
    kernel(scratchInts(geometry), countPadding, divisor, from as number, into as number),
  );
  return to(y, x.dtype);
}

function spreadMeans({ geometry, countPadding, divisor }: Plan, g: Tensor, shape: Shape): Tensor {
  const type = computeType(g.dtype);
  const dx = emptyTensor(shape, type);
  const kernel = type === "float32" ? kernels.avg_pool_image_f32 : kernels.avg_pool_image_f64;
  pin([contiguous(to(g, type)), dx], 1, (from, into) =>
    kernel(scratchInts(geometry), countPadding, divisor, from as number, into as number),
  );
  return to(dx, g.dtype);
}
