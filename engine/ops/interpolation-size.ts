import { check, checkAs } from "../errors.ts";
import { formatTuple } from "../print/python.ts";
import { showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { classOf } from "./check-tensor.ts";
import type { PerAxis } from "./geometry.ts";
import type { InterpolationMode } from "./interpolation.ts";

/** Options of upsampleNearest and upsampleBilinear: one of them is needed. */
export interface ScaleOptions {
  /** The new sizes of all axes but the first two. */
  size?: PerAxis | null;
  /** How many times longer each of those axes becomes. */
  scaleFactor?: PerAxis | null;
}

/** What is wanted of each axis: a size, or a scale. */
export type Target = { readonly size: readonly number[] } | { readonly scale: readonly number[] };

/** Of each axis the new size, and the scale that places are computed with; null where they follow from the sizes. */
export interface NewSizes {
  readonly counts: readonly number[];
  readonly scales: readonly (number | null)[];
}

const where = "interpolate";

/** Options that tell the new sizes. */
export interface SizeOptions extends ScaleOptions {
  /** Whether places are computed from the new sizes, not from scaleFactor, of which the sizes are the floor. */
  recomputeScaleFactor?: boolean | null;
}

/** The size or scale of each of x's axes but the first two. Refuses both, neither, and lists of another length. */
export function targetOf(x: Tensor, options: SizeOptions, mode: InterpolationMode): Target {
  const { size = null, scaleFactor = null } = options;
  const recompute = options.recomputeScaleFactor === true;
  checkAs(
    "ValueError",
    size === null || scaleFactor === null,
    where,
    () => "only one of size or scale_factor should be defined",
  );
  checkAs(
    "ValueError",
    size !== null || scaleFactor !== null,
    where,
    () => "either size or scale_factor should be defined",
  );
  if (size === null) {
    const scale = perAxis(x, scaleFactor as PerAxis, "scale_factor", "scale_factor of shape");
    return recompute || mode === "area" ? { size: scaled(x, scale) } : { scale };
  }
  const list = perAxis(x, size, "output", "output size of");
  checkWhole(size);
  checkAs(
    "ValueError",
    !recompute,
    where,
    () => "recompute_scale_factor is not meaningful with an explicit size.",
  );
  return { size: list };
}

/** Sizes are floors of scaled sizes; `operation` is the name that refusals begin with. */
export function newSizes(x: Tensor, target: Target, operation: string): NewSizes {
  if ("scale" in target) {
    const counts = target.scale.map((factor, i) => {
      const count = Math.trunc(x.size(i + 2) * factor);
      check(
        Number.isFinite(count),
        operation,
        () => "value cannot be converted to type int64_t without overflow",
      );
      return count;
    });
    return { counts, scales: target.scale };
  }
  checkAs(
    "TypeError",
    target.size.every(Number.isInteger),
    operation,
    () =>
      `${operation}() received an invalid combination of arguments - got output_size (${target.size.join(", ")}), but expected a tuple of ints`,
  );
  return { counts: target.size, scales: target.size.map(() => null) };
}

function perAxis(x: Tensor, value: PerAxis, name: string, got: string): readonly number[] {
  const axes = x.ndim - 2;
  if (typeof value === "number") return new Array<number>(Math.max(axes, 0)).fill(value);
  checkAs(
    "ValueError",
    value.length === axes,
    where,
    () =>
      `Input and ${name} must have the same number of spatial dimensions, but got input with spatial dimensions of ${showShape(x.shape.slice(2))} and ${got} ${formatTuple(value)}.`,
  );
  return value;
}

/** One number that is not whole is refused later, by the operation itself. */
function checkWhole(size: PerAxis): void {
  const list = typeof size === "number" ? [] : size;
  checkAs(
    "TypeError",
    list.every(Number.isInteger),
    where,
    () =>
      `expected size to be one of int or Tuple[int] or Tuple[int, int] or Tuple[int, int, int], but got size with types [${list.map((n) => `<class '${classOf(n)}'>`).join(", ")}]`,
  );
}

function scaled(x: Tensor, scale: readonly number[]): number[] {
  return scale.map((factor, i) => {
    const size = x.size(i + 2) * factor;
    checkAs("ValueError", !Number.isNaN(size), where, () => "cannot convert float NaN to integer");
    return Math.trunc(size);
  });
}
