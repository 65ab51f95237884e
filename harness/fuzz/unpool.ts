import * as fc from "fast-check";
import { sizeOf } from "../array.ts";
import { batch, type FuzzLayer, plan, small, x } from "./layer.ts";
import { axisSizes, perAxis, rarely, repeat, sizes, spreadOf } from "./option.ts";

/** MaxUnpool1d to MaxUnpool3d: elements put back at places that no two of them share. */
export const unpools: readonly FuzzLayer[] = [1, 2, 3].map((axes) =>
  plan({
    layer: `nn.MaxUnpool${axes}d`,
    family: "pool",
    wild: true,
    options: { stride: perAxis(axes, 2, 3), padding: perAxis(axes, 0, 1) },
    keywords: { output_size: rarely(sizes()) },
    geometry: fc.record({
      kernel: axisSizes(axes, 2, 3),
      lead: batch,
      channels: small(2),
      space: fc.tuple(...repeat(axes, small(axes === 1 ? 4 : 2))),
      first: fc.nat({ max: 6 }),
      step: fc.constantFrom(1, 5, 7, 11),
    }),
    build: ({ kernel, lead, channels, space, first, step }, drawn) => {
      const [kernels, pads] = [spreadOf(kernel, axes, 2), spreadOf(drawn["padding"], axes, 0)];
      const steps = spreadOf(drawn["stride"] ?? kernel, axes, 2);
      const out = space.map(
        (n, i) => (n - 1) * (steps[i] ?? 1) - 2 * (pads[i] ?? 0) + (kernels[i] ?? 1),
      );
      const asked = drawn["output_size"] !== undefined;
      const whole = asked ? out.map((n) => n + 1) : out;
      const shape = [...lead, channels, ...space];
      return {
        args: [kernel],
        inputs: [x(shape), places(shape, space, whole, first, step)],
        keywords: { output_size: asked ? whole : undefined },
      };
    },
  }),
);

/** For each plane of `space` different places in a plane of `whole`, as far as there are so many. */
function places(
  shape: readonly number[],
  space: readonly number[],
  whole: readonly number[],
  first: number,
  step: number,
) {
  const [each, room] = [sizeOf(space), Math.max(1, sizeOf(whole))];
  const stride = gcd(step, room) === 1 ? step : 1;
  const values = Array.from(
    { length: sizeOf(shape) },
    (_, i) => (first + (i % each) * stride) % room,
  );
  return x(shape, { kind: "values", values, dtype: "int64", grad: false });
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
