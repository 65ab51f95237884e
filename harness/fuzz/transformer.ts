import * as fc from "fast-check";
import type { Argument } from "../sketch.ts";
import { attended, mask, maskOf, perKey, SCORED, sequence } from "./attention.ts";
import { type Drawn, type FuzzLayer, type Geometry, plan, small } from "./layer.ts";
import { always, flag, numbers, type OptionPlan, oneOf, rarely } from "./option.ts";

const LAYER_OPTIONS = {
  dim_feedforward: always(small(5)),
  dropout: numbers(fc.constantFrom(0, 0.5)),
  activation: oneOf("relu", "gelu"),
  layer_norm_eps: numbers(fc.constantFrom(1e-5, 1e-2)),
  ...{ batch_first: flag(), norm_first: flag(), bias: flag() },
};
const causal = rarely(flag());
const custom: OptionPlan = rarely({
  labels: ["module"],
  arbitrary: fc.constant({ $module: { layer: "nn.TransformerEncoder", args: [], options: {} } }),
});

const TARGET_MASKS = {
  ...{ tgt_mask: mask(), tgt_key_padding_mask: mask(), tgt_is_causal: causal },
  ...{ memory_mask: mask(), memory_key_padding_mask: mask(), memory_is_causal: causal },
};

/** The norm at the end of a stack, of as many elements as the stack has. */
const NORM = { layer: "nn.LayerNorm", args: [2], options: {} };

type Attended = Geometry<typeof attended>;

/** The layers of transformers, stacks of them, and the whole. */
export const transformers: readonly FuzzLayer[] = [
  plan({
    layer: "nn.TransformerEncoderLayer",
    family: "transformer",
    never: ["half"],
    options: LAYER_OPTIONS,
    keywords: { src_mask: mask(), src_key_padding_mask: mask(), is_causal: causal },
    geometry: attended,
    build: (g, drawn) => ({
      args: [g.heads * g.each, g.heads],
      inputs: [side(g, "target", drawn)],
      keywords: ofSource("src_", g, "target", { is_causal: drawn["is_causal"] }),
    }),
  }),
  plan({
    layer: "nn.TransformerDecoderLayer",
    family: "transformer",
    never: SCORED,
    options: LAYER_OPTIONS,
    keywords: TARGET_MASKS,
    geometry: attended,
    build: (g, drawn) => ({
      args: [g.heads * g.each, g.heads],
      inputs: [side(g, "target", drawn), side(g, "source", drawn)],
      keywords: ofTarget(g, drawn),
    }),
  }),
  stack("Encoder"),
  stack("Decoder"),
  plan({
    layer: "nn.Transformer",
    family: "transformer",
    weight: 1,
    never: SCORED,
    options: {
      ...LAYER_OPTIONS,
      ...{ d_model: always(fc.constant(1)), nhead: always(fc.constant(1)) },
      ...{ custom_encoder: custom, custom_decoder: custom },
      ...{ num_encoder_layers: always(small(2)), num_decoder_layers: always(small(2)) },
    },
    keywords: {
      ...{ src_mask: mask(), src_key_padding_mask: mask(), src_is_causal: causal },
      ...TARGET_MASKS,
    },
    geometry: attended,
    build: (g, drawn) => ({
      args: [],
      inputs: [side(g, "source", drawn), side(g, "target", drawn)],
      options: {
        ...{ d_model: g.heads * g.each, nhead: g.heads },
        custom_encoder: drawn["custom_encoder"] && ownStack("Encoder", g, drawn),
        custom_decoder: drawn["custom_decoder"] && ownStack("Decoder", g, drawn),
      },
      keywords: {
        ...ofSource("src_", g, "source", { src_is_causal: drawn["src_is_causal"] }),
        ...ofTarget(g, drawn),
      },
    }),
  }),
];

/** TransformerEncoder and TransformerDecoder: a layer, how often, and a norm at the end. */
function stack(name: "Encoder" | "Decoder"): FuzzLayer {
  const isEncoder = name === "Encoder";
  return plan({
    layer: `nn.Transformer${name}`,
    family: "transformer",
    weight: 1,
    never: isEncoder ? ["half"] : SCORED,
    options: {
      norm: { labels: ["module"], arbitrary: fc.constantFrom(undefined, { $module: NORM }) },
      ...(isEncoder ? { enable_nested_tensor: flag(), mask_check: flag() } : {}),
    },
    keywords: isEncoder
      ? { mask: mask(), src_key_padding_mask: mask(), is_causal: causal }
      : TARGET_MASKS,
    geometry: fc.record({ g: attended, layers: small(2), first: fc.boolean() }),
    build: ({ g, layers, first }, drawn) => {
      const width = g.heads * g.each;
      const options = { dim_feedforward: 7, batch_first: first };
      const layer = { layer: `nn.Transformer${name}Layer`, args: [width, g.heads], options };
      const order = { batch_first: first };
      return {
        args: [{ $module: layer }, layers],
        inputs: isEncoder
          ? [side(g, "target", order)]
          : [side(g, "target", order), side(g, "source", order)],
        options: { norm: drawn["norm"] && { $module: { ...NORM, args: [width] } } },
        keywords: isEncoder ? stackMasks(g, drawn) : ofTarget(g, drawn),
      };
    },
  });
}

/** A stack of one layer that is given to a Transformer. */
function ownStack(name: "Encoder" | "Decoder", g: Attended, drawn: Drawn): Argument {
  const options = { dim_feedforward: 5, batch_first: drawn["batch_first"] === true };
  const args = [g.heads * g.each, g.heads];
  const layer = { $module: { layer: `nn.Transformer${name}Layer`, args, options } };
  return { $module: { layer: `nn.Transformer${name}`, args: [layer, 1], options: {} } };
}

function stackMasks(g: Attended, drawn: Drawn): Drawn {
  const { src_mask, ...others } = ofSource("src_", g, "target", { is_causal: drawn["is_causal"] });
  return { mask: src_mask, ...others };
}

function side(g: Attended, name: "target" | "source", drawn: Drawn): Argument {
  return sequence(g[name], g.heads * g.each, g.batch, drawn["batch_first"] === true);
}

/** Masks of what attends to itself. A causal mask is promised only where there is one. */
function ofSource(prefix: string, g: Attended, name: "target" | "source", promised: Drawn): Drawn {
  return {
    [`${prefix}mask`]: maskOf(g.masked, [g[name], g[name]]),
    [`${prefix}key_padding_mask`]: maskOf(g.padded, perKey(g[name], g.batch)),
    ...(g.masked === "none" ? withoutValues(promised) : promised),
  };
}

function ofTarget(g: Attended, drawn: Drawn): Drawn {
  const { tgt_is_causal, memory_is_causal } = drawn;
  return {
    ...ofSource("tgt_", g, "target", { tgt_is_causal }),
    memory_mask: maskOf(g.crossed, [g.target, g.source]),
    memory_key_padding_mask: maskOf(g.padded, perKey(g.source, g.batch)),
    ...(g.crossed === "none" ? withoutValues({ memory_is_causal }) : { memory_is_causal }),
  };
}

function withoutValues(named: Drawn): Drawn {
  return Object.fromEntries(Object.keys(named).map((name) => [name, undefined]));
}
