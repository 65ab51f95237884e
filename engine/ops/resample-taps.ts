import { directionOf } from "../random/trigonometry.ts";

/** How one axis is resampled: from so many places to so many. */
export interface AxisPlan {
  readonly size: number;
  readonly count: number;
  /** Whether the centres of the outermost elements stay where they are, not their edges. */
  readonly alignCorners: boolean;
  /** How many times longer the axis is said to be; null where only its size was told. */
  readonly scale: number | null;
}

/** Of each place of a resampled axis, the places of the old axis and the weights with which it is their sum. */
export type Taps = readonly { readonly places: number[]; readonly weights: number[] }[];

/** What weighs an element at a distance from the sample; nothing beyond `reach`. */
export interface Filter {
  readonly reach: number;
  readonly weigh: (distance: number) => number;
}

/** Old places for one new place. */
export function stepOf({ size, count, alignCorners, scale }: AxisPlan): number {
  if (alignCorners) return count > 1 ? (size - 1) / (count - 1) : 0;
  return scale !== null && scale > 0 ? 1 / scale : size / count;
}

/** Two neighbours of each sample; an axis that keeps its size is kept whatever its scale. */
export function linearTaps(plan: AxisPlan): Taps {
  const { size, count } = plan;
  if (size === count) return countedOf(count, (i) => ({ places: [i, i], weights: [1, 0] }));
  const step = stepOf(plan);
  return countedOf(count, (i) => {
    const { place, rest } = split(Math.max(sourceOf(plan, step, i), 0), size);
    return { places: [place, Math.min(place + 1, size - 1)], weights: [1 - rest, rest] };
  });
}

/** Four neighbours of each sample; those beyond an end are the element at that end. */
export function cubicTaps(plan: AxisPlan): Taps {
  const step = stepOf(plan);
  return countedOf(plan.count, (i) => {
    const { place, rest } = split(sourceOf(plan, step, i), plan.size);
    const offsets = [-1, 0, 1, 2];
    return {
      places: offsets.map((k) => Math.max(Math.min(place + k, plan.size - 1), 0)),
      weights: offsets.map((k) => cubic(Math.abs(rest - k), -0.75)),
    };
  });
}

/** All elements that a filter covers, which is as wide as the step when that is more than one element; weights sum to 1. */
export function filterTaps(plan: AxisPlan, { reach, weigh }: Filter): Taps {
  const step = stepOf(plan);
  const stretch = Math.max(step, 1);
  const most = 2 * Math.ceil(reach * stretch) + 1;
  return countedOf(plan.count, (i) => {
    const centre = step * (i + 0.5);
    const first = Math.max(Math.trunc(centre - reach * stretch + 0.5), 0);
    const end = Math.min(Math.trunc(centre + reach * stretch + 0.5), plan.size);
    const places = countedOf(Math.min(Math.max(end - first, 0), most), (k) => first + k);
    const weights = places.map((place) => weigh((place - centre + 0.5) * (1 / stretch)));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return { places, weights: total === 0 ? weights : weights.map((weight) => weight / total) };
  });
}

/** A tent. */
export const LINEAR: Filter = { reach: 1, weigh: (x) => Math.max(1 - Math.abs(x), 0) };

/** Cubic convolution, as Pillow has it. */
export const CUBIC: Filter = { reach: 2, weigh: (x) => cubic(Math.abs(x), -0.5) };

/** A sinc under the first lobe of a sinc three times as wide. */
export const LANCZOS: Filter = {
  reach: 3,
  weigh: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0),
};

function countedOf<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i));
}

/** The place on the old axis that new place i looks at, in elements. */
function sourceOf({ alignCorners }: AxisPlan, step: number, i: number): number {
  return alignCorners ? step * i : step * (i + 0.5) - 0.5;
}

/** The element before a sample, and how far behind it the sample is. PyTorch rounds to float32 before it cuts. */
function split(source: number, size: number): { place: number; rest: number } {
  const place = Math.min(Math.floor(Math.fround(source)), size - 1);
  return { place, rest: Math.min(Math.max(source - place, 0), 1) };
}

/** The cubic convolution kernel at a distance that is not negative. */
function cubic(d: number, a: number): number {
  if (d >= 2) return 0;
  return d < 1 ? ((a + 2) * d - (a + 3)) * d * d + 1 : ((a * d - 5 * a) * d + 8 * a) * d - 4 * a;
}

function sinc(x: number): number {
  const angle = Math.PI * x;
  return x === 0 ? 1 : directionOf(angle).sin.high / angle;
}
