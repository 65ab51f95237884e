import * as fc from "fast-check";
import type { Argument } from "../sketch.ts";
import { drawOf } from "./fault.ts";
import { type Asked, batch, type FuzzLayer, plan, small, x } from "./layer.ts";
import { axisSizes, flag, numbers, type OptionPlan, perAxis, repeat, spreadOf } from "./option.ts";

/**
 * Of a window of nothing but -∞, PyTorch's scalar code for channels that are neighbours forgets the depth, its vector code does
 * not: which one is at work hangs on the processor.
 */
const NEVER: Readonly<Record<string, FuzzLayer["never"]>> = {
  "nn.MaxPool3d": ["non-finite neighbours"],
  "nn.AvgPool3d": ["half"],
};

/** MaxPool1d to MaxPool3d and AvgPool1d to AvgPool3d. */
export const pools: readonly FuzzLayer[] = [1, 2, 3].flatMap((axes) => [
  windowed(`nn.MaxPool${axes}d`, axes, {
    stride: perAxis(axes, 1, 3),
    padding: perAxis(axes, 0, 2),
    dilation: perAxis(axes, 1, 2),
    return_indices: flag(),
    ceil_mode: flag(),
  }),
  windowed(`nn.AvgPool${axes}d`, axes, {
    stride: perAxis(axes, 1, 3),
    padding: perAxis(axes, 0, 2),
    ceil_mode: flag(),
    count_include_pad: flag(),
    ...(axes === 1 ? {} : { divisor_override: numbers(small(5)) }),
  }),
]);

function windowed(
  layer: string,
  axes: number,
  options: Readonly<Record<string, OptionPlan>>,
): FuzzLayer {
  const most = axes === 3 ? 3 : 4;
  return plan({
    layer,
    family: "pool",
    wild: layer.startsWith("nn.Max"),
    never: NEVER[layer] ?? [],
    unsafe: (asked) => windowMisses(asked, axes),
    options,
    geometry: fc.record({
      channels: small(3),
      kernel: axisSizes(axes, 1, most),
      lead: batch,
      extra: fc.tuple(...repeat(axes, fc.nat({ max: most }))),
    }),
    build: ({ channels, kernel, lead, extra }, drawn) => {
      const sizes = spreadOf(kernel, axes, 1);
      const gaps = spreadOf(drawn["dilation"], axes, 1);
      const padding = halved(drawn["padding"], sizes);
      const pads = spreadOf(padding, axes, 0);
      const space = sizes.map((size, i) => {
        const reach = (size - 1) * (gaps[i] ?? 1) + 1 - 2 * (pads[i] ?? 0);
        return Math.max(1, reach) + (extra[i] ?? 0);
      });
      return {
        args: [kernel],
        inputs: [x([...lead, channels, ...space])],
        options: { padding },
      };
    },
  });
}

/** Whether a window may hold nothing but padding: the place of its greatest element is then outside of the input. */
function windowMisses({ inputs, options }: Asked, axes: number): boolean {
  const [gaps, pads] = [
    spreadOf(options["dilation"], axes, 1),
    spreadOf(options["padding"], axes, 0),
  ];
  const shape = inputs.map(drawOf)[0]?.shape.slice(-axes) ?? [];
  return gaps.some((gap, i) => (pads[i] ?? 0) > 0 && (shape[i] ?? 0) < gap);
}

/** Padding of at most half of the window. */
function halved(padding: Argument | undefined, sizes: readonly number[]): Argument | undefined {
  const room = sizes.map((size) => Math.floor(size / 2));
  if (typeof padding === "number") return Math.min(padding, ...room);
  if (padding === undefined) return undefined;
  return spreadOf(padding, sizes.length, 0).map((pad, i) => Math.min(pad, room[i] ?? 0));
}
