import type { NdArray } from "../array.ts";
import type { Call } from "../case.ts";
import { changed, combined } from "./ndarray.ts";
import { drawnArray, uniform } from "./numbers.ts";
import { type Property, sameWithin, slotsOf } from "./property.ts";
import { inputsOf, withArrays } from "./tensors.ts";

/** f(2 x - 3 y) - 2 f(x) + 3 f(y) = 2 f(0), which is 0 without a bias. */
const [A, B] = [2, -3];

/** Of a layer that is linear in its first input but for an offset. */
export const linearity: Property = {
  name: "linearity",
  says: "f(a x + b y) = a f(x) + b f(y) + (1 - a - b) f(0)",
  holds: {
    only: [
      ...["Linear", "Bilinear", "Conv*", "AvgPool*", "AdaptiveAvgPool*", "Fold", "Unfold"],
      ...[
        "ZeroPad*",
        "ConstantPad*",
        "ReflectionPad*",
        "ReplicationPad*",
        "CircularPad*",
        "BatchNorm*",
      ],
      ...["Identity", "Flatten", "Unflatten", "MaxUnpool*"],
    ],
  },
  // A norm that takes its statistics from the batch is not linear in it.
  pose: (posed) => {
    const { track_running_stats, ...options } = posed.asked.options;
    return { ...posed, training: false, asked: { ...posed.asked, options } };
  },
  async claims({ call, answer, ask, margins }) {
    const x = inputsOf(call).get("0")?.array;
    if (x === undefined || x.data.length === 0) return [];
    const y = drawnArray(x.dtype, x.shape, uniform(call.seed, "second input"));
    const of = async (input: NdArray) => await ask(withFirst(call, input));
    const mixed = slotsOf(
      await of(
        combined([
          [A, x],
          [B, y],
        ]),
      ),
      "output.",
    );
    const [ofY, ofZero] = [await of(y), await of(changed(x, () => 0))];
    const sums = Object.entries(slotsOf(answer, "output.")).flatMap(([slot, ofX]) => {
      const [second, zero] = [ofY.tensors[slot], ofZero.tensors[slot]];
      if (second === undefined || zero === undefined) return [];
      return [
        [
          slot,
          combined([
            [A, ofX],
            [B, second],
            [1 - A - B, zero],
          ]),
        ] as const,
      ];
    });
    // Each of the four answers is off by its margin, times its factor; y is of the size of x, to a factor of 2 or so.
    const times = 2 * (1 + Math.abs(A) + Math.abs(B) + Math.abs(A) + Math.abs(B));
    return [sameWithin(await margins(), times, call, Object.fromEntries(sums), mixed)];
  },
};

function withFirst(call: Call, input: NdArray): Call {
  const moved = withArrays(call, (array, path) => (path === "0" ? input : array));
  return { ...moved, upstream: {} };
}
