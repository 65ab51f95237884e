import * as fc from "fast-check";
import type { Argument } from "../sketch.ts";
import { type Drawn, type FuzzLayer, plan, small, x } from "./layer.ts";
import { flag, numbers, oneOf } from "./option.ts";

/** RNN, LSTM and GRU, with and without a first state. */
export const recurrents: readonly FuzzLayer[] = ["RNN", "LSTM", "GRU"].map((name) =>
  plan({
    layer: `nn.${name}`,
    family: "recurrent",
    // PyTorch rounds to 16 bits after each step, which no limit tells from an error.
    never: ["half"],
    options: {
      num_layers: numbers(fc.constantFrom(1, 2, 3)),
      bias: flag(),
      batch_first: flag(),
      dropout: numbers(fc.constantFrom(0, 0.5)),
      bidirectional: flag(),
      ...(name === "RNN" ? { nonlinearity: oneOf("tanh", "relu") } : {}),
      ...(name === "LSTM" ? { proj_size: numbers(fc.constantFrom(1, 2)) } : {}),
    },
    geometry: fc.record({
      ins: small(4),
      hidden: small(4),
      steps: small(4),
      batch: fc.oneof(fc.constant(null), small(3)),
      first: fc.boolean(),
    }),
    build: ({ ins, hidden, steps, batch, first }, drawn) => {
      const width = typeof drawn["proj_size"] === "number" ? hidden + 2 : hidden;
      const lengths = drawn["batch_first"] === true ? [batch, steps] : [steps, batch];
      const input = x([...lengths.filter((size) => size !== null), ins]);
      const state = first ? [firstState(name, width, batch, drawn)] : [];
      return { args: [ins, width], inputs: [input, ...state] };
    },
  }),
);

/** A state for each layer and direction; an LSTM's is two, of which one may be projected. */
function firstState(name: string, hidden: number, batch: number | null, drawn: Drawn): Argument {
  const rows = Number(drawn["num_layers"] ?? 1) * (drawn["bidirectional"] === true ? 2 : 1);
  const lead = batch === null ? [rows] : [rows, batch];
  if (name !== "LSTM") return x([...lead, hidden]);
  return [x([...lead, Number(drawn["proj_size"] ?? hidden)]), x([...lead, hidden])];
}
