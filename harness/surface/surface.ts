import * as z from "zod";
import { FORMAT } from "../case.ts";

const parameterJson = z.strictObject({
  name: z.string(),
  /** As in a Call; absent where it must be given. */
  default: z.json().optional(),
  /** It may be one number, or one number for each of so many axes. */
  axes: z.int().min(2).optional(),
});

const entryJson = z.strictObject({
  kind: z.enum(["class", "function", "operation"]),
  parameters: z.array(parameterJson),
  /** The parameters of the class's forward. */
  forward: z.array(parameterJson),
  /** The case that PyTorch was probed with; null where the suite has none, so that nothing is known. */
  probed: z.string().nullable(),
  /** Axes of the first input. */
  rank: z.int().nullable().optional(),
  /** "yes" or the class of the refusal, by dtype of all floating numbers; int64 and bool only if accepted. */
  dtypes: z.record(z.string(), z.string()).optional(),
  /** "input.0", "parameter.weight". */
  gradients: z.array(z.string()).optional(),
  /** Whether a call draws random numbers. */
  random: z.boolean().optional(),
  /** Whether the constructor does. */
  draws: z.boolean().optional(),
  /** Whether forward looks at the training flag. */
  training: z.boolean().optional(),
  /** Whether it takes its inputs without the axis of the batch. */
  unbatched: z.boolean().optional(),
});

const exampleJson = z.strictObject({
  /** How many calls in it are cases. */
  calls: z.int().nonnegative(),
  /** Why it, or some call in it, is no case. */
  why: z.string().optional(),
});

/** fixtures/surface.json: what the installed PyTorch has for a suite to cover. */
export const surfaceJson = z.strictObject({
  format: z.literal(FORMAT),
  torch: z.string(),
  entries: z.record(
    z.string(),
    z.union([entryJson, z.strictObject({ kind: z.string(), out: z.string() })]),
  ),
  /** By owner and number, "nn.Conv2d#0", or by page and cells, "layers#22-26". */
  examples: z.record(z.string(), exampleJson),
});

export type Surface = z.infer<typeof surfaceJson>;
/** A class or function that belongs to the suite. */
export type Entry = z.infer<typeof entryJson>;
export type Parameter = z.infer<typeof parameterJson>;

/** The entries that belong to the suite. */
export function entriesOf(surface: Surface): Map<string, Entry> {
  const inside = Object.entries(surface.entries).flatMap(([name, entry]) =>
    "out" in entry ? [] : [[name, entry] as const],
  );
  return new Map(inside);
}

/** What an example's name begins with: the class or function whose docstring has it, or a page. */
export function ownerOf(example: string): string {
  return example.slice(0, example.lastIndexOf("#"));
}

/** The others, with the reason why each is left out. */
export function outsideOf(surface: Surface): Map<string, string> {
  const outside = Object.entries(surface.entries).flatMap(([name, entry]) =>
    "out" in entry ? [[name, entry.out] as const] : [],
  );
  return new Map(outside);
}
