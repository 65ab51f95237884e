import * as fc from "fast-check";
import type { Engine } from "../engine.ts";
import type { FuzzLayer } from "../fuzz/layer.ts";
import { type Broken, holds } from "./hold.ts";
import { type Posed, type Property, whyNot } from "./property.ts";

/** A property and a layer of which it must hold. */
export interface Pair {
  readonly property: Property;
  readonly layer: FuzzLayer;
}

/** How often a property was looked at, and what it came to. */
export interface PairResult {
  readonly property: string;
  readonly layer: string;
  readonly outcome: "passed" | "failed" | "unsupported";
  readonly held: number;
  readonly unsupported: number;
  /** Drawn, and nothing could be said: refused by the layer, or not of the kind that the property is about. */
  readonly idle: number;
  /** Why it says nothing, or what the engine does not do, and how often. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly broken: Broken | null;
  /** How often the counterexample was made smaller. */
  readonly shrinks: number;
}

/** What may be drawn in vain for each that says something. */
const MOST_IDLE = 20;

/** All pairs of these properties and layers that are about each other. */
export function pairsOf(properties: readonly Property[], layers: readonly FuzzLayer[]): Pair[] {
  return properties.flatMap((property) =>
    layers
      .filter((layer) => whyNot(property, layer) === null)
      .map((layer) => ({ property, layer })),
  );
}

/** Looks at a property of a layer `runs` times, and makes the first counterexample small. */
export async function check(
  { property, layer }: Pair,
  engine: Engine,
  runs: number,
  seed: number,
  count?: () => void,
): Promise<PairResult> {
  let [held, unsupported, idle] = [0, 0, 0];
  let broken: Broken | null = null;
  const reasons: Record<string, number> = {};
  const note = (reason: string): void => {
    reasons[reason] = (reasons[reason] ?? 0) + 1;
  };
  const found = fc.asyncProperty(posedOf(layer), async (posed) => {
    const finding = await holds(property, engine, posed, count);
    if (finding.kind === "broken") {
      broken = finding;
      return false;
    }
    if (finding.kind === "held") held++;
    if (finding.kind === "unsupported") {
      unsupported++;
      note(finding.reason);
    }
    if (finding.kind === "idle") {
      idle++;
      note(finding.why);
      fc.pre(false);
    }
    return true;
  });
  const details = await fc.check(found, { seed, numRuns: runs, maxSkipsPerRun: MOST_IDLE });
  const outcome =
    broken !== null || held + unsupported === 0
      ? "failed"
      : unsupported > 0
        ? "unsupported"
        : "passed";
  return {
    ...{ property: property.name, layer: layer.layer, outcome },
    ...{ held, unsupported, idle, reasons, broken },
    shrinks: details.numShrinks,
  };
}

/** float64 mostly, in which a wrong formula is told from rounding; other numbers make no question smaller. */
function posedOf({ layer, arbitrary, unsafe }: FuzzLayer): fc.Arbitrary<Posed> {
  return fc.record({
    layer: fc.constant(layer),
    asked: arbitrary.filter((asked) => !unsafe(asked)),
    dtype: fc.constantFrom("float64" as const, "float64" as const, "float32" as const),
    training: fc.boolean(),
    seed: fc.noShrink(fc.nat({ max: 0xffffffff })),
  });
}
