import pc from "picocolors";
import type { Engine } from "../engine.ts";
import { explain } from "../explain.ts";
import type { FuzzLayer } from "../fuzz/layer.ts";
import type { PairResult } from "../properties/drive.ts";
import { type Property, whyNot } from "../properties/property.ts";
import { plainTable, tableText } from "./plain-table.ts";

/** The number of the format that `properties --json` writes. */
export const PROPERTIES_REPORT_FORMAT = 1;

/** What a run came to. A property counts once for each layer that it is about. */
export interface PropertiesSummary {
  readonly properties: number;
  readonly passed: number;
  readonly failed: number;
  readonly unsupported: number;
  readonly casesPerSecond: number;
  readonly cases: number;
  /** How many calls the engine answered for them. */
  readonly calls: number;
  readonly seconds: number;
  readonly seed: number;
}

/** The numbers of a run. */
export function summarizeProperties(
  results: readonly PairResult[],
  seconds: number,
  calls: number,
  seed: number,
): PropertiesSummary {
  const count = (wanted: PairResult["outcome"]): number =>
    results.filter(({ outcome }) => outcome === wanted).length;
  const cases = results.reduce((sum, { held, unsupported }) => sum + held + unsupported, 0);
  return {
    properties: results.length,
    ...{ passed: count("passed"), failed: count("failed"), unsupported: count("unsupported") },
    casesPerSecond: Math.round(cases / Math.max(seconds, 1e-3)),
    ...{ cases, calls, seconds, seed },
  };
}

/** The run as data; `format` and `summary` come first. */
export function propertiesReport(
  summary: PropertiesSummary,
  engine: Engine,
  results: readonly PairResult[],
  properties: readonly Property[],
  layers: readonly FuzzLayer[],
) {
  const { name, version, lacks = [] } = engine;
  return {
    format: PROPERTIES_REPORT_FORMAT,
    summary,
    engine: { name, version, lacks },
    properties: properties.map((property) => ({
      name: property.name,
      says: property.says,
      notFor: Object.fromEntries(
        layers.flatMap((layer) => {
          const why = whyNot(property, layer);
          return why === null || why === "" ? [] : [[layer.layer, why]];
        }),
      ),
    })),
    layers: results.map(({ broken, ...result }) => ({
      ...result,
      ...(broken === null ? {} : { id: broken.case.id, explanation: explained(broken) }),
    })),
  };
}

/** A counterexample on one screen. */
export function explained({
  case: one,
  answer,
  verdict,
}: NonNullable<PairResult["broken"]>): string {
  return explain(one, answer, verdict);
}

/** A row for each property: of how many layers it held, how often it was looked at, and what it says. */
export function renderProperties(
  results: readonly PairResult[],
  properties: readonly Property[],
): string {
  const table = plainTable(
    ["property", "layers", "held", "idle", "unsupported", "failed", "says"],
    ["left", "right", "right", "right", "right", "right", "left"],
  );
  for (const { name, says } of properties) {
    const own = results.filter(({ property }) => property === name);
    if (own.length === 0) continue;
    const sum = (key: "held" | "idle" | "unsupported"): number =>
      own.reduce((total, result) => total + result[key], 0);
    const failed = own.filter(({ outcome }) => outcome === "failed").length;
    const bad = failed > 0 ? pc.red(failed) : pc.dim("0");
    table.push([name, own.length, sum("held"), sum("idle"), sum("unsupported"), bad, pc.dim(says)]);
  }
  return tableText(table);
}

/** The last lines: what it came to. */
export function renderPropertiesSummary(summary: PropertiesSummary): string {
  const { properties, passed, failed, unsupported, cases, calls, seconds, seed } = summary;
  const colour = failed + unsupported > 0 ? pc.red : pc.green;
  const pairs = `${properties} properties of layers: ${passed} passed, ${failed} failed, ${unsupported} unsupported.`;
  return [
    colour(pairs),
    `${cases} cases with ${calls} calls in ${seconds.toFixed(1)} s, ${summary.casesPerSecond} cases/s. Seed ${seed}.`,
  ].join("\n");
}
