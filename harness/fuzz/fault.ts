import * as fc from "fast-check";
import type { Dtype } from "../array.ts";
import type { Argument, Draw } from "../sketch.ts";
import type { Asked } from "./layer.ts";

/** Something wrong with what is asked: PyTorch mostly refuses, and then an engine must. */
export type Fault =
  | { readonly kind: "none" }
  | { readonly kind: "size"; readonly at: number; readonly by: number }
  | { readonly kind: "rank"; readonly by: number }
  | { readonly kind: "dtype"; readonly dtype: Dtype }
  | { readonly kind: "argument"; readonly at: number; readonly to: number }
  | { readonly kind: "option"; readonly at: number; readonly to: number };

const at = fc.nat({ max: 9 });
const to = fc.constantFrom(0, -1, 7);

/** About 15 % of what is drawn has a fault. */
export const fault: fc.Arbitrary<Fault> = fc.oneof(
  { withCrossShrink: true },
  { weight: 85, arbitrary: fc.constant({ kind: "none" } as const) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("size" as const), at, by: fc.constantFrom(1, -1) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("rank" as const), by: fc.constantFrom(1, -1) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("dtype" as const),
      dtype: fc.constantFrom<Dtype[]>("float64", "float32", "int64", "bfloat16", "float16"),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("argument" as const), at, to }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("option" as const), at, to }) },
);

/**
 * What is asked, with the fault in it; where it has no place, as it was. Empty inputs are left alone: of those, some
 * of PyTorch's kernels never look at what is wrong.
 */
export function withFault(asked: Asked, wrong: Fault): Asked {
  if (asked.inputs.some((input) => drawOf(input)?.shape.includes(0))) return asked;
  switch (wrong.kind) {
    case "none":
      return asked;
    case "argument":
      return { ...asked, args: spoiled(asked.args, wrong) };
    case "option": {
      const names = Object.keys(asked.options);
      const values = spoiled(Object.values(asked.options), wrong);
      const options = Object.fromEntries(names.map((name, i) => [name, values[i] ?? null]));
      return { ...asked, options };
    }
    default:
      return {
        ...asked,
        inputs: asked.inputs.map((input, i) => (i === 0 ? bent(input, wrong) : input)),
      };
  }
}

/** The arguments with another number in the place of one, or another word. */
function spoiled(
  values: readonly Argument[],
  wrong: { readonly at: number; readonly to: number },
): Argument[] {
  const place = values.length === 0 ? -1 : wrong.at % values.length;
  return values.map((value, i) => {
    if (i !== place) return value;
    // A whole number in the place of a fraction would print otherwise in Python alone.
    if (typeof value === "number") return Number.isInteger(value) ? wrong.to : -value;
    if (typeof value === "string") return "other";
    return Array.isArray(value) && value.every((size) => typeof size === "number")
      ? [...value.slice(0, -1), wrong.to]
      : value;
  });
}

function bent(input: Argument, wrong: Fault): Argument {
  const draw = drawOf(input);
  if (draw === null || draw.kind === "values") return input;
  if (wrong.kind === "dtype") {
    const { shape, leaf = true } = draw;
    const { dtype } = wrong;
    return {
      $draw: dtype === "int64" ? { shape, leaf, dtype, kind: "integers" } : { ...draw, dtype },
    };
  }
  return { $draw: { ...draw, shape: bentShape(draw.shape, wrong) } };
}

function bentShape(shape: readonly number[], wrong: Fault): readonly number[] {
  if (wrong.kind === "rank") return wrong.by > 0 ? [...shape, 2] : shape.slice(1);
  if (wrong.kind !== "size" || shape.length === 0) return shape;
  const axis = wrong.at % shape.length;
  return shape.map((size, i) => (i === axis ? Math.max(0, size + wrong.by) : size));
}

/** The draw that an argument is, or null. */
export function drawOf(value: Argument): Draw | null {
  return typeof value === "object" && value !== null && "$draw" in value ? value.$draw : null;
}
