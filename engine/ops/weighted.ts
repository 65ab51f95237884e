import { attach } from "../autograd.ts";
import { computeType } from "../dtype.ts";
import type { Tensor } from "../tensor.ts";
import { detached, to } from "./copy.ts";
import type { Interpolation } from "./interpolation.ts";
import { hasChannelsLast } from "./interpolation-checks.ts";
import type { NewSizes } from "./interpolation-size.ts";
import { resample, resampleBack } from "./resample.ts";
import { resampleBytes } from "./resample-bytes.ts";
import {
  type AxisPlan,
  CUBIC,
  cubicTaps,
  filterTaps,
  LANCZOS,
  LINEAR,
  linearTaps,
  type Taps,
} from "./resample-taps.ts";

/** x with weighted sums of its elements, axis by axis; half types are computed in float32 and rounded once. */
export function interpolateWeighted(
  x: Tensor,
  how: Interpolation,
  { counts, scales }: NewSizes,
): Tensor {
  const { alignCorners, antialias, mode } = how;
  const plans = counts.map((count, i) => {
    return { size: x.size(i + 2), count, alignCorners, scale: scales[i] ?? null };
  });
  const still = plans.map(({ size, count }) => size === count);
  const taps = plans.map((plan) => tapsOf(plan, how));
  if (x.dtype === "uint8") return resampleBytes(x, forwardTaps(x, taps, still, x.size(1) > 4));
  const type = computeType(x.dtype);
  const forward = antialias ? forwardTaps(x, taps, still, true) : taps;
  // without antialias, what keeps all of its sizes has the identity's gradient even where a scale moved its elements
  const copied = !antialias && mode === "bicubic" && !still.includes(false);
  const out = to(resample(to(detached(x), type), forward), x.dtype);
  return attach(nodeOf(how, counts.length), [x], out, (g) => {
    const back = copied ? g : g && resampleBack(to(g, type), taps, x.shape);
    return [back && to(back, x.dtype)];
  });
}

const FILTERS = {
  linear: LINEAR,
  bilinear: LINEAR,
  trilinear: LINEAR,
  bicubic: CUBIC,
  lanczos: LANCZOS,
};

type WeighingMode = keyof typeof FILTERS;

function tapsOf(plan: AxisPlan, { mode, antialias }: Interpolation): Taps {
  if (antialias) return filterTaps(plan, FILTERS[mode as WeighingMode]);
  return mode === "bicubic" ? cubicTaps(plan) : linearTaps(plan);
}

/**
 * The taps of PyTorch's way axis by axis, which leaves alone what keeps its size. `plain`: without the code that it has for bytes
 * of few channels. That plain way gives all rows the weights of the first where the result is one element wide.
 */
function forwardTaps(
  x: Tensor,
  taps: readonly Taps[],
  still: readonly boolean[],
  plain: boolean,
): (Taps | null)[] {
  const narrow = taps.at(-1)?.length === 1 && !(hasChannelsLast(x) && x.size(1) > 1);
  return taps.map((rows, axis) => {
    if (still[axis]) return null;
    const first = rows[0] as Taps[number];
    return narrow && plain && axis === 0 ? rows.map(() => first) : rows;
  });
}

function nodeOf({ mode, antialias }: Interpolation, axes: number): string {
  const name = `${(mode[0] as string).toUpperCase()}${mode.slice(1)}`;
  return `Upsample${name}${axes}D${antialias ? "Aa" : ""}Backward0`;
}
