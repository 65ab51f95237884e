import type { Call, Value } from "../case.ts";
import { inputsOf } from "./tensors.ts";

/** Along which axis a call's tensors are laid one sample behind the other. */
export interface BatchAxes {
  /** How many samples there are. */
  readonly count: number;
  /** Of the input at a place; null where all samples share it. */
  readonly ofInput: (path: string) => number | null;
  /** Of an output; null where it is no sample's own. */
  readonly ofOutput: (slot: string) => number | null;
}

type Rule = (call: Call) => Omit<BatchAxes, "count"> | null;

const FIRST = { ofInput: () => 0, ofOutput: () => 0 };

/** The batch axes of a call, or null where it has none: unbatched, or samples that know of each other. */
export function batchAxes(family: string, call: Call): BatchAxes | null {
  const axes = RULES[family]?.(call) ?? null;
  if (axes === null) return null;
  const counts = new Set<number>();
  for (const [path, { array }] of inputsOf(call)) {
    const axis = axes.ofInput(path);
    if (axis !== null) counts.add(array.shape[axis] ?? -1);
  }
  const [count = -1] = counts;
  return counts.size === 1 && count >= 0 ? { count, ...axes } : null;
}

/** The families of which it is known. */
export function hasBatch(family: string): boolean {
  return Object.hasOwn(RULES, family);
}

const RULES: Readonly<Record<string, Rule>> = {
  linear: (call) => (rankOf(call) > 1 ? FIRST : null),
  embedding: (call) => (call.layer === "nn.EmbeddingBag" && rankOf(call) < 2 ? null : FIRST),
  conv: spatial,
  padding: spatial,
  pool: spatial,
  fold: (call) => (rankOf(call) === (call.layer === "nn.Fold" ? 3 : 4) ? FIRST : null),
  norm: normed,
  activation: (call) => (call.layer === "nn.GLU" && axisOf(call, "dim", -1) === 0 ? null : FIRST),
  softmax: (call) => (softAxis(call) === 0 ? null : FIRST),
  dropout: () => FIRST,
  recurrent: recurrent,
  attention: attended,
  transformer: transformed,
  distance: distant,
  loss: (call) => (rankOf(call) < (ELEMENTWISE.includes(call.layer) ? 1 : 2) ? null : LOSS),
  shape: (call) =>
    axisOf(call, call.layer === "nn.Flatten" ? "start_dim" : 0, 1) > 0 ? FIRST : null,
};

/** The loss of AdaptiveLogSoftmaxWithLoss, its second output, is that of all samples. */
const LOSS = {
  ofInput: () => 0,
  ofOutput: (slot: string) => (slot === "output.1" ? null : 0),
};

const ELEMENTWISE = [
  ...["nn.L1Loss", "nn.MSELoss", "nn.SmoothL1Loss", "nn.HuberLoss", "nn.BCELoss"],
  ...["nn.KLDivLoss", "nn.PoissonNLLLoss", "nn.SoftMarginLoss", "nn.HingeEmbeddingLoss"],
  "nn.MarginRankingLoss",
];

/** A batch, channels, and as many axes as the layer's name says. */
function spatial(call: Call) {
  return rankOf(call) === 2 + axesOf(call.layer) ? FIRST : null;
}

function normed(call: Call) {
  const { layer, options } = call;
  const [shape] = call.args;
  const normalized = Array.isArray(shape) ? shape.length : 1;
  if (layer === "nn.LayerNorm" || layer === "nn.RMSNorm") {
    return rankOf(call) > normalized ? FIRST : null;
  }
  if (layer.startsWith("nn.Instance")) return spatial(call);
  const together = call.training || options["track_running_stats"] === false;
  return layer.startsWith("nn.Batch") && together ? null : FIRST;
}

function recurrent(call: Call) {
  const rank = rankOf(call);
  if (call.layer.endsWith("Cell")) return rank === 2 ? FIRST : null;
  const axis = call.options["batch_first"] === true ? 0 : 1;
  return rank < 3
    ? null
    : {
        ofInput: (path: string) => (path === "0" ? axis : 1),
        ofOutput: (slot: string) => (slot === "output.0" ? axis : 1),
      };
}

function attended(call: Call) {
  const axis = call.options["batch_first"] === true ? 0 : 1;
  return rankOf(call) < 3
    ? null
    : {
        ofInput: (path: string) => masked(path) ?? (path === "attn_mask" ? null : axis),
        ofOutput: (slot: string) => (slot === "output.0" ? axis : 0),
      };
}

function transformed(call: Call) {
  const [inner] = call.args;
  const axis = (isModule(inner) ? inner.options : call.options)["batch_first"] === true ? 0 : 1;
  return rankOf(call) < 3
    ? null
    : {
        ofInput: (path: string) => masked(path) ?? (path.endsWith("mask") ? null : axis),
        ofOutput: () => axis,
      };
}

/** Of two tensors of one rank; one of a lower rank is shared, row for row. */
function distant(call: Call) {
  const ranks = [...inputsOf(call).values()].map(({ array }) => array.shape.length);
  const along = call.layer === "nn.CosineSimilarity" ? axisOf(call, "dim", 1) : -1;
  return along === 0 || rankOf(call) < 2 || new Set(ranks).size > 1 ? null : FIRST;
}

function masked(path: string): number | null {
  return path.endsWith("key_padding_mask") ? 0 : null;
}

function isModule(value: Value | undefined) {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "module";
}

/** The axis that a softmax runs over; unset, it is the one that PyTorch chooses by the rank. */
export function softAxis(call: Call): number {
  const rank = rankOf(call);
  if (call.layer === "nn.Softmax2d") return rank - 3;
  const dim = call.options["dim"];
  if (typeof dim === "number") return axisOf(call, "dim", 0);
  return rank === 0 || rank === 1 || rank === 3 ? 0 : 1;
}

/** How many axes of space a layer has, by its name. */
export function axesOf(layer: string): number {
  return Number(/(\d)d$/.exec(layer)?.[1] ?? 0);
}

/** The rank of the first input. */
export function rankOf(call: Call): number {
  return inputsOf(call).get("0")?.array.shape.length ?? 0;
}

/** An axis that an option or argument names, counted from the front. */
export function axisOf(call: Call, name: string | number, otherwise: number): number {
  const given = typeof name === "number" ? call.args[name] : call.options[name];
  const axis = typeof given === "number" ? given : otherwise;
  return axis < 0 ? axis + rankOf(call) : axis;
}
