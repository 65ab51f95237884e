import { check } from "../errors.ts";
import { type Shape, showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import type { Window } from "./geometry.ts";

/** The lists of a pooling window, one entry an axis. */
export interface PoolLists {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
}

/** `list` with one entry an axis; a single entry stands for all. */
export function spreadList(
  where: string,
  name: string,
  list: readonly number[],
  axes: number,
): readonly number[] {
  check(
    list.length === 1 || list.length === axes,
    where,
    () =>
      `${name} ${mustBe(where, name)} a single int, or a tuple of ${axes === 2 ? "two" : "three"} ints, got ${showShape(list)}`,
  );
  return list.length === axes ? list : new Array<number>(axes).fill(list[0] as number);
}

/** PyTorch says the same thing in several ways. */
function mustBe(where: string, name: string): string {
  const either = where === "avg_pool3d" ? "" : "either ";
  if (name === "dilation") return `must be ${either}`.trimEnd();
  return `must ${either}be${name === "stride" ? " omitted," : ""}`;
}

/** Where the windows of a pooling layer lie on x; refuses what PyTorch refuses, in its order. */
export function poolWindow(
  where: string,
  x: Tensor,
  lists: PoolLists,
  { ceilMode, average }: { ceilMode: boolean; average: boolean },
): Window {
  const axes = lists.kernel.length;
  const sizes = x.shape.slice(-axes);
  if (axes === 3) checkPlanes(where, x);
  const out = sizes.map((size, i) => outputSize(where, size, lists, i, ceilMode));
  checkPositive(where, lists);
  if (axes === 2) checkPlanes(where, x);
  checkPadding(where, lists);
  if (average && axes === 3) checkVolume(where, sizes, lists.kernel);
  check(
    out.every((n) => n >= 1),
    where,
    () => {
      const channels = x.shape.at(-axes - 1) as number;
      return `Given input size: (${[channels, ...sizes].join("x")}). Calculated output size: (${[channels, ...out].join("x")}). Output size is too small`;
    },
  );
  return { image: sizes, out, ...lists };
}

/** Windows that fit on one axis; with ceilMode one more for the rest, unless it began in the padding at the end. */
function outputSize(
  where: string,
  size: number,
  lists: PoolLists,
  axis: number,
  ceilMode: boolean,
): number {
  const [kernel, stride, padding, dilation] = entriesOf(lists, axis);
  check(stride !== 0, where, () => "stride should not be zero");
  check(padding >= 0, where, () => `pad must be non-negative, but got pad: ${padding}`);
  check(
    padding <= Math.trunc((dilation * (kernel - 1) + 1) / 2),
    where,
    () =>
      `pad should be at most half of effective kernel size, but got pad=${padding}, kernel_size=${kernel} and dilation=${dilation}`,
  );
  const room = size + 2 * padding - dilation * (kernel - 1) - 1;
  const count = Math.floor((room + (ceilMode ? stride - 1 : 0)) / stride) + 1;
  return ceilMode && (count - 1) * stride >= size + padding ? count - 1 : count;
}

function entriesOf(
  { kernel, stride, padding, dilation }: PoolLists,
  axis: number,
): [number, number, number, number] {
  const at = (list: readonly number[]) => list[axis] as number;
  return [at(kernel), at(stride), at(padding), at(dilation)];
}

function checkPositive(where: string, { kernel, stride, dilation }: PoolLists): void {
  const letters = kernel.length === 2 ? "HW" : "THW";
  const named = (prefix: string, list: readonly number[]) =>
    list.map((n, i) => `${prefix}${letters[i]}: ${n}`).join(" ");
  const positive = (list: readonly number[], text: string, prefix: string) =>
    check(
      list.every((n) => n > 0),
      where,
      () => `${text} should be greater than zero, but got ${named(prefix, list)}`,
    );
  positive(kernel, "kernel size", "k");
  positive(stride, "stride", "d");
  positive(dilation, "dilation", "dilation");
}

/** Refuses axes without elements, but for the batch's. */
function checkPlanes(where: string, x: Tensor): void {
  const axes = where.endsWith("3d") ? 3 : 2;
  check(hasElements(x.shape, axes), where, () =>
    axes === 2
      ? `Expected 3D or 4D (batch mode) tensor with optional 0 dim batch size for input, but got:${showShape(x.shape)}`
      : `Expected input's non-batch dimensions to have positive length, but input has a shape of ${showShape(x.shape)} and non-batch dimension 0 has length zero!`,
  );
}

function hasElements(shape: Shape, axes: number): boolean {
  const batched = shape.length === axes + 2;
  return (
    (batched || shape.length === axes + 1) && shape.every((n, i) => n > 0 || (batched && i === 0))
  );
}

function checkPadding(where: string, { kernel, padding }: PoolLists): void {
  check(
    padding.every((n, i) => n <= Math.floor((kernel[i] as number) / 2)),
    where,
    () => {
      const [d, h, w] = (kernel.length === 2 ? [0, 0, 1] : [0, 1, 2]) as [number, number, number];
      const got =
        kernel.length === 2
          ? `padW = ${padding[w]}, padH = ${padding[h]}, kW = ${kernel[w]}, kH = ${kernel[h]}`
          : `kT: ${kernel[d]} kW: ${kernel[w]} kH: ${kernel[h]} padT: ${padding[d]} padW: ${padding[w]} padH: ${padding[h]}`;
      return `pad should be smaller than or equal to half of kernel size, but got ${got}`;
    },
  );
}

function checkVolume(where: string, sizes: readonly number[], kernel: readonly number[]): void {
  const named = (prefix: string, list: readonly number[]) =>
    list.map((n, i) => `${prefix}${"THW"[i]}: ${n}`).join(" ");
  check(
    sizes.every((n, i) => n >= (kernel[i] as number)),
    where,
    () => `input image (${named("", sizes)}) smaller than kernel size (${named("k", kernel)})`,
  );
}
