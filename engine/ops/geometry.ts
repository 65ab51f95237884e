import { checkAs } from "../errors.ts";
import { oddElement, pythonType } from "../odd-element.ts";
import { sizeOf } from "../shape.ts";

/** One number for all axes, or one an axis. */
export type PerAxis = number | readonly number[];

/** How a window slides over images; one entry an axis in every list. */
export interface Window {
  readonly image: readonly number[];
  readonly out: readonly number[];
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
}

/** How many images there are, in how many groups of how many channels, and the channels of a group's output. */
export interface Channels {
  readonly batch: number;
  readonly groups: number;
  readonly channels: number;
  readonly filters: number;
}

/** What the kernels call a Geometry: the int32 fields of engine/kernels/geometry.ts, axes filled up to three. */
export function geometryOf(
  { batch, groups, channels, filters }: Channels,
  given: Window,
): number[] {
  const window = isPointwise(given) ? oneAxis(given) : given;
  const lead = (values: readonly number[], fill: number) => [
    ...new Array<number>(3 - values.length).fill(fill),
    ...values,
  ];
  return [
    ...[batch, groups, channels, filters],
    ...lead(window.image, 1),
    ...lead(window.out, 1),
    ...lead(window.kernel, 1),
    ...lead(window.stride, 1),
    ...lead(window.padding, 0),
    ...lead(window.dilation, 1),
    ...WHOLE,
  ];
}

/** The first part of one. */
const WHOLE = [0, 1];

/** Whether each window is the one element at its place. */
function isPointwise({ image, out, kernel, stride, padding }: Window): boolean {
  return image.every(
    (n, i) => n === out[i] && kernel[i] === 1 && stride[i] === 1 && padding[i] === 0,
  );
}

/** The same with all axes as one: longer rows are faster. */
function oneAxis({ image }: Window): Window {
  const size = [sizeOf(image)];
  return { image: size, out: size, kernel: [1], stride: [1], padding: [0], dilation: [1] };
}

/** A list as PyTorch's argument parser takes it: a number stands for `axes` equal ones; refuses what is not whole. */
export function listOf(value: PerAxis, axes: number, where: string, name: string): number[] {
  const isOne = typeof value !== "object" || value === null;
  const holds = !isOne || typeof value === "number";
  checkAs(
    "TypeError",
    holds,
    where,
    () => `argument '${name}' must be tuple of ints, not ${pythonType(value)}`,
  );
  const list = isOne ? new Array<number>(axes).fill(value) : [...value];
  const odd = list.findIndex((n) => !Number.isInteger(n));
  checkAs("TypeError", odd < 0, where, () => oddElement(name, list[odd], odd));
  return list;
}
