import * as fc from "fast-check";
import type { Argument } from "../sketch.ts";

/** How one option of a layer is drawn. Left out, it is PyTorch's default, which is the simplest. */
export interface OptionPlan {
  /** The kinds of values that every long run must have drawn, as `labelOf` names them. */
  readonly labels: readonly string[];
  readonly arbitrary: fc.Arbitrary<Argument | undefined>;
  /** Whether it is never left out. */
  readonly always?: boolean;
}

/** True or False. */
export function flag(): OptionPlan {
  return { labels: ["False", "True"], arbitrary: maybe(fc.boolean()) };
}

/** One of these, the simplest first. */
export function oneOf(...values: (string | number | boolean | null)[]): OptionPlan {
  return { labels: values.map(labelOf), arbitrary: maybe(fc.constantFrom(...values)) };
}

/** One number for all axes, or one an axis. */
export function perAxis(axes: number, min: number, max: number): OptionPlan {
  return { labels: ["number", "per axis"], arbitrary: maybe(axisSizes(axes, min, max)) };
}

/** As perAxis, or one of these words. */
export function perAxisOr(words: string[], axes: number, min: number, max: number): OptionPlan {
  const arbitrary = fc.oneof(axisSizes(axes, min, max), fc.constantFrom(...words));
  return { labels: ["number", "per axis", ...words], arbitrary: maybe(arbitrary) };
}

/** Numbers as this one is. */
export function numbers(arbitrary: fc.Arbitrary<number>): OptionPlan {
  return { labels: ["number"], arbitrary: maybe(arbitrary) };
}

/** As this one is, drawn less often: an option that makes others idle. */
export function rarely({ labels, arbitrary }: OptionPlan): OptionPlan {
  const seldom = fc.oneof(
    { withCrossShrink: true },
    { weight: 5, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary },
  );
  return { labels, arbitrary: seldom };
}

/** Whether a tensor is given; the plan's `build` says which. */
export function tensor(): OptionPlan {
  return { labels: ["tensor"], arbitrary: maybe(fc.constant({ $draw: { shape: [] } })) };
}

/** Whether a list of sizes is given; the plan's `build` says which. */
export function sizes(): OptionPlan {
  return { labels: ["per axis"], arbitrary: maybe(fc.constant([])) };
}

/** A number, for an option whose default takes too long. */
export function always(arbitrary: fc.Arbitrary<number>): OptionPlan {
  return { labels: ["number"], arbitrary, always: true };
}

/** What the plan's `build` gives or leaves out by itself: values of these kinds. */
export function given(...labels: string[]): OptionPlan {
  return { labels, arbitrary: fc.constant(undefined) };
}

/** A size, or a size for each axis. */
export function axisSizes(axes: number, min: number, max: number): fc.Arbitrary<Argument> {
  const size = fc.integer({ min, max });
  return fc.oneof(size, fc.tuple(...repeat(axes, size)));
}

/** The same for each axis. */
export function repeat<T>(axes: number, value: T): T[] {
  return Array.from({ length: axes }, () => value);
}

/** What an argument gives each axis. */
export function spreadOf(
  value: Argument | undefined,
  axes: number,
  otherwise: number | readonly number[],
): number[] {
  const given = typeof value === "number" || Array.isArray(value) ? value : otherwise;
  return Array.from({ length: axes }, (_, i) =>
    Number(Array.isArray(given) ? (given[i] ?? 0) : given),
  );
}

/** The kind of a value, for counting. */
export function labelOf(value: Argument | undefined): string {
  if (value === undefined) return "default";
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return value;
  if (typeof value === "number" || "$float" in value) return "number";
  if ("$draw" in value) return value.$draw.dtype === "bool" ? "bool tensor" : "tensor";
  if ("$module" in value) return "module";
  return value.some((one) => labelOf(one) === "tensor") ? "tensors" : "per axis";
}

function maybe<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 1, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary },
  );
}
