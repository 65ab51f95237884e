import type { NdArray } from "../array.ts";
import type { Call } from "../case.ts";
import { mapped } from "../mapped.ts";
import { axesOf, rankOf } from "./batch-axes.ts";
import { take, upTo } from "./ndarray.ts";
import { uniform } from "./numbers.ts";
import { type Property, sameWithin, slotOf, slotsOf } from "./property.ts";
import { posedWith } from "./related.ts";
import { firstInput, withArrays } from "./tensors.ts";

/** Channels in another order, with their own parameters. */
export const channelOrder: Property = {
  name: "channel-order",
  says: "channels in another order, with their parameters, give the same results in that order",
  holds: {
    only: [
      ...["Linear", "Conv*", "BatchNorm*", "InstanceNorm*", "PReLU", "MaxPool*", "AvgPool*"],
      ...[
        "LPPool*",
        "AdaptiveAvgPool*",
        "AdaptiveMaxPool*",
        "MaxUnpool*",
        "*Pad1d",
        "*Pad2d",
        "*Pad3d",
      ],
    ],
  },
  pose: (posed) => posedWith(posed, ["groups"]),
  async claims({ call, answer, ask, margins }) {
    const axis = channelAxis(call);
    const output = slotOf(answer, "output.0");
    if (output.data.length === 0) return [];
    const mixes = /Linear|Conv/.test(call.layer);
    const ins = orderOf(firstInput(call).shape[axis] ?? 0, call.seed);
    const outs = mixes ? orderOf(output.shape[axis] ?? 0, call.seed + 1) : ins;
    if (ins.length * outs.length < 2) return [];
    const moved = withArrays(call, (array) => take(array, axis, ins));
    const upstream = mapped(call.upstream, (array) => take(array, axis, outs));
    const state = mapped(call.state ?? {}, (array, key) =>
      mixes
        ? mixed(call, array, key, ins, outs)
        : array.shape[0] === ins.length
          ? take(array, 0, ins)
          : array,
    );
    const { tensors } = await ask({ ...moved, upstream, state });
    const want = mapped(slotsOf(answer, "output.", "grad.input."), (array, slot) =>
      take(array, axis, slot.startsWith("output.") ? outs : ins),
    );
    return [sameWithin(await margins(), 2, call, want, tensors)];
  },
};

/** A weight with its two axes of channels in their orders; a bias has the outputs' alone. */
function mixed(
  call: Call,
  array: NdArray,
  key: string,
  ins: readonly number[],
  outs: readonly number[],
): NdArray {
  if (key === "bias") return take(array, 0, outs);
  const isTransposed = call.layer.includes("Transpose");
  return take(take(array, isTransposed ? 1 : 0, outs), isTransposed ? 0 : 1, ins);
}

function channelAxis(call: Call): number {
  if (call.layer === "nn.Linear") return rankOf(call) - 1;
  const always = call.layer === "nn.PReLU" || call.layer.startsWith("nn.BatchNorm");
  return always ? 1 : rankOf(call) - 1 - axesOf(call.layer);
}

function orderOf(count: number, seed: number): number[] {
  const next = uniform(seed, "channels");
  const keyed = upTo(count).map((i) => [next(), i] as const);
  return keyed.sort(([a], [b]) => a - b).map(([, i]) => i);
}
