import { check, checkAs } from "../errors.ts";
import { normalizeDim, type Shape, showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { checkFloating } from "./check-floating.ts";
import { listOf, type PerAxis } from "./geometry.ts";

/** The sizes of the output, from a ratio if they are not given. */
export function sizesOfFractional(
  axes: number,
  x: Tensor,
  outputSize: PerAxis | null | undefined,
  outputRatio: PerAxis | null | undefined,
): PerAxis {
  const where = `fractional_max_pool${axes}d`;
  if (outputSize != null) return outputSize;
  checkAs(
    "ValueError",
    outputRatio != null,
    where,
    () => `${where} requires specifying either an output_size or an output_ratio`,
  );
  const ratio = axes === 2 ? pairOf(where, outputRatio) : listOfRatios(outputRatio, axes);
  checkAs("IndexError", ratio.length >= axes, where, () => "tuple index out of range");
  return Array.from({ length: axes }, (_, i) => {
    const size = x.shape[normalizeDim(i - axes, x.ndim, where)] as number;
    return Math.trunc(size * (ratio[i] as number));
  });
}

/** With two axes PyTorch takes a list alone. */
function pairOf(where: string, ratio: PerAxis): readonly number[] {
  checkAs(
    "TypeError",
    typeof ratio !== "number",
    where,
    () => `object of type '${Number.isInteger(ratio) ? "int" : "float"}' has no len()`,
  );
  checkAs(
    "ValueError",
    ratio.length <= 2,
    where,
    () => `${where} requires output_ratio to either be a single Int or tuple of Ints.`,
  );
  return ratio;
}

function listOfRatios(ratio: PerAxis, axes: number): readonly number[] {
  return typeof ratio === "number" ? new Array<number>(axes).fill(ratio) : ratio;
}

/** Refuses windows that do not fit; gives the kernel's and the output's sizes, one an axis. */
export function checkFractional(
  axes: 2 | 3,
  x: Tensor,
  kernelSize: PerAxis,
  outputSize: PerAxis,
): { kernel: readonly number[]; sizes: Shape } {
  const where = `fractional_max_pool${axes}d`;
  const list = (value: PerAxis, name: string) => {
    const items = listOf(value, axes, where, name);
    check(
      items.length === axes,
      where,
      () =>
        `${where}: ${name} must either be a single Int or tuple of ${axes === 3 ? "three " : ""}Ints`,
    );
    return items;
  };
  const kernel = list(kernelSize, "kernel_size");
  const sizes = list(outputSize, "output_size");
  checkInput(axes, x);
  const names = axes === 2 ? ["height", "width"] : ["time", "height", "width"];
  const told = axes === 2 ? where : `${where}_out`;
  names.forEach((name, i) => {
    const [k, size] = [kernel[i] as number, x.shape[x.ndim - axes + i] as number];
    const last = (sizes[i] as number) + k - 1;
    check(
      axes === 2 ? last <= size : last < size,
      where,
      () => `${told}(): pool ${name} ${k} too large relative to input ${name} ${size}`,
    );
  });
  return { kernel, sizes };
}

function checkInput(axes: 2 | 3, x: Tensor): void {
  const where = `fractional_max_pool${axes}d`;
  const told = axes === 2 ? where : `${where}_out`;
  const empty = x.shape.findIndex((n, i) => n === 0 && i > 0);
  check(
    empty < 0,
    where,
    () =>
      `${told}(): Expected input to have non-zero size for non-batch dimensions, but got${showShape(x.shape)} with dimension ${empty} being empty.`,
  );
  check(
    x.ndim === axes + 1 || x.ndim === axes + 2,
    where,
    () => `${told}(): Expected ${axes + 1}D or ${axes + 2}D tensor, but got: ${showShape(x.shape)}`,
  );
}

/** Refuses samples that are not (N, C, axes) of the input's dtype. */
export function checkSamples(axes: number, x: Tensor, samples: Tensor): void {
  const where = `fractional_max_pool${axes}d`;
  check(
    samples.dtype === x.dtype,
    where,
    () => "Expect _random_samples to have the same dtype as input",
  );
  check(
    samples.ndim === 3,
    where,
    () => `Expect _random_samples to have 3 dimensions, got ${samples.ndim}`,
  );
  const batch = x.ndim === axes + 2 ? (x.shape[0] as number) : 1;
  const [n, channels, count] = samples.shape as [number, number, number];
  check(n >= batch, where, () => `Expect _random_samples.size(0) no less then input batch size.`);
  check(
    channels === x.shape[x.ndim - axes - 1],
    where,
    () => "Expect _random_samples.size(1) equals to input channel size.",
  );
  check(
    count === axes,
    where,
    () => `Expect _random_samples.size(2) equals to ${axes}; got ${count}.`,
  );
  checkFloating(x.dtype, where, `${where}_out_frame`);
}
