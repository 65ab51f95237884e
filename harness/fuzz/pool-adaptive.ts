import * as fc from "fast-check";
import { batch, type FuzzLayer, plan, small, x } from "./layer.ts";
import { flag, oneOf, perAxis, repeat, spreadOf, tensor } from "./option.ts";

const AXES = [1, 2, 3];

/** Pools whose windows follow from the size of the output. */
export const adaptivePools: readonly FuzzLayer[] = [
  ...AXES.flatMap((axes) => [adaptive("Avg", axes), adaptive("Max", axes)]),
  ...[2, 3].map((axes) => fractional(axes)),
];

function adaptive(kind: "Avg" | "Max", axes: number): FuzzLayer {
  const size = fc.oneof(
    { weight: 5, arbitrary: small(5) },
    { weight: 1, arbitrary: fc.constant(null) },
  );
  return plan({
    layer: `nn.Adaptive${kind}Pool${axes}d`,
    family: "pool",
    wild: kind === "Max",
    options: kind === "Max" ? { return_indices: flag() } : {},
    geometry: fc.record({
      output: fc.oneof(small(5), fc.tuple(...repeat(axes, axes === 1 ? small(5) : size))),
      lead: batch,
      channels: small(3),
      space: fc.tuple(...repeat(axes, small(5))),
    }),
    build: ({ output, lead, channels, space }) => ({
      args: [output],
      inputs: [x([...lead, channels, ...space])],
    }),
  });
}

/** Windows at random places, which must be PyTorch's. */
function fractional(axes: number): FuzzLayer {
  return plan({
    layer: `nn.FractionalMaxPool${axes}d`,
    family: "pool",
    wild: true,
    options: {
      output_size: perAxis(axes, 1, 3),
      output_ratio: oneOf(0.5, 0.75),
      return_indices: flag(),
      _random_samples: tensor(),
    },
    geometry: fc.record({
      kernel: small(2),
      lead: batch.filter((sizes) => sizes[0] !== 0),
      channels: small(3),
      extra: fc.tuple(...repeat(axes, small(3))),
      bySize: fc.boolean(),
    }),
    build: ({ kernel, lead, channels, extra, bySize }, drawn) => {
      const asked = drawn["output_size"] ?? 2;
      const sizes = spreadOf(bySize ? asked : 2, axes, 2);
      const shape = [...lead, channels, ...sizes.map((n, i) => n + kernel + (extra[i] ?? 0))];
      const samples = x([lead[0] ?? 1, channels, axes], { kind: "uniform", grad: false });
      return {
        args: [kernel],
        inputs: [x(shape)],
        options: {
          output_size: bySize ? asked : undefined,
          output_ratio: bySize ? undefined : (drawn["output_ratio"] ?? 0.5),
          _random_samples: drawn["_random_samples"] && samples,
        },
      };
    },
  });
}
