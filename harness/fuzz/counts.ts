import type { Argument, Sketch } from "../sketch.ts";
import type { FuzzLayer } from "./layer.ts";
import { labelOf } from "./option.ts";
import type { Question } from "./question.ts";

/** How often something was drawn, by what PyTorch did with it. */
export interface Count {
  returned: number;
  refused: number;
}

/** What a run drew of one layer. */
export interface LayerCount extends Count {
  readonly layer: string;
  unfit: number;
  failures: number;
  unsupported: number;
  /** By option and kind of value: "padding_mode=reflect". */
  readonly values: Readonly<Record<string, Count>>;
}

/** Fewer draws of a layer than this say nothing about how it is drawn. */
const ENOUGH = 400;
/** More refusals than this, and a generator tests mostly errors. */
const MOST_REFUSED = 0.5;
/** More sketches than this that cannot become cases, and something is wrong with how PyTorch is asked. */
const MOST_UNFIT = 0.02;

/** Counts what was drawn, so that no generator can drift. */
export class Counts {
  readonly #layers = new Map<string, LayerCount>();

  constructor(layers: readonly FuzzLayer[]) {
    for (const { layer, labels } of layers) {
      const kinds = Object.entries(labels).flatMap(([name, known]) =>
        known.map((label) => [`${name}=${label}`, none()] as const),
      );
      const values = Object.fromEntries(kinds);
      this.#layers.set(layer, { layer, ...none(), unfit: 0, failures: 0, unsupported: 0, values });
    }
  }

  get rows(): readonly LayerCount[] {
    return [...this.#layers.values()];
  }

  /** Takes a question in that PyTorch has answered, or could make no case of. */
  add({ layer, sketch }: Question, kind: keyof Count | "unfit"): void {
    const row = this.of(layer.layer);
    row[kind]++;
    if (kind === "unfit") return;
    for (const name of Object.keys(layer.labels)) {
      const count = row.values[`${name}=${labelOf(givenTo(sketch, layer, name))}`];
      if (count !== undefined) count[kind]++;
    }
  }

  of(layer: string): LayerCount {
    const row = this.#layers.get(layer);
    if (row === undefined) throw new RangeError(`${layer} is not among the layers of this run`);
    return row;
  }
}

/** What is wrong with how layers were drawn, where enough of them were. */
export function driftOf(rows: readonly LayerCount[]): string[] {
  return rows.flatMap((row) => {
    const drawn = row.returned + row.refused;
    if (drawn < ENOUGH) return [];
    const undrawn = Object.entries(row.values)
      .filter(([, { returned }]) => returned === 0)
      .map(([value]) => `${row.layer}: ${value} must be drawn and returned, came never`);
    const shares = [
      ["refused", row.refused / drawn, MOST_REFUSED],
      ["unfit", row.unfit / (drawn + row.unfit), MOST_UNFIT],
    ] as const;
    const much = shares
      .filter(([, share, most]) => share > most)
      .map(
        ([what, share, most]) =>
          `${row.layer}: at most ${percent(most)} may be ${what}, came ${percent(share)} of ${drawn + row.unfit}`,
      );
    return [...undrawn, ...much];
  });
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** What a sketch gives an option, a keyword or an input that may be left out. */
export function givenTo(
  { call: { options, keywords, inputs } }: Sketch,
  { places }: FuzzLayer,
  name: string,
): Argument | undefined {
  const place = places[name];
  if (place !== undefined) return inputs[place];
  return name in options ? options[name] : keywords[name];
}

function none(): Count {
  return { returned: 0, refused: 0 };
}
