import type { Call } from "../case.ts";
import { rankOf, softAxis } from "./batch-axes.ts";
import { measure } from "./margin.ts";
import { changed, combined, take, upTo } from "./ndarray.ts";
import { type Property, sameBits, sameWithin, slotOf, slotsOf } from "./property.ts";
import { posedWith } from "./related.ts";
import { withArrays } from "./tensors.ts";

/** So far from what is drawn that adding it, and taking it off again, rounds all numbers to its grid. */
const FAR = 8;

/** Scores that are all greater. */
export const softmaxShift: Property = {
  name: "softmax-shift",
  says: "the same added to all scores changes neither shares nor losses nor gradients",
  holds: { only: ["Softmax", "Softmin", "LogSoftmax", "Softmax2d", "CrossEntropyLoss"] },
  pose: (posed) => posedWith(posed, []),
  async claims({ call, ask }) {
    const grid = withFirst(call, (x) => x + FAR - FAR);
    const answer = await ask(grid);
    const want = slotsOf(answer, "output.", "grad.");
    const { tensors } = await ask(withFirst(grid, (x) => x + FAR));
    const margins = await measure(ask, grid, answer);
    return [sameWithin(margins, 2, grid, want, tensors)];
  },
};

/** Shares. */
export const softmaxSum: Property = {
  name: "softmax-sum",
  says: "shares are positive and add up to 1",
  holds: { only: ["Softmax", "Softmin", "LogSoftmax", "Softmax2d"] },
  async claims({ call, answer, margins }) {
    const given = slotOf(answer, "output.0");
    if (given.data.length === 0 || rankOf(call) === 0) return [];
    const axis = softAxis(call);
    const shares = call.layer === "nn.LogSoftmax" ? changed(given, Math.exp) : given;
    const size = shares.shape[axis] ?? 1;
    const parts = upTo(size).map((i) => take(shares, axis, [i]));
    const sum = combined(parts.map((part) => [1, part]));
    const negative = changed(sum, () => 0);
    const below = combined(parts.map((part) => [1, changed(part, (x) => (x < 0 ? 1 : 0))]));
    const limited = await margins();
    return [
      sameWithin(
        limited,
        2 * size,
        call,
        { "output.0": changed(sum, () => 1) },
        { "output.0": sum },
      ),
      sameBits(call, { "output.0": negative }, { "output.0": below }),
    ];
  },
};

/** With the numbers of the first input changed. */
function withFirst(call: Call, change: (x: number) => number): Call {
  return withArrays(call, (array, path) => (path === "0" ? changed(array, change) : array));
}
