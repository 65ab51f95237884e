import type { Patch } from "./patch.ts";

/** A mistake that an engine could have: ours, changed in a single place. */
export interface Fault extends Patch {
  /** The fact that is wrong, in kebab-case. */
  readonly name: string;
  /** The family of layers it belongs to. */
  readonly family: string;
  /** What kind of thing is wrong: an option's name, or "gradient", "draws", "aliasing" ... */
  readonly kind: string;
  /** Layers that can show it, as patterns; they are asked first. */
  readonly layers: readonly string[];
}

/** A fault without what all of its family share; `layers` only where others than the family's can show it. */
export type FaultLine = Omit<Fault, "family" | "layers"> & { readonly layers?: readonly string[] };

/** The faults of a family, whose layers show them unless a line names others. */
export function faultsOf(
  family: string,
  layers: readonly string[],
  lines: readonly FaultLine[],
): readonly Fault[] {
  return lines.map((line) => ({ family, layers, ...line }));
}
