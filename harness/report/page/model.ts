import { type EngineData, OUTCOMES, type OutcomeName, type PageData } from "./data.ts";

/** How many cases came out in which way. */
export type Counts = Readonly<Record<OutcomeName, number>>;

/** The page's data, and what is counted from it once. */
export interface Model {
  readonly data: PageData;
  readonly engines: readonly EngineData[];
  /** The ids of all cases. */
  readonly ids: readonly string[];
  readonly families: readonly Family[];
}

/** Layers of a kind. */
export interface Family {
  /** Its place in the data. */
  readonly place: number;
  readonly name: string;
  readonly layers: readonly Layer[];
  readonly tallies: readonly LayerTally[];
}

export interface Layer {
  /** Its place in the data. */
  readonly place: number;
  readonly name: string;
  /** One for each engine. */
  readonly tallies: readonly LayerTally[];
}

/** What an engine came to on some cases. */
export interface LayerTally {
  readonly counts: Counts;
  readonly total: number;
  /** The greatest share of a limit in thousandths, -1 where there is none. */
  readonly worst: number;
  readonly unchecked: number;
}

export function modelOf(data: PageData): Model {
  const { layer, name } = data.cases;
  const tallies = data.engines.map((engine) => tallyLayers(engine, data));
  const layers = data.layers.map((one, place) => ({
    place,
    name: one.name,
    family: one.family,
    tallies: tallies.map((rows) => rows[place] ?? NOTHING),
  }));
  const families = data.families.map((family, place) => {
    const own = layers.filter((one) => one.family === place);
    const sums = data.engines.map((_, i) => sumOf(own.map((one) => one.tallies[i] ?? NOTHING)));
    return { place, name: family, layers: own, tallies: sums };
  });
  return {
    data,
    engines: data.engines,
    ids: name.map((one, at) => `${data.layers[layer[at] ?? 0]?.name}/${one}`),
    families: families.filter((family) => family.layers.length > 0),
  };
}

/** How a case came out; null where the engine was not asked. */
export function outcomeAt({ outcomes }: EngineData, at: number): OutcomeName | null {
  return OUTCOMES[outcomes[at] as keyof typeof OUTCOMES] ?? null;
}

type Growing = { counts: Record<OutcomeName, number> } & {
  -readonly [K in Exclude<keyof LayerTally, "counts">]: LayerTally[K];
};

function tallyLayers(engine: EngineData, data: PageData): Growing[] {
  const rows = data.layers.map(nothing);
  for (const [at, place] of data.cases.layer.entries()) {
    const row = rows[place];
    const outcome = outcomeAt(engine, at);
    if (row === undefined || outcome === null) continue;
    row.total++;
    row.counts[outcome]++;
    row.worst = Math.max(row.worst, engine.worst[at] ?? -1);
    row.unchecked += engine.unchecked[at] ?? 0;
  }
  return rows;
}

function sumOf(tallies: readonly LayerTally[]): LayerTally {
  const sum = nothing();
  for (const { counts, total, worst, unchecked } of tallies) {
    for (const outcome of Object.values(OUTCOMES)) sum.counts[outcome] += counts[outcome];
    sum.total += total;
    sum.worst = Math.max(sum.worst, worst);
    sum.unchecked += unchecked;
  }
  return sum;
}

function nothing(): Growing {
  const counts = { pass: 0, fail: 0, unsupported: 0, xfail: 0, stale: 0 };
  return { counts, total: 0, worst: -1, unchecked: 0 };
}

const NOTHING: LayerTally = nothing();
