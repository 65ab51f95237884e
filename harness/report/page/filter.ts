import type { OutcomeName } from "./data.ts";
import { type Model, outcomeAt } from "./model.ts";

/** Which cases are shown, and in which order. Numbers are places in the data, -1 any. */
export interface Filter {
  readonly text: string;
  /** Of the engine, or of any of them; empty means all. */
  readonly outcomes: readonly OutcomeName[];
  readonly engine: number;
  readonly family: number;
  readonly layer: number;
  readonly dtype: number;
  readonly asks: "all" | "answers" | "refusals" | "unchecked";
  readonly order: "suite" | "worst";
}

export const NO_FILTER: Filter = {
  text: "",
  outcomes: [],
  engine: -1,
  family: -1,
  layer: -1,
  dtype: -1,
  asks: "all",
  order: "suite",
};

/** The places of the cases that a filter keeps, in its order. */
export function kept(model: Model, filter: Filter): number[] {
  const { layer, dtype, refusal } = model.data.cases;
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const ids = model.ids.map((id) => id.toLowerCase());
  const engines = enginesOf(model, filter);
  const found = model.ids.flatMap((_, at) => {
    const place = layer[at] ?? 0;
    const holds =
      (filter.layer < 0 || place === filter.layer) &&
      (filter.family < 0 || model.data.layers[place]?.family === filter.family) &&
      (filter.dtype < 0 || dtype[at] === filter.dtype) &&
      asks(model, filter, at, refusal[at] === 1) &&
      words.every((word) => ids[at]?.includes(word)) &&
      cameOut(engines, filter.outcomes, at);
    return holds ? [at] : [];
  });
  if (filter.order === "suite") return found;
  const worst = (at: number): number => Math.max(...engines.map((one) => one.worst[at] ?? -1));
  return found.sort((a, b) => worst(b) - worst(a) || a - b);
}

function enginesOf({ engines }: Model, { engine }: Filter): Model["engines"] {
  const one = engines[engine];
  return one === undefined ? engines : [one];
}

function asks(model: Model, filter: Filter, at: number, refusal: boolean): boolean {
  if (filter.asks === "all") return true;
  if (filter.asks === "unchecked") {
    return enginesOf(model, filter).some((engine) => (engine.unchecked[at] ?? 0) > 0);
  }
  return (filter.asks === "refusals") === refusal;
}

function cameOut(engines: Model["engines"], outcomes: readonly OutcomeName[], at: number): boolean {
  if (outcomes.length === 0) return engines.some((engine) => outcomeAt(engine, at) !== null);
  return engines.some((engine) => {
    const outcome = outcomeAt(engine, at);
    return outcome !== null && outcomes.includes(outcome);
  });
}
