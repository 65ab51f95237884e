import * as fc from "fast-check";
import type { Argument } from "../sketch.ts";
import { drawOf } from "./fault.ts";
import { type Asked, type Drawn, type FuzzLayer, plan, small, x } from "./layer.ts";
import { flag, numbers, oneOf } from "./option.ts";

const NAMES = ["RNN", "LSTM", "GRU"];
const nonlinearity = { nonlinearity: oneOf("tanh", "relu") };

/** RNN, LSTM and GRU and their cells, with and without a first state. PyTorch rounds to 16 bits after each step. */
export const recurrents: readonly FuzzLayer[] = [
  ...NAMES.map((name) => recurrent(name)),
  ...NAMES.map((name) => cell(name)),
];

function recurrent(name: string): FuzzLayer {
  return plan({
    layer: `nn.${name}`,
    family: "recurrent",
    never: ["half"],
    options: {
      num_layers: numbers(fc.constantFrom(1, 2, 3)),
      ...{ bias: flag(), batch_first: flag(), bidirectional: flag() },
      dropout: numbers(fc.constantFrom(0, 0.5)),
      ...(name === "RNN" ? nonlinearity : {}),
      ...(name === "LSTM" ? { proj_size: numbers(fc.constantFrom(1, 2)) } : {}),
    },
    left: { hx: { place: 1, labels: [name === "LSTM" ? "tensors" : "tensor"] } },
    geometry: fc.record({
      ...{ ins: small(4), hidden: small(4), steps: small(4) },
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
  });
}

function cell(name: string): FuzzLayer {
  return plan({
    layer: `nn.${name}Cell`,
    family: "recurrent",
    never: ["half"],
    unsafe: (asked) => name !== "RNN" && mixesRanks(asked),
    options: { bias: flag(), ...(name === "RNN" ? nonlinearity : {}) },
    left: { hx: { place: 1, labels: [name === "LSTM" ? "tensors" : "tensor"] } },
    geometry: fc.record({
      ...{ ins: small(4), hidden: small(4), first: fc.boolean() },
      batch: fc.oneof(fc.constant(null), small(3)),
    }),
    build: ({ ins, hidden, first, batch }) => {
      const lead = batch === null ? [] : [batch];
      const state = x([...lead, hidden]);
      const given = name === "LSTM" ? [state, state] : state;
      return { args: [ins, hidden], inputs: [x([...lead, ins]), ...(first ? [given] : [])] };
    },
  });
}

/** Whether an input and its state are not both batched: LSTMCell and GRUCell then read what is not their own. */
function mixesRanks({ inputs }: Asked): boolean {
  const ranks = inputs.flat().map((input) => drawOf(input as Argument)?.shape.length);
  return new Set(ranks).size > 1;
}

/** A state for each layer and direction; an LSTM's is two, of which one may be projected. */
function firstState(name: string, hidden: number, batch: number | null, drawn: Drawn): Argument {
  const rows = Number(drawn["num_layers"] ?? 1) * (drawn["bidirectional"] === true ? 2 : 1);
  const lead = batch === null ? [rows] : [rows, batch];
  if (name !== "LSTM") return x([...lead, hidden]);
  return [x([...lead, Number(drawn["proj_size"] ?? hidden)]), x([...lead, hidden])];
}
