import type { NdArray } from "../array.ts";
import type { Call } from "../case.ts";
import { axesOf } from "./batch-axes.ts";
import { cut, join, reshaped, transposed, upTo } from "./ndarray.ts";
import { patchesOf } from "./patches.ts";
import { type Property, sameBits, sameWithin, slotOf } from "./property.ts";
import { optionsOf, perAxis, posedWith, related } from "./related.ts";
import { firstInput, tensor } from "./tensors.ts";

/** A convolution is a matrix product. */
export const patches: Property = {
  name: "patches",
  says: "a convolution is nn.Linear on the patches that it looks at; Unfold is the patches",
  holds: { only: ["Conv1d", "Conv2d", "Conv3d", "Unfold"] },
  pose: (posed) => posedWith(posed, ["groups"]),
  async claims({ call, answer, ask, margins }) {
    const [output, x] = [slotOf(answer, "output.0"), batched(call)];
    if (output.data.length === 0) return [];
    const isFold = call.layer === "nn.Unfold";
    const array = patchesOf(call, x, perAxis(call, call.args[isFold ? 0 : 2], 1));
    if (isFold) {
      const want = reshaped(transposed(array, [0, 2, 1]), output.shape);
      return [sameBits(call, { "output.0": want }, answer.tensors)];
    }
    const [, , width = 1] = array.shape;
    const { weight, ...bias } = call.state ?? {};
    const outs = Number(call.args[1]);
    if (weight === undefined) return [];
    const linear = await ask(
      related(call, {
        layer: "nn.Linear",
        args: [width, outs],
        options: optionsOf(call, "bias"),
        state: { weight: reshaped(weight, [outs, width]), ...bias },
        inputs: [tensor(array)],
      }),
    );
    const product = slotOf(linear, "output.0");
    const want = reshaped(transposed(product, [0, 2, 1]), output.shape);
    return [sameWithin(await margins(), 2, call, { "output.0": want }, answer.tensors)];
  },
};

/** A convolution in groups is one for each group. */
export const groups: Property = {
  name: "groups",
  says: "a convolution in groups is one convolution a group, side by side",
  holds: { only: ["Conv*"] },
  pose: (posed) => (Number(posed.asked.options["groups"] ?? 1) < 2 ? null : posedWith(posed, [])),
  async claims({ call, answer, ask, margins }) {
    const count = Number(call.options["groups"]);
    const axis = firstInput(call).shape.length - 1 - axesOf(call.layer);
    const { groups: _, ...options } = call.options;
    const [ins, outs, kernel = 1] = call.args;
    const parts: NdArray[] = [];
    for (const group of upTo(count)) {
      const part = (array: NdArray, along: number): NdArray => {
        const each = (array.shape[along] ?? 0) / count;
        return cut(array, along, group * each, (group + 1) * each);
      };
      const state = Object.entries(call.state ?? {}).map(([key, array]) => [key, part(array, 0)]);
      const alone = await ask(
        related(call, {
          args: [Number(ins) / count, Number(outs) / count, kernel],
          options,
          state: Object.fromEntries(state),
          inputs: [tensor(part(firstInput(call), axis))],
          keywords: call.keywords,
        }),
      );
      parts.push(slotOf(alone, "output.0"));
    }
    const want = { "output.0": join(parts, axis) };
    return [sameWithin(await margins(), 2, call, want, answer.tensors)];
  },
};

/** The input with a batch. */
export function batched(call: Call): NdArray {
  const x = firstInput(call);
  const rank = (axesOf(call.layer) || 2) + 2;
  return x.shape.length < rank ? reshaped(x, [1, ...x.shape]) : x;
}
