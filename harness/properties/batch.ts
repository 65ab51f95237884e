import type { NdArray } from "../array.ts";
import type { Call } from "../case.ts";
import { LAYERS } from "../fuzz/layers.ts";
import { mapped } from "../mapped.ts";
import { type BatchAxes, batchAxes, hasBatch } from "./batch-axes.ts";
import { measure } from "./margin.ts";
import { combined, join, take, upTo } from "./ndarray.ts";
import { uniform } from "./numbers.ts";
import {
  type Claim,
  type Posed,
  type Property,
  type Query,
  sameWithin,
  slotsOf,
} from "./property.ts";
import { withArrays } from "./tensors.ts";

const FAMILY = new Map(LAYERS.map(({ layer, family }) => [layer, family]));

const WITHOUT: Readonly<Record<string, string>> = {
  "FractionalMaxPool*": "its windows are drawn for the whole batch",
  CTCLoss: "its lengths and targets, and not only tensors, run over the batch",
  ...Object.fromEntries(
    LAYERS.filter(({ family }) => !hasBatch(family)).map(({ layer }) => [
      layer.slice("nn.".length),
      "nothing is said of where its batch lies",
    ]),
  ),
};

/** Samples that are asked together and alone. */
export const batchSplit: Property = {
  name: "batch-split",
  says: "a batch of N is N batches of one",
  holds: { every: WITHOUT },
  pose: aloneOf,
  async claims(first) {
    const axes = batchAxes(FAMILY.get(first.call.layer) ?? "", first.call);
    if (axes === null || axes.count < 1) return [];
    const query = await ownOf(first, axes);
    const alone = [];
    for (const sample of upTo(axes.count)) {
      alone.push(await query.ask(taken(query.call, axes, [sample])));
    }
    const got = together(
      query,
      alone.map((answer) => answer.tensors),
      axes,
    );
    return [await claimed(query, axes.count + 1, got)];
  },
};

/** Samples in another order. */
export const batchOrder: Property = {
  name: "batch-order",
  says: "samples in another order give the same results in that order",
  holds: { every: WITHOUT },
  pose: aloneOf,
  async claims(first) {
    const axes = batchAxes(FAMILY.get(first.call.layer) ?? "", first.call);
    if (axes === null || axes.count < 2) return [];
    const query = await ownOf(first, axes);
    const order = shuffled(axes.count, query.call.seed);
    const { tensors } = await query.ask(taken(query.call, axes, order));
    const back = order.map((_, i) => order.indexOf(i));
    const got = mapped(tensors, (array, slot) => {
      const axis = axisOfSlot(slot, axes);
      return axis === null ? array : take(array, axis, back);
    });
    return [await claimed(query, 2, got)];
  },
};

/** What makes samples independent: no draws, no counting of the whole batch, and no sum over it. */
function aloneOf(posed: Posed): Posed {
  const { max_norm, scale_grad_by_freq, weight, ...options } = posed.asked.options;
  const { size_average, reduce, reduction, ...plain } = options;
  const isLoss =
    FAMILY.get(posed.layer) === "loss" && posed.layer !== "nn.AdaptiveLogSoftmaxWithLoss";
  // The weights of BCELoss and its like are as many as the elements; those of classes are shared by all samples.
  const own = posed.layer.startsWith("nn.BCE")
    ? {}
    : { ...(weight === undefined ? {} : { weight }) };
  return {
    ...posed,
    training: false,
    asked: {
      ...posed.asked,
      options: isLoss ? { ...plain, ...own, reduction: "none" } : { ...options, ...own },
    },
  };
}

/** The query without backward from outputs that are no sample's own. */
async function ownOf(query: Query, axes: BatchAxes): Promise<Query> {
  const { call, ask } = query;
  const upstream = Object.entries(call.upstream).filter(([slot]) => axes.ofOutput(slot) !== null);
  if (upstream.length === Object.keys(call.upstream).length) return query;
  const own = { ...call, upstream: Object.fromEntries(upstream) };
  const answer = await ask(own);
  return { call: own, answer, ask, margins: () => measure(ask, own, answer) };
}

async function claimed(
  { call, answer, margins }: Query,
  times: number,
  got: Readonly<Record<string, NdArray>>,
): Promise<Claim> {
  const want = slotsOf(answer, "output.", "grad.");
  const slots = Object.keys(want).filter((slot) => slot in got);
  const same = Object.fromEntries(slots.map((slot) => [slot, want[slot] as NdArray]));
  return sameWithin(await margins(), times, call, same, got);
}

/** The call with those samples alone. */
function taken(call: Call, axes: BatchAxes, samples: readonly number[]): Call {
  const some = withArrays(call, (array, path) => {
    const axis = axes.ofInput(path);
    return axis === null ? array : take(array, axis, samples);
  });
  const upstream = mapped(call.upstream, (array, slot) => {
    const axis = axes.ofOutput(slot);
    return axis === null ? array : take(array, axis, samples);
  });
  return { ...some, upstream };
}

/** What answers for single samples come to: laid in a row, or added up where all samples share a tensor. */
function together(
  { answer }: Query,
  alone: readonly Readonly<Record<string, NdArray>>[],
  axes: BatchAxes,
): Record<string, NdArray> {
  const slots = Object.keys(slotsOf(answer, "output.", "grad."));
  return Object.fromEntries(
    slots.flatMap((slot) => {
      const parts = alone.flatMap((tensors) => tensors[slot] ?? []);
      if (parts.length < alone.length) return [];
      const axis = axisOfSlot(slot, axes);
      if (axis === null && slot.startsWith("output.")) return [];
      const whole = axis === null ? combined(parts.map((part) => [1, part])) : join(parts, axis);
      return [[slot, whole] as const];
    }),
  );
}

function axisOfSlot(slot: string, axes: BatchAxes): number | null {
  if (slot.startsWith("output.")) return axes.ofOutput(slot);
  const input = /^grad\.input\.(.*)$/.exec(slot)?.[1];
  return input === undefined ? null : axes.ofInput(input);
}

function shuffled(count: number, seed: number): number[] {
  const next = uniform(seed, "order");
  const keyed = upTo(count).map((i) => [next(), i] as const);
  const order = keyed.sort(([a], [b]) => a - b).map(([, i]) => i);
  // Where chance leaves all in place, nothing would be shown.
  return order.every((place, i) => place === i) ? order.reverse() : order;
}
