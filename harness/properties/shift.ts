import { axesOf } from "./batch-axes.ts";
import { cut } from "./ndarray.ts";
import { type Property, sameWithin, slotOf } from "./property.ts";
import { perAxis, posedWith, related } from "./related.ts";
import { firstInput, tensor } from "./tensors.ts";

/** What slides over its input. */
export const shift: Property = {
  name: "shift",
  says: "an input that begins one stride later gives the output that begins one place later",
  holds: { only: ["Conv1d", "Conv2d", "Conv3d", "MaxPool*", "AvgPool*", "LPPool*"] },
  // Beyond a border, and in a window that hangs over it, places are not alike.
  pose: (posed) =>
    posedWith(posed, [
      "padding",
      "padding_mode",
      "ceil_mode",
      "return_indices",
      "count_include_pad",
    ]),
  async claims({ call, answer, ask, margins }) {
    const [x, output] = [firstInput(call), slotOf(answer, "output.0")];
    const axes = axesOf(call.layer);
    const along = call.seed % axes;
    const axis = x.shape.length - axes + along;
    const size = output.shape[axis] ?? 0;
    if (size < 2 || output.data.length === 0) return [];
    const isConv = call.layer.startsWith("nn.Conv");
    const kernel = perAxis(call, call.args[call.layer.startsWith("nn.LP") ? 1 : 0], 1)[along];
    const step = perAxis(call, call.options["stride"], isConv ? 1 : (kernel ?? 1))[along] ?? 1;
    const later = cut(x, axis, step, x.shape[axis] ?? 0);
    const { tensors } = await ask(related(call, { inputs: [tensor(later)] }));
    const want = { "output.0": cut(output, axis, 1, size) };
    return [sameWithin(await margins(), 2, call, want, tensors)];
  },
};
