import { attach } from "../autograd.ts";
import { bytesOf, computeType } from "../dtype.ts";
import { kernels, scratchInts } from "../memory.ts";
import { pin } from "../pin.ts";
import { type Shape, sizeOf } from "../shape.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { contiguous, detached, to } from "./copy.ts";
import {
  type BlockLists,
  checkBlockType,
  checkFoldInput,
  checkPair,
  checkUnfoldInput,
} from "./fold-checks.ts";
import { geometryOf, listOf, type PerAxis } from "./geometry.ts";

/** Options of unfold and fold. */
export interface BlockOptions {
  /** The distance of a block's elements. */
  dilation?: PerAxis;
  /** Zeros on each side of the image. */
  padding?: PerAxis;
  /** The distance of the blocks. */
  stride?: PerAxis;
}

/**
 * The sliding blocks of images as columns. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.unfold.html
 *
 * **Shapes**: x (N, C, H, W) or (C, H, W); y (N, C k₀ k₁, blocks) or (C k₀ k₁, blocks), blocks = ∏ᵢ ⌊(Lᵢ + 2 padding -
 * dilation (k - 1) - 1) / stride⌋ + 1. Throws when no block fits.
 */
export function unfold(x: Tensor, kernelSize: PerAxis, options: BlockOptions = {}): Tensor {
  const lists = listsOf("unfold", kernelSize, options);
  const image = x.shape.slice(-2);
  const out = checkUnfoldInput(x, lists);
  checkBlockType("unfold", x.dtype, "im2col_out_cpu");
  const plan = { ...lists, image, out, lead: x.shape.slice(0, -3), channels: x.size(-3) };
  return attach("Im2ColBackward0", [x], toColumns(plan, x), (g) => [g && toImage(plan, g)]);
}

/**
 * Images as the sums of sliding blocks, given as columns. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.fold.html
 *
 * **Shapes**: x (N, C k₀ k₁, blocks) or (C k₀ k₁, blocks); y (N, C, *outputSize) or (C, *outputSize). Throws when the number of
 * blocks, or of their elements, does not fit.
 */
export function fold(
  x: Tensor,
  outputSize: PerAxis,
  kernelSize: PerAxis,
  options: BlockOptions = {},
): Tensor {
  const image = pairOf("fold", outputSize, "output_size");
  const lists = listsOf("fold", kernelSize, options);
  const out = checkFoldInput(x, image, lists);
  checkBlockType("fold", x.dtype, "col2im_out_cpu");
  const channels = x.size(-2) / sizeOf(lists.kernel);
  const plan = { ...lists, image, out, lead: x.shape.slice(0, -2), channels };
  return attach("Col2ImBackward0", [x], toImage(plan, x), (g) => [g && toColumns(plan, g)]);
}

interface Plan extends BlockLists {
  readonly image: Shape;
  readonly out: Shape;
  readonly lead: Shape;
  readonly channels: number;
}

function listsOf(where: string, kernelSize: PerAxis, options: BlockOptions): BlockLists {
  return {
    kernel: pairOf(where, kernelSize, "kernel_size"),
    dilation: pairOf(where, options.dilation ?? 1, "dilation"),
    padding: pairOf(where, options.padding ?? 0, "padding"),
    stride: pairOf(where, options.stride ?? 1, "stride"),
  };
}

function pairOf(where: string, value: PerAxis, name: string): number[] {
  return checkPair(where, name, listOf(value, 2, where, name));
}

/** The `meta` of the kernels: a batch of images of so many channels. */
function metaOf({ lead, channels, ...window }: Plan): number[] {
  return geometryOf({ batch: sizeOf(lead), groups: 1, channels, filters: 1 }, window);
}

function toColumns(plan: Plan, x: Tensor): Tensor {
  const { lead, channels, kernel, out } = plan;
  const columns = emptyTensor([...lead, channels * sizeOf(kernel), sizeOf(out)], x.dtype);
  pin([contiguous(detached(x)), columns], 1, (from, into) =>
    kernels.unfold_columns(
      bytesOf(x.dtype),
      scratchInts(metaOf(plan)),
      from as number,
      into as number,
    ),
  );
  return columns;
}

/** Half types are added up in float32 and rounded once; of bools any makes true. */
function toImage(plan: Plan, x: Tensor): Tensor {
  const { lead, channels, image } = plan;
  const type = computeType(x.dtype);
  const out = emptyTensor([...lead, channels, ...image], type);
  const kernel = type === "float32" ? kernels.fold_columns_f32 : kernels.fold_columns_f64;
  pin([contiguous(to(detached(x), type)), out], 1, (from, into) =>
    kernel(scratchInts(metaOf(plan)), from as number, into as number),
  );
  return to(out, x.dtype);
}
