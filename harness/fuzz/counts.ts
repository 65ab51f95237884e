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
const ENOUGH = 200;
/** More refusals than this, and a generator tests mostly errors. */
const MOST_REFUSED = 0.5;

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
    const { options, keywords } = sketch.call;
    for (const name of Object.keys(layer.labels)) {
      const count =
        row.values[`${name}=${labelOf(name in options ? options[name] : keywords[name])}`];
      if (count !== undefined) count[kind]++;
    }
  }

  of(layer: string): LayerCount {
    const row = this.#layers.get(layer);
    if (row === undefined) throw new RangeError(`${layer} is not among the layers of this run`);
    return row;
  }

  /** What is wrong with how layers were drawn, where enough of them were. */
  complaints(): string[] {
    return this.rows.flatMap((row) => {
      const drawn = row.returned + row.refused;
      if (drawn < ENOUGH) return [];
      const undrawn = Object.entries(row.values)
        .filter(([, { returned }]) => returned === 0)
        .map(([value]) => `${row.layer}: ${value} must be drawn and returned, came never`);
      const refused = row.refused / drawn;
      if (refused <= MOST_REFUSED) return undrawn;
      const share = `${Math.round(100 * refused)} %`;
      return [...undrawn, `${row.layer}: at most half may be refused, came ${share} of ${drawn}`];
    });
  }
}

function none(): Count {
  return { returned: 0, refused: 0 };
}
