import * as fc from "fast-check";
import { batch, type Drawn, type FuzzLayer, plan, small, x } from "./layer.ts";
import {
  axisSizes,
  flag,
  numbers,
  oneOf,
  perAxis,
  perAxisOr,
  rarely,
  repeat,
  sizes,
  spreadOf,
} from "./option.ts";

/** Conv1d to Conv3d and ConvTranspose1d to ConvTranspose3d. */
export const convolutions: readonly FuzzLayer[] = [1, 2, 3].flatMap((axes) => [
  convolution(axes),
  transposed(axes),
]);

function geometry(axes: number) {
  const most = axes === 3 ? 2 : 4;
  return fc.record({
    ins: small(3),
    outs: small(3),
    kernel: axisSizes(axes, 1, most),
    lead: batch,
    extra: fc.tuple(...repeat(axes, fc.nat({ max: most }))),
  });
}

function convolution(axes: number): FuzzLayer {
  return plan({
    layer: `nn.Conv${axes}d`,
    family: "conv",
    // PyTorch's process dies of some that are padded and dilated in 16 bits, such as Conv1d(4, 6, 2, 2, 3, 2, 2) on (1, 4, 1).
    never: ["dilated half"],
    options: {
      stride: perAxis(axes, 1, 3),
      padding: perAxisOr(["valid", "same"], axes, 0, 3),
      dilation: perAxis(axes, 1, 3),
      groups: numbers(small(3)),
      bias: flag(),
      padding_mode: oneOf("zeros", "reflect", "replicate", "circular"),
    },
    geometry: geometry(axes),
    build: ({ ins, outs, kernel, lead, extra }, drawn) => {
      const groups = Number(drawn["groups"] ?? 1);
      const pads = spreadOf(drawn["padding"], axes, 0);
      const [sizes, gaps] = [spreadOf(kernel, axes, 1), spreadOf(drawn["dilation"], axes, 1)];
      const space = sizes.map((size, i) => {
        const pad = pads[i] ?? 0;
        const reach = (size - 1) * (gaps[i] ?? 1) + 1 - 2 * pad;
        return Math.max(reach, leastFor(drawn, pad), 1) + (extra[i] ?? 0);
      });
      return {
        args: [ins * groups, outs * groups, kernel],
        inputs: [x([...lead, ins * groups, ...space])],
        ...(drawn["padding"] === "same" ? { options: { stride: undefined } } : {}),
      };
    },
  });
}

/** Reflection takes less than the input's size from it, wrapping at most that. */
function leastFor(drawn: Drawn, pad: number): number {
  if (drawn["padding_mode"] === "reflect") return pad + 1;
  return drawn["padding_mode"] === "circular" ? pad : 1;
}

function transposed(axes: number): FuzzLayer {
  return plan({
    layer: `nn.ConvTranspose${axes}d`,
    family: "conv",
    // PyTorch's process dies of some of them in 16 bits, and nobody knows of which.
    never: ["half"],
    options: {
      stride: perAxis(axes, 1, 3),
      padding: perAxis(axes, 0, 2),
      output_padding: perAxis(axes, 0, 2),
      groups: numbers(small(3)),
      bias: flag(),
      dilation: perAxis(axes, 1, 3),
    },
    keywords: { output_size: rarely(sizes()) },
    geometry: geometry(axes),
    build: ({ ins, outs, kernel, lead, extra }, drawn) => {
      const groups = Number(drawn["groups"] ?? 1);
      const [kernels, gaps] = [spreadOf(kernel, axes, 1), spreadOf(drawn["dilation"], axes, 1)];
      const [pads, steps] = [
        spreadOf(drawn["padding"], axes, 0),
        spreadOf(drawn["stride"], axes, 1),
      ];
      const reaches = kernels.map((n, i) => (n - 1) * (gaps[i] ?? 1) + 1 - 2 * (pads[i] ?? 0));
      const space = reaches.map((reach, i) => {
        const least = Math.max(1, 1 + Math.ceil((1 - reach) / (steps[i] ?? 1)));
        return least + Math.min(2, extra[i] ?? 0);
      });
      const room = steps.map((step, i) => Math.max(step, gaps[i] ?? 1) - 1);
      const over = drawn["output_padding"];
      const out = space.map((n, i) => (n - 1) * (steps[i] ?? 1) + (reaches[i] ?? 0));
      const whole = out.map((n, i) => n + Math.min(extra[i] ?? 0, (steps[i] ?? 1) - 1));
      const fitted =
        over === undefined
          ? over
          : spreadOf(over, axes, 0).map((n, i) => Math.min(n, room[i] ?? 0));
      return {
        args: [ins * groups, outs * groups, kernel],
        inputs: [x([...lead, ins * groups, ...space])],
        options: {
          output_padding: typeof over === "number" ? Math.min(...(fitted ?? [])) : fitted,
        },
        keywords: { output_size: drawn["output_size"] && whole },
      };
    },
  });
}
