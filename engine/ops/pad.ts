import { check, checkAs } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { listOf } from "./geometry.ts";
import { padCircular } from "./pad-circular.ts";
import { padConstant } from "./pad-constant.ts";
import { padMapped } from "./pad-mapped.ts";

/** What is put around a tensor: a value, its own mirror image, its border, or its other end. */
export type PadMode = "constant" | "reflect" | "replicate" | "circular";

/** Options of pad. */
export interface PadOptions {
  mode?: PadMode;
  /** The value of mode "constant"; 0 by default. */
  value?: number | null;
}

/**
 * x with elements added around it. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.pad.html
 *
 * **Shapes**: `amounts` is (before, after) of the last axis, then of the one before it, and so on; negative amounts crop.
 * Modes other than "constant" take the last 1, 2 or 3 axes of a tensor that has one or two more, and throw when there are not
 * enough elements to take from.
 */
export function pad(x: Tensor, amounts: readonly number[], options: PadOptions = {}): Tensor {
  const { mode = "constant", value = null } = options;
  const list = listOf(amounts, 2, "pad", "pad");
  checkAs(
    "NotImplementedError",
    ["constant", "reflect", "replicate", "circular"].includes(mode),
    "pad",
    () => `Unrecognised padding mode ${mode}`,
  );
  check(
    list.length % 2 === 0,
    "pad",
    () => `Padding length must be divisible by 2, got ${amounts.length}`,
  );
  check(
    list.length <= 2 * x.ndim,
    "pad",
    () =>
      `Padding length should be less than or equal to two times the input dimension but got padding length ${list.length} and input of dimension ${x.ndim}`,
  );
  if (mode === "constant") return padConstant(x, list, value ?? 0);
  check(!value, "pad", () => `Padding mode "${mode}" doesn't take in value argument`);
  checkAxes(x, list);
  return mode === "circular" ? padCircular(x, list) : padMapped(x, list, mode);
}

function checkAxes(x: Tensor, list: readonly number[]): void {
  const axes = list.length / 2;
  checkAs(
    "NotImplementedError",
    axes >= 1 && axes <= 3 && (x.ndim === axes + 1 || x.ndim === axes + 2),
    "pad",
    () =>
      `Padding size ${list.length} is not supported for ${x.ndim}D input tensor. ${supported(axes)}`,
  );
}

function supported(axes: number): string {
  return axes >= 1 && axes <= 3
    ? `It pads the last ${axes} axes of a tensor of ${axes + 1}D or ${axes + 2}D`
    : "It may be 2, 4 or 6, for the last 1, 2 or 3 axes";
}
