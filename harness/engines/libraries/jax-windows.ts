import { lax, numpy as np } from "@jax-js/jax";
import { type Given, type Layer, only } from "../table.ts";
import type { T } from "./jax-layout.ts";
import { perAxis } from "./per-axis.ts";
import { sizes } from "./sizes.ts";

/** Pooling and padding. The library pads with zeros alone. */
export const WINDOWS: Readonly<Record<string, Layer<T>>> = Object.fromEntries(
  [1, 2, 3].flatMap((axes): [string, Layer<T>][] => [
    [`nn.MaxPool${axes}d`, (given, x) => maxPool(given, x, axes)],
    [`nn.AvgPool${axes}d`, (given, x) => avgPool(given, x, axes)],
    [`nn.ZeroPad${axes}d`, (given, x) => zeroPad(given, x, axes)],
  ]),
);

function maxPool(given: Given<T>, x: T, axes: number): T {
  const { options } = given;
  only(options["return_indices"] !== true, "indices of the greatest");
  only(
    perAxis(options["dilation"], axes).every((n) => n === 1),
    "pooling with dilation",
  );
  only(
    perAxis(options["padding"], axes).every((n) => n === 0),
    "padding with less than any number",
  );
  return pooled(given, x.ref, axes, (window) => np.max(window));
}

function avgPool(given: Given<T>, x: T, axes: number): T {
  const { options } = given;
  only((options["divisor_override"] ?? null) === null, "a divisor of one's own");
  const padding = perAxis(options["padding"], axes);
  const none = padding.every((n) => n === 0);
  only(none || options["count_include_pad"] === true, "padding that does not count");
  const image = none ? x.ref : np.pad(x.ref, amounts(x, padding, padding));
  return pooled(given, image, axes, (window) => np.mean(window));
}

function pooled({ options, dtypes }: Given<T>, x: T, axes: number, reduce: (window: T) => T): T {
  only(dtypes[0] !== "int64", "pooling of integers");
  only(x.ndim === axes + 1 || x.ndim === axes + 2, "images of other axes");
  only(options["ceil_mode"] !== true, "windows beyond the image");
  const size = perAxis(options["kernel_size"], axes);
  const { stride = null } = options;
  const steps = stride === null ? size : perAxis(stride, axes);
  only(
    [...size, ...steps, ...x.shape].every((n) => n > 0),
    "windows of nothing",
  );
  const image = x.shape.slice(-axes);
  only(
    image.every((n, i) => n >= (size[i] as number)),
    "windows beyond the image",
  );
  return lax.reduceWindow(x, reduce, size, steps);
}

function zeroPad({ options, dtypes }: Given<T>, x: T, axes: number): T {
  only(dtypes[0] !== "int64", "padding of integers");
  const given = sizes(options["padding"]);
  const flat = given.length === 1 ? new Array<number>(2 * axes).fill(given[0] as number) : given;
  only(
    flat.every((n) => n >= 0),
    "padding that crops",
  );
  only(flat.length <= 2 * x.ndim, "padding of more axes than there are");
  const [before, after] = [0, 1].map((side) => flat.filter((_, i) => i % 2 === side).reverse());
  return np.pad(x.ref, amounts(x, before as number[], after as number[]));
}

/** A pair an axis; those before the padded ones have none. */
function amounts(x: T, before: readonly number[], after: readonly number[]): [number, number][] {
  const none = Array.from({ length: x.ndim - before.length }, (): [number, number] => [0, 0]);
  return [...none, ...before.map((n, i): [number, number] => [n, after[i] as number])];
}
