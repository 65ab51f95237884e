import * as fc from "fast-check";
import type { Argument } from "../sketch.ts";
import { drawOf } from "./fault.ts";
import { type Asked, type FuzzLayer, plan, shapes, small, x } from "./layer.ts";
import { flag, given, numbers, oneOf, rarely, tensor } from "./option.ts";

const OPTIONS = {
  padding_idx: numbers(fc.constantFrom(0, 1, -1)),
  max_norm: numbers(fc.constantFrom(0.5, 1.5)),
  norm_type: numbers(fc.constantFrom(1, 2, 3)),
  scale_grad_by_freq: flag(),
  sparse: flag(),
  _weight: rarely(tensor()),
};

/** A normal of float64 passes through the C library's log, whose last bits are its own; what is looked up are its bits. */
const OWN_STATE = ["own float64 state"] as const;

/** Embedding and EmbeddingBag. */
export const embeddings: readonly FuzzLayer[] = [
  plan({
    layer: "nn.Embedding",
    family: "embedding",
    never: OWN_STATE,
    options: { ...OPTIONS, _freeze: rarely(flag()) },
    geometry: fc.record({ rows: small(6, 2), width: small(4), shape: shapes(0, 3, 4) }),
    build: ({ rows, width, shape }, { _weight }) => ({
      args: [rows, width],
      inputs: [indices(shape, rows)],
      options: { _weight: _weight && x([rows, width], { grad: false }) },
    }),
  }),
  plan({
    layer: "nn.EmbeddingBag",
    family: "embedding",
    // A bag's sum is rounded to 16 bits in between.
    never: ["half", ...OWN_STATE],
    unsafe: endsEarly,
    options: {
      ...OPTIONS,
      mode: oneOf("mean", "sum", "max"),
      include_last_offset: flag(),
    },
    keywords: { offsets: given("tensor"), per_sample_weights: rarely(tensor()) },
    geometry: fc.record({
      rows: small(6, 2),
      width: small(4),
      bags: small(3),
      each: small(3),
      flat: fc.boolean(),
    }),
    build: ({ rows, width, bags, each, flat }, drawn) => {
      const shape = flat ? [bags * each] : [bags, each];
      const ends = Number(drawn["include_last_offset"] === true);
      const offsets = Array.from({ length: bags + ends }, (_, i) => i * each);
      const weighted = drawn["per_sample_weights"] !== undefined;
      return {
        args: [rows, width],
        inputs: [indices(shape, rows)],
        options: {
          _weight: drawn["_weight"] && x([rows, width], { grad: false }),
          mode: weighted ? "sum" : drawn["mode"],
          include_last_offset: flat ? drawn["include_last_offset"] : undefined,
        },
        keywords: {
          offsets: flat ? list(offsets) : undefined,
          per_sample_weights: weighted ? x(shape) : undefined,
        },
      };
    },
  }),
];

/** Whether the last offset leaves indices over: PyTorch's gradient of a sum looks up that of a bag which is not there. */
function endsEarly({ inputs, options, keywords }: Asked): boolean {
  const [used, offsets] = [inputs[0], keywords["offsets"]].map((it) => drawOf(it ?? null));
  if (options["include_last_offset"] !== true || !used || offsets?.kind !== "values") return false;
  return used.shape.length === 1 && Number(used.shape[0]) > Number(offsets.values?.at(-1));
}

function indices(shape: readonly number[], rows: number): Argument {
  return x(shape, { kind: "integers", low: 0, high: rows });
}

function list(values: readonly number[]): Argument {
  return x([values.length], { kind: "values", values, dtype: "int64", grad: false });
}
