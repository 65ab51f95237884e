import * as fc from "fast-check";
import { drawOf } from "./fault.ts";
import { type Asked, batch, type FuzzLayer, plan, small, x } from "./layer.ts";
import { repeat, spreadOf } from "./option.ts";

const LEAST = { Zero: -1, Constant: -1, Replication: 0, Reflection: 0, Circular: 0 } as const;
type Kind = keyof typeof LEAST;

/** The five kinds of padding, for one to three axes. */
export const paddings: readonly FuzzLayer[] = (Object.keys(LEAST) as Kind[]).flatMap((kind) =>
  [1, 2, 3].map((axes) => padding(kind, axes)),
);

function padding(kind: Kind, axes: number): FuzzLayer {
  const pad = fc.integer({ min: LEAST[kind], max: 3 });
  return plan({
    layer: `nn.${kind}Pad${axes}d`,
    family: "padding",
    wild: true,
    unsafe: (asked) => kind === "Circular" && wrapsNothing(asked, axes),
    options: {},
    geometry: fc.record({
      channels: small(3),
      lead: batch,
      pads: fc.oneof(pad, fc.tuple(...repeat(2 * axes, pad))),
      value: fc.constantFrom(0, 1.5, -2),
      extra: fc.tuple(...repeat(axes, fc.nat({ max: 3 }))),
    }),
    build: ({ channels, lead, pads, value, extra }) => {
      const both = typeof pads === "number" ? repeat(2 * axes, pads) : pads;
      const space = extra.map((more, i) => {
        const [left = 0, right = 0] = both.slice(2 * (axes - 1 - i));
        return leastSize(kind, left, right) + more;
      });
      const args = kind === "Constant" ? [pads, value] : [pads];
      return { args, inputs: [x([...lead, channels, ...space])] };
    },
  });
}

/** Whether cropping leaves less than is wrapped: the rest would be whatever is in memory. */
function wrapsNothing({ args, inputs }: Asked, axes: number): boolean {
  const both = spreadOf(args[0], 2 * axes, 0);
  const shape = inputs.map(drawOf)[0]?.shape ?? [];
  return shape.slice(-axes).some((size, i) => {
    const [left = 0, right = 0] = both.slice(2 * (axes - 1 - i));
    return size + Math.min(left, 0) + Math.min(right, 0) < Math.max(left, right);
  });
}

/** The smallest size that may be padded so. */
function leastSize(kind: Kind, left: number, right: number): number {
  if (kind === "Reflection") return Math.max(left, right) + 1;
  if (kind === "Circular") return Math.max(left, right, 1);
  return Math.max(1, 1 - left - right);
}
