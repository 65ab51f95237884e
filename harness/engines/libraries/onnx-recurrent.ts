import { type Given, type Layer, only } from "../table.ts";
import { type Attribute, node, nodes, type Wire } from "./onnx-graph.ts";

/** A kind of recurrent layer: its node, and its gates in ONNX's order, by their places in PyTorch's. */
interface Kind {
  readonly type: string;
  readonly gates: readonly number[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** PyTorch's gates are i, f, g, o and r, z, n; ONNX's i, o, f, c and z, r, h. */
const LSTM: Kind = { type: "LSTM", gates: [0, 3, 1, 2], attributes: {} };
const GRU: Kind = { type: "GRU", gates: [1, 0, 2], attributes: { linear_before_reset: 1 } };

/** The paths of outputs that are no plain row of tensors: an LSTM's last states are a tuple. */
export const PATHS: Readonly<Record<string, readonly string[]>> = {
  "nn.LSTM": ["0", "1.0", "1.1"],
};

/** ONNX's recurrent layers, by the names of PyTorch's. */
export const RECURRENT: Readonly<Record<string, Layer<Wire>>> = {
  "nn.LSTM": (given, x) => {
    only(given.options["proj_size"] === 0, "projections");
    return run(given, LSTM, x, undefined);
  },
  "nn.GRU": (given, x, h) => run(given, GRU, x, h),
  "nn.RNN": (given, x, h) => {
    const { nonlinearity } = given.options;
    only(nonlinearity === "tanh" || nonlinearity === "relu", "such a nonlinearity");
    const name = nonlinearity === "tanh" ? "Tanh" : "Relu";
    const directions = given.options["bidirectional"] === true ? 2 : 1;
    const activations = new Array<string>(directions).fill(name);
    return run(given, { type: "RNN", gates: [0], attributes: { activations } }, x, h);
  },
};

/** All layers of a stack; the sequence, and the last states of each layer and direction. */
function run(given: Given<Wire>, kind: Kind, x: Wire, h: Wire | undefined): readonly Wire[] {
  const { options, shapes, training, state } = given;
  const [first = []] = shapes;
  only(first.length === 3 && first.every((n) => n > 0), "sequences without a batch, or of nothing");
  only(!training || options["dropout"] === 0, "dropout that draws as PyTorch does");
  only(state["weight_ih_l0"] !== undefined, "layers without parameters");
  only(
    Object.keys(state).every((key) => /^(weight|bias)_[ih]h_l\d+(_reverse)?$/.test(key)),
    "parameters of another kind",
  );
  const turned = options["batch_first"] === true;
  const [layers, directions] = [
    Number(options["num_layers"]),
    options["bidirectional"] === true ? 2 : 1,
  ];
  const starts =
    h === undefined ? [] : nodes("Split", [h], layers, { axis: 0, num_outputs: layers });
  let y = turned ? node("Transpose", [x], { perm: [1, 0, 2] }) : x;
  const ends: Wire[][] = [];
  for (let layer = 0; layer < layers; layer++) {
    const [next, ...last] = step(given, kind, y, starts[layer], layer, directions);
    y = next as Wire;
    ends.push(last);
  }
  const states = (ends[0] ?? []).map((_, i) => {
    const parts = ends.map((last) => last[i] as Wire);
    return parts.length === 1 ? (parts[0] as Wire) : node("Concat", parts, { axis: 0 });
  });
  return [turned ? node("Transpose", [y], { perm: [1, 0, 2] }) : y, ...states];
}

/** One layer in all of its directions: (steps, batch, directions * width), and the last states. */
function step(
  { state, options }: Given<Wire>,
  kind: Kind,
  x: Wire,
  start: Wire | undefined,
  layer: number,
  directions: number,
): Wire[] {
  const names = ["", "_reverse"].slice(0, directions).map((end) => `_l${layer}${end}`);
  const of = (name: string): Wire[] =>
    names.map((end) => inOrder(state[`${name}${end}`] as Wire, kind.gates));
  const stacked = (parts: readonly Wire[]): Wire => {
    const each = parts.map((part) => node("Unsqueeze", [part, part.graph.integers(0)]));
    return each.length === 1 ? (each[0] as Wire) : node("Concat", each, { axis: 0 });
  };
  const biases = (): Wire[] => {
    const [inner, outer] = [of("bias_ih"), of("bias_hh")];
    return inner.map((one, i) => node("Concat", [one, outer[i]], { axis: 0 }));
  };
  const inputs = [
    x,
    stacked(of("weight_ih")),
    stacked(of("weight_hh")),
    options["bias"] === true ? stacked(biases()) : null,
    null,
    start,
  ];
  const [y, ...last] = nodes(kind.type, inputs, kind === LSTM ? 3 : 2, {
    ...kind.attributes,
    hidden_size: Number(options["hidden_size"]),
    direction: directions === 2 ? "bidirectional" : "forward",
  });
  const beside = node("Transpose", [y], { perm: [0, 2, 1, 3] });
  return [node("Reshape", [beside, x.graph.integers(0, 0, -1)]), ...last];
}

/** The gates' rows in ONNX's order. */
function inOrder(rows: Wire, gates: readonly number[]): Wire {
  if (gates.length === 1) return rows;
  const parts = nodes("Split", [rows], gates.length, { axis: 0, num_outputs: gates.length });
  return node(
    "Concat",
    gates.map((gate) => parts[gate]),
    { axis: 0 },
  );
}
