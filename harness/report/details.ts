import { layerOf } from "../tally.ts";
import type { Suite } from "./columns.ts";
import type { CaseReport, Run } from "./document.ts";
import type { CaseDetail, ResultDetail } from "./page/data.ts";

/** Each layer's cases, looked at closely, in the order of the suite. */
export function detailsOf(runs: readonly Run[], suite: Suite): CaseDetail[][] {
  const results = runs.map(({ cases }) => new Map(cases.map((one) => [one.id, one])));
  const byLayer = new Map<string, CaseDetail[]>(suite.layers.map((layer) => [layer, []]));
  for (const [id, { call, tags }] of suite.cases) {
    const found = results.map((cases) => resultOf(cases.get(id)));
    byLayer.get(layerOf(id))?.push({ call, tags, results: found });
  }
  return [...byLayer.values()];
}

function resultOf(one: CaseReport | undefined): ResultDetail | null {
  if (one === undefined) return null;
  return {
    command: one.command,
    ...(one.reason === undefined ? {} : { reason: one.reason }),
    slots: one.slots.map(({ slot, share, referenceShare, mostUlp, referenceMostUlp }) => ({
      slot,
      share: short(share),
      referenceShare: referenceShare === null ? null : short(referenceShare),
      known: referenceShare !== null,
      ulp: short(mostUlp),
      referenceUlp: referenceMostUlp === null ? null : short(referenceMostUlp),
    })),
    unchecked: one.unchecked,
    differences: one.differences ?? [],
  };
}

function short(value: number): number {
  return Number(value.toPrecision(3));
}
