import { type Dtype, isFloating, SCALAR_TYPE } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { normalizeDim, type Shape, showShape, sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

/** The numbers of a sliding block, one an axis in every list. */
export interface BlockLists {
  readonly kernel: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: readonly number[];
  readonly stride: readonly number[];
}

/** Refuses a list that is not one number an axis. */
export function checkPair(where: string, name: string, list: number[]): number[] {
  check(
    list.length === 2,
    where,
    () => `It is expected ${name} equals to 2, but got size ${list.length}`,
  );
  return list;
}

/** Refuses what unfold refuses; gives how many blocks fit on each axis. */
export function checkUnfoldInput(x: Tensor, lists: BlockLists): Shape {
  const where = "unfold";
  checkNumbers(where, lists);
  normalizeDim(2, x.ndim, where);
  const batched = x.ndim === 4;
  check(
    (x.ndim === 3 || batched) && x.shape.every((n, i) => n > 0 || (batched && i === 0)),
    where,
    () =>
      `Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, but got: ${showShape(x.shape)}`,
  );
  const image = x.shape.slice(-2);
  const blocks = blocksOf(image, lists);
  check(
    blocks.every((n) => n >= 1),
    where,
    () =>
      `Given input with spatial size ${pair(image)}, kernel_size=${pair(lists.kernel)}, dilation=${pair(lists.dilation)}, padding=${pair(lists.padding)}, calculated shape of the array of sliding blocks as ${pair(blocks)}, but its components must be at least one.`,
  );
  return blocks;
}

/** Refuses what fold refuses; gives how many blocks fit on each axis of the image. */
export function checkFoldInput(x: Tensor, image: Shape, lists: BlockLists): Shape {
  const where = "fold";
  checkNumbers(where, lists);
  const batched = x.ndim === 3;
  check(
    (x.ndim === 2 || batched) && x.shape.every((n, i) => n > 0 || (batched && i === 0)),
    where,
    () =>
      `Expected 2D or 3D (batch mode) tensor for input with possibly 0 batch size and non-zero dimensions for input, but got: ${showShape(x.shape)}`,
  );
  check(
    x.size(-2) % sizeOf(lists.kernel) === 0,
    where,
    () =>
      `Expected size of input's dimension 1 to be divisible by the product of kernel_size, but got input.size(1)=${x.size(-2)} and kernel_size=${pair(lists.kernel)}.`,
  );
  const blocks = blocksOf(image, lists);
  check(
    sizeOf(blocks) === x.size(-1) && blocks.every((n) => n >= 1),
    where,
    () =>
      `Given output_size=${pair(image)}, kernel_size=${pair(lists.kernel)}, dilation=${pair(lists.dilation)}, padding=${pair(lists.padding)}, stride=${pair(lists.stride)}, expected size of input's dimension 2 to match the calculated number of sliding blocks ${blocks.join(" * ")} = ${sizeOf(blocks)}, but got input.size(2)=${x.size(-1)}.`,
  );
  return blocks;
}

/** Refuses integers; bools are taken. */
export function checkBlockType(where: string, dtype: Dtype, kernel: string): void {
  checkAs(
    "NotImplementedError",
    isFloating(dtype) || dtype === "bool",
    where,
    () => `"${kernel}" not implemented for '${SCALAR_TYPE[dtype]}'`,
  );
}

function checkNumbers(where: string, { kernel, dilation, padding, stride }: BlockLists): void {
  const positive = (list: readonly number[], name: string, key: string) =>
    check(
      list.every((n) => n > 0),
      where,
      () =>
        `${name} should be greater than zero, but got ${key}_height: ${list[0]} ${key}_width: ${list[1]}`,
    );
  positive(kernel, "kernel size", "kernel");
  positive(dilation, "dilation", "dilation");
  check(
    padding.every((n) => n >= 0),
    where,
    () =>
      `padding should be non-negative, but got pad_height: ${padding[0]} pad_width: ${padding[1]}`,
  );
  positive(stride, "stride", "stride");
}

function blocksOf(image: Shape, { kernel, dilation, padding, stride }: BlockLists): number[] {
  const at = (list: readonly number[], i: number) => list[i] as number;
  return image.map((size, i) => {
    const room = size + 2 * at(padding, i) - at(dilation, i) * (at(kernel, i) - 1) - 1;
    return Math.floor(room / at(stride, i)) + 1;
  });
}

function pair(list: readonly number[]): string {
  return `(${list.join(", ")})`;
}
