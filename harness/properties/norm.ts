import type { NdArray } from "../array.ts";
import type { Call } from "../case.ts";
import { mapped } from "../mapped.ts";
import { batched } from "./convolution.ts";
import { reshaped, take, upTo } from "./ndarray.ts";
import { type Property, sameWithin, slotOf } from "./property.ts";
import { optionsOf, posedWith, related } from "./related.ts";
import { firstInput, tensor } from "./tensors.ts";

/** Norms of one input under other names. */
export const norms: Property = {
  name: "norms",
  says: "GroupNorm of one group is LayerNorm; InstanceNorm is GroupNorm of a group a channel",
  holds: { only: ["GroupNorm", "InstanceNorm*"] },
  pose: (posed) =>
    posed.layer === "nn.GroupNorm"
      ? posedWith({ ...posed, asked: { ...posed.asked, args: [1, posed.asked.args[1] ?? 1] } }, [])
      : posedWith(posed, ["track_running_stats", "momentum"]),
  async claims({ call, answer, ask, margins }) {
    const output = slotOf(answer, "output.0");
    if (output.data.length === 0) return [];
    const other = await ask(call.layer === "nn.GroupNorm" ? layerNorm(call) : groupNorm(call));
    const want = { "output.0": reshaped(slotOf(other, "output.0"), output.shape) };
    return [sameWithin(await margins(), 2, call, want, answer.tensors)];
  },
};

function layerNorm(call: Call): Call {
  const x = firstInput(call);
  const { affine, ...options } = optionsOf(call, "eps", "bias", "affine");
  const [, ...shape] = x.shape;
  return related(call, {
    layer: "nn.LayerNorm",
    args: [shape],
    options: { ...options, ...(affine === undefined ? {} : { elementwise_affine: affine }) },
    state: mapped(call.state ?? {}, (array) => spread(array, shape)),
    inputs: [tensor(x)],
  });
}

/** InstanceNorm has an affine part only where it is asked for, GroupNorm where it is not forbidden. */
function groupNorm(call: Call): Call {
  const [channels = 1] = call.args;
  return related(call, {
    layer: "nn.GroupNorm",
    args: [channels, channels],
    options: { ...optionsOf(call, "eps", "bias"), affine: call.options["affine"] ?? false },
    inputs: [tensor(batched(call))],
  });
}

/** One number a channel, given to each of its elements. */
function spread(array: NdArray, shape: readonly number[]): NdArray {
  const each = shape.slice(1).reduce((product, size) => product * size, 1);
  const places = upTo(array.data.length).flatMap((i) => upTo(each).map(() => i));
  return reshaped(take(array, 0, places), shape);
}
