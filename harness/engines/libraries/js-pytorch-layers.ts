import { torch } from "js-pytorch";
import { type Given, type Layer, only } from "../table.ts";
import { sizes } from "./sizes.ts";

/** A tensor of js-pytorch: lists in lists. */
export type T = InstanceType<typeof torch.Tensor>;

const { nn } = torch;

/** Layers that are given integers and answer floats. */
const INDEXED = ["nn.Embedding", "nn.CrossEntropyLoss"];

/** What js-pytorch has of torch.nn, by PyTorch's names. */
export const LAYERS: Readonly<Record<string, Layer<T>>> = within({
  "torch.matmul": (_, a, b) => torch.matmul(a, b),
  "torch.exp": (_, x) => torch.exp(x),
  "torch.log": (_, x) => torch.log(x),
  "torch.sqrt": (_, x) => torch.sqrt(x),
  "torch.neg": (_, x) => torch.neg(x),
  "torch.mul": (_, a, b) => torch.mul(a, b),
  "nn.Linear": ({ state }, x) => {
    const [outs = 0, ins = 0] = weight(state).shape;
    const layer = new nn.Linear(ins, outs, "cpu", state["bias"] !== undefined);
    // It keeps weights as (in, out).
    Object.assign(layer, { W: torch.transpose(weight(state), 0, 1), b: state["bias"] });
    return layer.forward(x);
  },
  "nn.ReLU": (_, x) => new nn.ReLU().forward(x),
  "nn.Softmax": ({ options: { dim } }, x) => {
    only(typeof dim === "number", "softmax along no axis in particular");
    return new nn.Softmax().forward(x, dim);
  },
  "nn.LayerNorm": ({ state, options }, x) => {
    const shape = sizes(options["normalized_shape"]);
    only(shape.length === 1, "layer norm over several axes");
    const layer = new nn.LayerNorm(Number(shape[0]));
    const { weight: gamma = layer.gamma, bias: beta = layer.beta } = state;
    return Object.assign(layer, { gamma, beta }).forward(x);
  },
  "nn.Embedding": ({ state, options }, x) => {
    const { max_norm, padding_idx, scale_grad_by_freq, sparse } = options;
    only(max_norm === null && padding_idx === null, "padding_idx and max_norm");
    only(scale_grad_by_freq === false && sparse === false, "scaled and sparse gradients");
    only(x.shape.length === 2, "embeddings of other than rows of numbers");
    const [count = 0, width = 0] = weight(state).shape;
    return Object.assign(new nn.Embedding(count, width), { E: weight(state) }).forward(x);
  },
  "nn.Dropout": ({ options, training }, x) => {
    only(!training, "dropout that draws as PyTorch does");
    return Object.assign(new nn.Dropout(Number(options["p"])), { mode: "eval" }).forward(x);
  },
  "nn.MSELoss": (given, x, y) => {
    checkMean(given);
    only(x.shape.join() === y.shape.join(), "a loss of unlike shapes");
    return scalar(new nn.MSELoss().forward(x, y));
  },
  "nn.CrossEntropyLoss": (given, x, y) => {
    const { options, state } = given;
    checkMean(given);
    only(options["label_smoothing"] === 0, "smoothed labels");
    only(state["weight"] === undefined && options["weight"] === null, "weighted classes");
    only(x.shape.length === 2 && y.shape.length === 1, "classes of more than a batch");
    const ignored = (of: number): boolean => of < 0 || of === options["ignore_index"];
    only(!y.data.some(ignored), "classes that are ignored");
    return scalar(new nn.CrossEntropyLoss().forward(x, y));
  },
});

function weight(state: Given<T>["state"]): T {
  return state["weight"] as T;
}

function checkMean({ options: { reduction, size_average = null, reduce = null } }: Given<T>): void {
  only(size_average === null && reduce === null, "the options before reduction");
  only(reduction === "mean", "a loss that is no mean");
}

/** Where PyTorch's tensor has no axis the library's has one of one number. */
function scalar(loss: T): T {
  return Object.assign(loss, { shape: [] });
}

/** The library knows no tensor without an axis, and none of integers. */
function within(layers: Readonly<Record<string, Layer<T>>>): Record<string, Layer<T>> {
  const guarded = (name: string, layer: Layer<T>): Layer<T> => {
    const takesIntegers = INDEXED.includes(name);
    return (given, ...inputs) => {
      only(
        given.shapes.every(({ length }) => length > 0),
        "tensors without an axis",
      );
      only(takesIntegers || !given.dtypes.includes("int64"), "tensors of integers");
      return layer(given, ...inputs);
    };
  };
  const guards = Object.entries(layers).map(([name, layer]) => [name, guarded(name, layer)]);
  return Object.fromEntries(guards);
}
