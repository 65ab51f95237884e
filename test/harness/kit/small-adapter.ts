import type { NdArray } from "#harness/array";
import { type Layer, type Library, only, tableEngine } from "#harness/engines/table";
import * as lib from "./small-library.ts";

type T = lib.Small;

/** Numbers there and back: all that the suite has to know of the library's tensors. */
const LIBRARY: Library<T> = {
  name: "small",
  version: "1.0.0",
  floats: ["float32"],
  put: ({ shape, data }) => lib.small(shape, Array.from(data, Number)),
  take: ({ sizes, values }): NdArray => ({ dtype: "float32", shape: sizes, data: values }),
};

/** An entry a layer, by PyTorch's names; `only` says what the library does not do. */
const LAYERS: Readonly<Record<string, Layer<T>>> = {
  "nn.ReLU": ({ dtypes }, x) => {
    only(dtypes[0] === "float32", "integers");
    return lib.relu(x);
  },
  "nn.Tanh": (_, x) => lib.tanh(x),
  "nn.Sigmoid": (_, x) => lib.sigmoid(x),
  "nn.Softsign": (_, x) => lib.softsign(x),
  "nn.SiLU": (_, x) => lib.silu(x),
  "nn.LeakyReLU": ({ options }, x) => lib.leakyRelu(x, Number(options["negative_slope"])),
  "nn.Linear": ({ state }, x) => {
    only(x.values.length > 0, "tensors of nothing");
    return lib.dense(x, turned(state["weight"] as T), state["bias"]);
  },
  "nn.Softmax": ({ options: { dim } }, x) => {
    only(typeof dim === "number", "softmax along no axis in particular");
    only(dim === -1 || dim === x.sizes.length - 1, "softmax along another axis than the last");
    return lib.softmax(x);
  },
  "nn.Embedding": ({ state, options }, x) => {
    only(options["max_norm"] === null, "embeddings that are scaled when they are looked up");
    return lib.lookup(state["weight"] as T, x);
  },
  "nn.MSELoss": ({ options, shapes: [one, other] }, x, y) => {
    const { reduction, size_average = null, reduce = null } = options;
    only(reduction === "mean" && size_average === null && reduce === null, "other than the mean");
    only(one?.join() === other?.join(), "a loss of unlike shapes");
    return lib.small([], [lib.meanSquare(x, y)]);
  },
};

/** PyTorch keeps weights as (out, in), this library as (in, out). */
function turned({ sizes: [outs = 0, ins = 0], values }: T): T {
  const order = Array.from({ length: ins * outs }, (_, at) => {
    const [i, o] = [Math.floor(at / outs), at % outs];
    return values[o * ins + i] ?? 0;
  });
  return lib.small([ins, outs], order);
}

export const engine = tableEngine(LIBRARY, LAYERS);
