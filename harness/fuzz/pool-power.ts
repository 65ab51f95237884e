import * as fc from "fast-check";
import type { Argument } from "../sketch.ts";
import { batch, type FuzzLayer, plan, small, x } from "./layer.ts";
import { axisSizes, flag, perAxis, repeat, spreadOf } from "./option.ts";

/** LPPool1d to LPPool3d. */
export const powerPools: readonly FuzzLayer[] = [1, 2, 3].map((axes) => power(axes));

/** Roots of sums of powers, of what is positive: a power of a negative number may be none. */
function power(axes: number): FuzzLayer {
  const most = axes === 3 ? 2 : 3;
  return plan({
    layer: `nn.LPPool${axes}d`,
    family: "pool",
    // A power of what is tiny is -0, of whose root PyTorch's kernels make 0 or NaN.
    never: ["half", "tiny"],
    options: { stride: perAxis(axes, 1, 3), ceil_mode: flag() },
    geometry: fc.record({
      exponent: fc.constantFrom<Argument[]>(1, 2, 3, 1.5, { $float: "inf" }),
      kernel: axes === 1 ? small(most) : axisSizes(axes, 1, most),
      lead: batch,
      channels: small(3),
      extra: fc.tuple(...repeat(axes, fc.nat({ max: 3 }))),
    }),
    build: ({ exponent, kernel, lead, channels, extra }) => {
      const space = spreadOf(kernel, axes, 1).map((size, i) => size + (extra[i] ?? 0));
      const shape = [...lead, channels, ...space];
      const whole = exponent === 1 || exponent === 2;
      const how = whole ? {} : { kind: "uniform" as const, low: 0.25, high: 2 };
      return { args: [exponent, kernel], inputs: [x(shape, how)] };
    },
  });
}
