import * as fc from "fast-check";
import { sizeOf } from "../array.ts";
import { batch, type FuzzLayer, plan, small, x } from "./layer.ts";
import { axisSizes, perAxis, spreadOf } from "./option.ts";

const OPTIONS = {
  dilation: perAxis(2, 1, 2),
  padding: perAxis(2, 0, 2),
  stride: perAxis(2, 1, 3),
};

const geometry = fc.record({
  lead: batch.filter((sizes) => sizes[0] !== 0),
  channels: small(3),
  kernel: axisSizes(2, 1, 3),
  extra: fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 })),
});

/** Fold and Unfold. */
export const folds: readonly FuzzLayer[] = ["Fold", "Unfold"].map((name) =>
  plan({
    layer: `nn.${name}`,
    family: "fold",
    wild: true,
    // Fold adds up what is rounded to 16 bits.
    never: name === "Fold" ? ["half"] : ["half gradients"],
    options: OPTIONS,
    geometry,
    build: ({ lead, channels, kernel, extra }, drawn) => {
      const [sizes, gaps] = [spreadOf(kernel, 2, 1), spreadOf(drawn["dilation"], 2, 1)];
      const [pads, steps] = [spreadOf(drawn["padding"], 2, 0), spreadOf(drawn["stride"], 2, 1)];
      const reach = sizes.map((size, i) => (size - 1) * (gaps[i] ?? 1) + 1 - 2 * (pads[i] ?? 0));
      const space = reach.map((size, i) => Math.max(1, size) + (extra[i] ?? 0));
      if (name === "Unfold") return { args: [kernel], inputs: [x([...lead, channels, ...space])] };
      const windows = space.map((n, i) => Math.floor((n - (reach[i] ?? 0)) / (steps[i] ?? 1)) + 1);
      const [rows, columns] = [sizeOf(sizes), sizeOf(windows)];
      return { args: [space, kernel], inputs: [x([...lead, channels * rows, columns])] };
    },
  }),
);
