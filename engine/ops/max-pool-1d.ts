import { isFloating, SCALAR_TYPE } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { checkLineRank } from "./check-line-rank.ts";
import { listOf, type PerAxis } from "./geometry.ts";
import { isGiven, type MaxPooled, type MaxPoolOptions, poolMaxima } from "./max-pool.ts";
import type { PoolLists } from "./pool-window.ts";
import { squeeze, unsqueeze } from "./view.ts";

/**
 * The greatest element of each window. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.max_pool1d.html
 *
 * **Shapes**: x (N, C, L) or (C, L); y (N, C, L') or (C, L'), L' = ⌊(L + 2 padding - dilation (k - 1) - 1) / stride⌋ + 1.
 */
export function maxPool1d<O extends MaxPoolOptions>(
  x: Tensor,
  kernelSize: PerAxis,
  options?: O,
): MaxPooled<O> {
  const given: MaxPoolOptions = options ?? {};
  const lists = oneAxis(x, kernelSize, given);
  const indices = given.returnIndices ?? false;
  checkAs(
    "NotImplementedError",
    indices || isFloating(x.dtype),
    "max_pool1d",
    () => `"max_pool1d_impl" not implemented for '${SCALAR_TYPE[x.dtype]}'`,
  );
  const flat = {
    kernel: [1, ...lists.kernel],
    stride: [1, ...lists.stride],
    padding: [0, ...lists.padding],
    dilation: [1, ...lists.dilation],
  };
  const pooled = poolMaxima("max_pool2d", unsqueeze(x, -2), flat, given.ceilMode ?? false, indices);
  const [y, index] = pooled.map((part) => squeeze(part, -2)) as [Tensor, Tensor];
  return (indices ? [y, index] : y) as MaxPooled<O>;
}

/** The lists of maxPool1d, whose checks PyTorch words in their own way. */
function oneAxis(x: Tensor, kernelSize: PerAxis, options: MaxPoolOptions): PoolLists {
  const where = "max_pool1d";
  const list = (value: PerAxis, name: string) => {
    const items = listOf(value, 1, where, name);
    const none = name === "stride" ? "None, " : "";
    const comma = name === "stride" || name === "padding" ? "," : "";
    check(
      items.length === 1,
      where,
      () =>
        `max_pool1d() ${name} must be ${none}an int, list of ints${comma} or tuple of ints of size 1 but got size ${items.length}`,
    );
    return items;
  };
  const batched = x.ndim === 3;
  if (options.returnIndices) checkLineRank(where, x);
  else {
    check(
      (x.ndim === 2 || batched) && x.shape.every((n, i) => n > 0 || (batched && i === 0)),
      where,
      () =>
        `Expected 2D or 3D (batch mode) tensor with optional 0 dim batch size for input, but got:${showShape(x.shape)}`,
    );
  }
  const kernel = list(kernelSize, "kernel_size");
  const stride = isGiven(options.stride) ? list(options.stride, "stride") : kernel;
  const padding = list(options.padding ?? 0, "padding");
  const dilation = list(options.dilation ?? 1, "dilation");
  if (!options.returnIndices)
    checkOneAxis(where, x.size(-1), { kernel, stride, padding, dilation }, options);
  return { kernel, stride, padding, dilation };
}

function checkOneAxis(
  where: string,
  size: number,
  lists: PoolLists,
  options: MaxPoolOptions,
): void {
  const at = (list: readonly number[]) => list[0] as number;
  const [kernel, stride, padding] = [at(lists.kernel), at(lists.stride), at(lists.padding)];
  const dilation = at(lists.dilation);
  const positive = (name: string, value: number) =>
    check(
      value > 0,
      where,
      () => `max_pool1d() ${name} must be greater than zero, but got ${value}`,
    );
  positive("kernel_size", kernel);
  positive("stride", stride);
  check(padding >= 0, where, () => `max_pool1d() padding must be non-negative, but got ${padding}`);
  check(
    padding <= kernel / 2,
    where,
    () =>
      `max_pool1d() padding should be at most half of kernel size, but got padding=${padding} and kernel_size=${kernel}`,
  );
  positive("dilation", dilation);
  const room =
    size + 2 * padding - dilation * (kernel - 1) - 1 + (options.ceilMode ? stride - 1 : 0);
  const count = Math.floor(room / stride) + 1;
  check(count > 0, where, () => `max_pool1d() Invalid computed output size: ${count}`);
}
