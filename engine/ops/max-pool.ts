import { attach, needsGrad } from "../autograd.ts";
import { computeType, isFloating, SCALAR_TYPE } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { kernels, scratchInts } from "../memory.ts";
import { pin } from "../pin.ts";
import { type Shape, showShape, sizeOf } from "../shape.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { contiguous, detached, to } from "./copy.ts";
import { geometryOf, listOf, type PerAxis, type Window } from "./geometry.ts";
import { isChannelsLast } from "./layout.ts";
import { type PoolLists, poolWindow, spreadList } from "./pool-window.ts";
import { scatterAdd } from "./scatter-add.ts";

/** Options of maxPool1d, maxPool2d and maxPool3d. */
export interface MaxPoolOptions {
  /** The distance of the windows; the kernel's size by default. */
  stride?: PerAxis | null;
  /** Elements of -∞ on each side; at most half of the kernel. */
  padding?: PerAxis;
  /** The distance of a window's elements. */
  dilation?: PerAxis;
  /** Whether a last window may reach beyond the end. */
  ceilMode?: boolean;
  /** Whether the places of the maxima come too: [values, indices]. */
  returnIndices?: boolean;
}

/** What max pooling gives: a tensor, or with returnIndices also the place of each maximum in its plane (int64). */
export type MaxPooled<O extends MaxPoolOptions> = O extends { returnIndices: true }
  ? [Tensor, Tensor]
  : Tensor;

/**
 * The greatest element of each window; sizes as in maxPool1d, axis by axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.max_pool2d.html
 *
 * **Shapes**: x (N, C, H, W) or (C, H, W).
 */
export function maxPool2d<O extends MaxPoolOptions>(
  x: Tensor,
  kernelSize: PerAxis,
  options?: O,
): MaxPooled<O> {
  return maxPool("max_pool2d", 2, x, kernelSize, options);
}

/**
 * The greatest element of each window; sizes as in maxPool1d, axis by axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.max_pool3d.html
 *
 * **Shapes**: x (N, C, D, H, W) or (C, D, H, W).
 */
export function maxPool3d<O extends MaxPoolOptions>(
  x: Tensor,
  kernelSize: PerAxis,
  options?: O,
): MaxPooled<O> {
  return maxPool("max_pool3d", 3, x, kernelSize, options);
}

function maxPool<O extends MaxPoolOptions>(
  where: string,
  axes: number,
  x: Tensor,
  kernelSize: PerAxis,
  options: O | undefined,
): MaxPooled<O> {
  const given: MaxPoolOptions = options ?? {};
  const list = (value: PerAxis, name: string) =>
    spreadList(where, name, listOf(value, axes, where, name), axes);
  const kernel = list(kernelSize, "kernel_size");
  const lists = {
    kernel,
    stride: isGiven(given.stride) ? list(given.stride, "stride") : kernel,
    padding: list(given.padding ?? 0, "padding"),
    dilation: list(given.dilation ?? 1, "dilation"),
  };
  check(
    x.ndim === axes + 1 || x.ndim === axes + 2,
    where,
    () =>
      `non-empty ${axes + 1}D or ${axes + 2}D (batch mode) tensor expected for input, got ${showShape(x.shape)}`,
  );
  const indices = given.returnIndices ?? false;
  const pooled = poolMaxima(where, x, lists, given.ceilMode ?? false, indices);
  return (indices ? pooled : pooled[0]) as MaxPooled<O>;
}

/** Whether a stride is given: null and an empty list mean the kernel's size. */
export function isGiven(stride: PerAxis | null | undefined): stride is PerAxis {
  return stride != null && !(typeof stride !== "number" && stride.length === 0);
}

/** The maxima of batched or unbatched planes, and with `asked` their places. */
export function poolMaxima(
  where: string,
  x: Tensor,
  lists: PoolLists,
  ceilMode: boolean,
  asked: boolean,
): [Tensor] | [Tensor, Tensor] {
  const window = poolWindow(where, x, lists, { ceilMode, average: false });
  if (where === "max_pool3d") checkMemoryFormat(where, x);
  const kernel = kernelFor(where, x);
  const lead = x.shape.slice(0, -window.image.length);
  const geometry = planesOf(lead, window);
  const type = isFloating(x.dtype) ? computeType(x.dtype) : x.dtype;
  const values = emptyTensor([...lead, ...window.out], type);
  const tracked = asked || needsGrad([x]);
  const index = emptyTensor(tracked ? values.shape : [0], "int32");
  pin([contiguous(to(detached(x), type)), values, index], 2, (from, into, places) =>
    kernel(scratchInts(geometry), from as number, into as number, tracked ? (places as number) : 0),
  );
  const node = `MaxPool${window.image.length}DWithIndicesBackward0`;
  const y = attach(node, [x], to(values, x.dtype), (g) => [
    g && scatterAdd(g, index, x.shape, sizeOf(window.out), sizeOf(window.image)),
  ]);
  return asked ? [y, to(index, "int64")] : [y];
}

/** Refuses volumes without a batch that PyTorch takes for a batch of planes. */
export function checkMemoryFormat(where: string, x: Tensor): void {
  check(
    x.ndim !== 4 || !isChannelsLast(x),
    where,
    () => "Unsupported memory format. Supports only ChannelsLast3d, Contiguous",
  );
}

/** The kernels' geometry of `lead` planes of one channel. */
export function planesOf(lead: Shape, window: Window): number[] {
  return geometryOf({ batch: sizeOf(lead), groups: 1, channels: 1, filters: 1 }, window);
}

const KERNELS = {
  float64: "max_pool_f64",
  float32: "max_pool_f32",
  float16: "max_pool_f32",
  bfloat16: "max_pool_f32",
  int64: "max_pool_i64",
  int32: "max_pool_i32",
  int16: "max_pool_i16",
  int8: "max_pool_i8",
  uint8: "max_pool_u8",
} as const;

function kernelFor(where: string, { dtype }: Tensor): (...numbers: number[]) => number {
  checkAs(
    "NotImplementedError",
    dtype !== "bool",
    where,
    () => `"${where}" not implemented for '${SCALAR_TYPE[dtype]}'`,
  );
  return kernels[KERNELS[dtype as keyof typeof KERNELS]];
}
