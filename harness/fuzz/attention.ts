import * as fc from "fast-check";
import type { Argument } from "../sketch.ts";
import { type FuzzLayer, plan, small, x } from "./layer.ts";
import { flag, given, numbers, type OptionPlan, rarely } from "./option.ts";

const MASKS = ["none", "added", "blocked"] as const;
type Mask = (typeof MASKS)[number];

/** How many heads, queries and keys there are, and what is masked. */
export const attended = fc.record({
  heads: fc.constantFrom(1, 2, 3),
  // A norm over one or two elements leaves little but rounding, of which measuring the amplification sees too little.
  each: small(4, 3),
  target: small(4),
  source: small(4),
  batch: fc.oneof(fc.constant(null), small(3)),
  masked: fc.constantFrom(...MASKS),
  padded: fc.constantFrom(...MASKS),
  crossed: fc.constantFrom(...MASKS),
});

/**
 * A query whose scores are all NaN gives zeros where they are fewer than a vector of the processor holds, otherwise NaN; in an
 * encoder, what it is added to is NaN then.
 */
export const SCORED: FuzzLayer["never"] = ["half", "non-finite"];

/** A mask that the geometry draws. */
export function mask(): OptionPlan {
  return given("tensor", "bool tensor");
}

/** MultiheadAttention. */
export const attentions: readonly FuzzLayer[] = [
  plan({
    layer: "nn.MultiheadAttention",
    family: "attention",
    never: SCORED,
    options: {
      dropout: numbers(fc.constantFrom(0, 0.5)),
      ...{ bias: flag(), add_bias_kv: flag(), add_zero_attn: flag(), batch_first: flag() },
      ...{ kdim: numbers(small(4)), vdim: numbers(small(4)) },
    },
    keywords: {
      ...{ key_padding_mask: mask(), attn_mask: mask() },
      need_weights: flag(),
      average_attn_weights: flag(),
      is_causal: rarely(flag()),
    },
    geometry: attended,
    build: ({ heads, each, target, source, batch, masked, padded }, drawn) => {
      const width = heads * each;
      const first = drawn["batch_first"] === true;
      return {
        args: [width, heads],
        inputs: [
          sequence(target, width, batch, first),
          sequence(source, Number(drawn["kdim"] ?? width), batch, first),
          sequence(source, Number(drawn["vdim"] ?? width), batch, first),
        ],
        keywords: {
          attn_mask: maskOf(masked, [target, source]),
          key_padding_mask: maskOf(padded, perKey(source, batch)),
          is_causal: masked === "none" ? undefined : drawn["is_causal"],
        },
      };
    },
  }),
];

/** The input of an attention: batched or not, the batch in the first place or the second. */
export function sequence(
  length: number,
  width: number,
  batch: number | null,
  first: boolean,
): Argument {
  if (batch === null) return x([length, width]);
  return x(first ? [batch, length, width] : [length, batch, width]);
}

/** The shape of a mask of keys. */
export function perKey(length: number, batch: number | null): number[] {
  return batch === null ? [length] : [batch, length];
}

/** Numbers to add, or places to leave out: never the first, so that something is left everywhere. */
export function maskOf(kind: Mask, shape: readonly number[]): Argument | undefined {
  if (kind === "none") return undefined;
  if (kind === "added") return x(shape, { kind: "uniform", low: -1, high: 1, grad: false });
  const columns = shape.at(-1) ?? 1;
  const count = shape.reduce((product, size) => product * size, 1);
  const values = Array.from({ length: count }, (_, i) => (i % columns > 0 && i % 3 === 1 ? 1 : 0));
  return x(shape, { kind: "values", values, dtype: "bool", grad: false });
}
