import { attach } from "../autograd.ts";
import { bytesOf, SCALAR_TYPE } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { kernels } from "../memory.ts";
import { pin } from "../pin.ts";
import { formatTuple } from "../print/python.ts";
import { contiguousStrides, type Shape, sameShape, showShape, sizeOf } from "../shape.ts";
import { emptyTensor, type Tensor, windowOn } from "../tensor.ts";
import { checkFloating } from "./check-floating.ts";
import { contiguous, detached, elements, reader } from "./copy.ts";
import { listOf, type PerAxis } from "./geometry.ts";
import { isChannelsLast } from "./layout.ts";
import { squeeze, unsqueeze, view } from "./view.ts";

/** Options of maxUnpool1d, maxUnpool2d and maxUnpool3d. */
export interface MaxUnpoolOptions {
  /** The distance of the windows; the kernel's size by default. */
  stride?: PerAxis | null;
  padding?: PerAxis;
  /** The sizes of the output, with or without batch and channels; within a stride of the default. */
  outputSize?: Shape | null;
}

/**
 * Zeros with each element of x where `indices` say, as max pooling gave them; of equal places the last is written.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.max_unpool1d.html
 *
 * **Shapes**: x and indices (N, C, L) or (C, L); y (N, C, L') or (C, L'), L' = (L - 1) stride - 2 padding + k, or outputSize.
 * Throws a ValueError for sizes that are out of reach, a RuntimeError for places outside of the plane.
 */
export function maxUnpool1d(
  x: Tensor,
  indices: Tensor,
  kernelSize: PerAxis,
  options: MaxUnpoolOptions = {},
): Tensor {
  const sizes = sizesOf("max_unpool1d", 1, x, kernelSize, options);
  const planes = unpool(2, unsqueeze(x, -1), unsqueeze(indices, -1), [...sizes, 1]);
  return squeeze(planes, -1);
}

/**
 * Zeros with each element of x where `indices` say; sizes as in maxUnpool1d, axis by axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.max_unpool2d.html
 *
 * **Shapes**: x and indices (N, C, H, W) or (C, H, W).
 */
export function maxUnpool2d(
  x: Tensor,
  indices: Tensor,
  kernelSize: PerAxis,
  options: MaxUnpoolOptions = {},
): Tensor {
  return unpool(2, x, indices, sizesOf("max_unpool2d", 2, x, kernelSize, options));
}

/**
 * Zeros with each element of x where `indices` say; sizes as in maxUnpool1d, axis by axis.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.max_unpool3d.html
 *
 * **Shapes**: x and indices (N, C, D, H, W) or (C, D, H, W).
 */
export function maxUnpool3d(
  x: Tensor,
  indices: Tensor,
  kernelSize: PerAxis,
  options: MaxUnpoolOptions = {},
): Tensor {
  const where = "max_unpool3d";
  const sizes = sizesOf(where, 3, x, kernelSize, options);
  const stride = listOf(options.stride ?? kernelSize, 3, where, "stride");
  return unpool(3, x, indices, sizes, stride);
}

/** The sizes of the output: those asked for where they are within reach. */
function sizesOf(
  where: string,
  axes: number,
  x: Tensor,
  kernelSize: PerAxis,
  options: MaxUnpoolOptions,
): Shape {
  const kernel = listOf(kernelSize, axes, where, "kernel_size");
  const stride = listOf(options.stride ?? kernelSize, axes, where, "stride");
  const padding = listOf(options.padding ?? 0, axes, where, "padding");
  const count = kernel.length;
  const inside = x.ndim >= count && stride.length >= count && padding.length >= count;
  checkAs("IndexError", inside, where, () => "tuple index out of range");
  const at = (list: readonly number[], i: number) => list[i] as number;
  const usual = kernel.map(
    (k, i) => (at(x.shape, x.ndim - count + i) - 1) * at(stride, i) + k - 2 * at(padding, i),
  );
  const sizes = options.outputSize ? asked(where, options.outputSize, usual, stride) : usual;
  const negative = sizes.findIndex((n) => n < 0);
  checkAs(
    "ValueError",
    negative < 0,
    where,
    () =>
      `max_unpooling: output_size must contain non-negative spatial dimensions, but got output_size[${negative}]=${sizes[negative]}`,
  );
  return sizes;
}

function asked(where: string, given: Shape, usual: Shape, stride: Shape): Shape {
  checkAs("TypeError", typeof given !== "number", where, () => "object of type 'int' has no len()");
  const sizes = given.length === usual.length + 2 ? given.slice(2) : given;
  checkAs(
    "ValueError",
    sizes.length === usual.length,
    where,
    () =>
      `output_size should be a sequence containing ${usual.length} or ${usual.length + 2} elements, but it has a length of '${sizes.length}'`,
  );
  sizes.forEach((size, i) => {
    const [middle, step] = [usual[i] as number, stride[i] as number];
    checkAs(
      "ValueError",
      size > middle - step && size < middle + step,
      where,
      () =>
        `invalid output_size "${formatTuple(sizes)}" (dim ${i} must be between ${middle - step} and ${middle + step})`,
    );
  });
  return sizes;
}

function unpool(
  axes: 2 | 3,
  x: Tensor,
  indices: Tensor,
  sizes: Shape,
  stride: Shape = [1, 1],
): Tensor {
  checkPlanes(axes, x, indices, sizes, stride);
  const lead = x.shape.slice(0, -axes);
  const [planes, count, size] = [sizeOf(lead), sizeOf(x.shape.slice(-axes)), sizeOf(sizes)];
  const index = contiguous(detached(indices));
  const places = { index, axis: lead.length, planes, count, size };
  checkIndices(`max_unpool${axes}d`, places, sizes);
  const out = emptyTensor([...lead, ...sizes], x.dtype);
  if (size > 0) {
    pin([contiguous(detached(x)), index, out], 1, (from = 0, at = 0, into = 0) =>
      kernels.put_at(bytesOf(x.dtype), from, at, into, planes, count, size),
    );
  }
  const node = `MaxUnpool${axes}DBackward0`;
  const backward = (g: Tensor | null) => {
    if (g) checkViews(axes, g, indices);
    return [g && takeAt(g, places, x.shape)];
  };
  return attach(node, [x], out, backward, [indices]);
}

/** Refuses what PyTorch cannot view as planes of one axis: indices as they are, the gradient in their memory format. */
function checkViews(axes: number, g: Tensor, indices: Tensor): void {
  const lead = indices.shape.slice(0, -axes);
  view(indices, [...lead, sizeOf(indices.shape.slice(-axes))]);
  const [channels = 1, height = 1, width = 1] = g.shape.slice(1);
  const like = isChannelsLast(indices) && axes === 3 && g.ndim === 4;
  const strides = like
    ? [channels * height * width, 1, channels * width, channels]
    : contiguousStrides(g.shape);
  view(windowOn(g, g.shape, strides, 0), [...lead, sizeOf(g.shape.slice(-axes))]);
}

interface Places {
  readonly index: Tensor;
  /** The axis that a plane's elements lie along, were they in a row. */
  readonly axis: number;
  readonly planes: number;
  readonly count: number;
  readonly size: number;
}

function takeAt(g: Tensor, { index, axis, planes, count, size }: Places, shape: Shape): Tensor {
  check(
    size > 0 || planes === 0,
    "max_unpool",
    () => `index 0 is out of bounds for dimension ${axis} with size 0`,
  );
  const out = emptyTensor(shape, g.dtype);
  pin([contiguous(g), index, out], 1, (from = 0, at = 0, into = 0) =>
    kernels.take_at(bytesOf(g.dtype), from, at, into, planes, count, size),
  );
  return out;
}

function checkPlanes(axes: number, x: Tensor, indices: Tensor, sizes: Shape, stride: Shape): void {
  const where = `max_unpool${axes}d`;
  check(
    indices.dtype === "int64",
    where,
    () => `elements in indices should be type int64 but got: ${SCALAR_TYPE[indices.dtype]}`,
  );
  check(
    sizes.length === axes,
    where,
    () =>
      `There should be exactly ${axes === 2 ? "two elements (height, width)" : "three elements (depth, height, width)"} in output_size, but got ${sizes.length} elements.`,
  );
  check(
    x.ndim === axes + 1 || x.ndim === axes + 2,
    where,
    () =>
      `Input to max_unpooling${axes}d should be a ${axes + 1}d or ${axes + 2}d Tensor, but got a tensor with ${x.ndim} dimensions.`,
  );
  check(
    sameShape(x.shape, indices.shape),
    where,
    () =>
      `Expected shape of indices to be same as that of the input tensor (${showShape(x.shape)}) but got indices tensor with shape: ${showShape(indices.shape)}`,
  );
  const empty = x.shape.findIndex((n, i) => n === 0 && i > 0);
  check(
    empty < 0,
    where,
    () =>
      `max_unpooling${axes}d_forward_out_cpu(): Expected input to have non-zero size for non-batch dimensions, but got ${showShape(x.shape)} with dimension ${empty} being empty.`,
  );
  check(
    stride.every((n) => n > 0),
    where,
    () => `strides should be greater than zero, but got stride: ${showShape(stride)}`,
  );
  if (x.numel > 0 && sizeOf(sizes) > 0) checkFloating(x.dtype, where, where);
}

function checkIndices(where: string, { index, planes, count, size }: Places, sizes: Shape): void {
  if (size === 0) return;
  const wrong = pin([index], 0, (at = 0) => kernels.first_outside(at, planes * count, size));
  check(
    wrong < 0,
    where,
    () =>
      `Found an invalid max index: ${reader("int64", elements(index))(wrong)} (output volumes are of size ${sizes.join("x")})`,
  );
}
