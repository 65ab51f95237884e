import { OUTCOMES, type OutcomeName } from "./data.ts";
import { type Filter, NO_FILTER } from "./filter.ts";
import type { Model } from "./model.ts";

/** What of the page's state stands in its address, so that it can be sent to somebody. */
export interface Place {
  readonly filter: Filter;
  /** The opened case, -1 where there is none. */
  readonly opened: number;
}

/** The state in the address, as far as this report knows what it names. */
export function readAddress(model: Model): Place {
  const words = new URLSearchParams(location.hash.slice(1));
  const { data, engines, ids } = model;
  const word = (name: string): string => words.get(name) ?? "";
  const outcomes = word("outcome").split(",");
  const asks = (["answers", "refusals", "unchecked"] as const).find((one) => one === word("asks"));
  return {
    filter: {
      text: word("search"),
      outcomes: Object.values(OUTCOMES).filter((one: OutcomeName) => outcomes.includes(one)),
      engine: engines.findIndex(({ label }) => label === word("engine")),
      family: data.families.indexOf(word("family")),
      layer: data.layers.findIndex(({ name }) => name === word("layer")),
      dtype: data.dtypes.indexOf(word("dtype")),
      asks: asks ?? NO_FILTER.asks,
      order: word("order") === "worst" ? "worst" : "suite",
    },
    opened: ids.indexOf(word("case")),
  };
}

/** Puts the state into the address. */
export function writeAddress({ data, engines, ids }: Model, { filter, opened }: Place): void {
  const words = {
    search: filter.text,
    outcome: filter.outcomes.join(","),
    engine: engines[filter.engine]?.label,
    family: data.families[filter.family],
    layer: data.layers[filter.layer]?.name,
    dtype: data.dtypes[filter.dtype],
    asks: filter.asks === NO_FILTER.asks ? "" : filter.asks,
    order: filter.order === NO_FILTER.order ? "" : filter.order,
    case: ids[opened],
  };
  const said = Object.entries(words).flatMap(([name, word]) => (word ? [[name, word]] : []));
  history.replaceState(null, "", `#${new URLSearchParams(said)}`);
}
