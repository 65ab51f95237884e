import { axisOf } from "./batch-axes.ts";
import { type Property, sameBits, slotOf } from "./property.ts";
import { posedWith, related } from "./related.ts";
import { firstInput, tensor } from "./tensors.ts";

/** There and back. */
export const flattenUnflatten: Property = {
  name: "flatten-unflatten",
  says: "Unflatten undoes Flatten, and Flatten undoes Unflatten",
  holds: { only: ["Flatten", "Unflatten"] },
  pose: (posed) => posedWith(posed, []),
  async claims({ call, answer, ask }) {
    const [x, output] = [firstInput(call), slotOf(answer, "output.0")];
    const isFlatten = call.layer === "nn.Flatten";
    const start = isFlatten ? axisOf(call, "start_dim", 1) : axisOf(call, 0, 0);
    const more = Math.abs(x.shape.length - output.shape.length);
    const back = await ask(
      related(call, {
        layer: isFlatten ? "nn.Unflatten" : "nn.Flatten",
        args: isFlatten ? [start, x.shape.slice(start, start + more + 1)] : [],
        options: isFlatten ? {} : { start_dim: start, end_dim: start + more },
        inputs: [tensor(output)],
      }),
    );
    return [sameBits(call, { "output.0": x }, back.tensors)];
  },
};
