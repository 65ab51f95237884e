import * as fc from "fast-check";
import type { Argument } from "../sketch.ts";
import { type Drawn, type FuzzLayer, plan, small, x } from "./layer.ts";
import { flag, numbers, oneOf } from "./option.ts";

const dropout = numbers(fc.constantFrom(0, 0.5));

const geometry = fc.record({
  heads: fc.constantFrom(1, 2, 3),
  // A norm over one element leaves rounding alone, which measuring the amplification does not see.
  each: small(3, 2),
  target: small(4),
  source: small(4),
  batch: fc.oneof(fc.constant(null), small(3)),
  masked: fc.constantFrom("none", "added", "blocked"),
  padded: fc.constantFrom("none", "added", "blocked"),
});

const LAYER_OPTIONS = {
  dim_feedforward: numbers(small(5)),
  dropout,
  activation: oneOf("relu", "gelu"),
  layer_norm_eps: numbers(fc.constantFrom(1e-5, 1e-2)),
  batch_first: flag(),
  norm_first: flag(),
  bias: flag(),
};

/** MultiheadAttention, and the layers of transformers. */
export const attentions: readonly FuzzLayer[] = [
  plan({
    layer: "nn.MultiheadAttention",
    family: "attention",
    never: ["half"],
    options: {
      dropout,
      bias: flag(),
      add_bias_kv: flag(),
      add_zero_attn: flag(),
      kdim: numbers(small(4)),
      vdim: numbers(small(4)),
      batch_first: flag(),
    },
    keywords: { need_weights: flag(), average_attn_weights: flag() },
    geometry,
    build: ({ heads, each, target, source, batch, masked, padded }, drawn) => {
      const width = heads * each;
      const at = (length: number, features: number): Argument =>
        x(sizes(length, features, batch, drawn["batch_first"] === true));
      return {
        args: [width, heads],
        inputs: [
          at(target, width),
          at(source, Number(drawn["kdim"] ?? width)),
          at(source, Number(drawn["vdim"] ?? width)),
        ],
        keywords: {
          need_weights: drawn["need_weights"],
          average_attn_weights: drawn["average_attn_weights"],
          attn_mask: maskOf(masked, [target, source]),
          key_padding_mask: maskOf(padded, batch === null ? [source] : [batch, source]),
        },
      };
    },
  }),
  ...["Encoder", "Decoder"].map((name) => transformerLayer(name)),
];

function transformerLayer(name: string): FuzzLayer {
  return plan({
    layer: `nn.Transformer${name}Layer`,
    family: "attention",
    never: ["half"],
    options: LAYER_OPTIONS,
    geometry,
    build: ({ heads, each, target, source, batch, masked, padded }, drawn) => {
      const width = heads * each;
      const at = (length: number): Argument =>
        x(sizes(length, width, batch, drawn["batch_first"] === true));
      const key = name === "Encoder" ? "src" : "tgt";
      return {
        args: [width, heads],
        inputs: name === "Encoder" ? [at(target)] : [at(target), at(source)],
        options: { dim_feedforward: 7, ...present(drawn) },
        keywords: {
          [`${key}_mask`]: maskOf(masked, [target, target]),
          [`${key}_key_padding_mask`]: maskOf(padded, batch === null ? [target] : [batch, target]),
        },
      };
    },
  });
}

function sizes(length: number, width: number, batch: number | null, first: boolean): number[] {
  if (batch === null) return [length, width];
  return first ? [batch, length, width] : [length, batch, width];
}

/** Numbers to add, or places to leave out: never the first, so that something is left everywhere. */
function maskOf(kind: string, shape: readonly number[]): Argument | undefined {
  if (kind === "none") return undefined;
  if (kind === "added") return x(shape, { kind: "uniform", low: -1, high: 1, grad: false });
  const columns = shape.at(-1) ?? 1;
  const count = shape.reduce((product, size) => product * size, 1);
  const values = Array.from({ length: count }, (_, i) => (i % columns > 0 && i % 3 === 1 ? 1 : 0));
  return x(shape, { kind: "values", values, dtype: "bool", grad: false });
}

function present(drawn: Drawn): Drawn {
  return Object.fromEntries(Object.entries(drawn).filter(([, value]) => value !== undefined));
}
