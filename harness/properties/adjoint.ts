import type { NdArray } from "../array.ts";
import type { Call, Limit, Returned } from "../case.ts";
import { axesOf } from "./batch-axes.ts";
import { type Margins, measure } from "./margin.ts";
import { dot } from "./ndarray.ts";
import { drawnArray, uniform } from "./numbers.ts";
import { type Claim, type Property, type Query, sameWithin, scalar, slotOf } from "./property.ts";
import { optionsOf, perAxis, posedWith, related } from "./related.ts";
import { firstInput, tensor } from "./tensors.ts";

/** <f(x), y> = <x, g(y)>, and the gradient of f along y is g(y). */
export const adjoint: Property = {
  name: "adjoint",
  says: "a transposed convolution is the adjoint of a convolution, and Fold of Unfold: <f(x), y> = <x, g(y)>",
  holds: { only: ["Conv1d", "Conv2d", "Conv3d", "Fold", "Unfold"] },
  pose(posed) {
    const without = [
      "padding_mode",
      ...(posed.asked.options["padding"] === "same" ? ["padding"] : []),
    ];
    return posedWith(posed, without, posed.layer.startsWith("nn.Conv") ? { bias: false } : {});
  },
  async claims(query) {
    const { call, answer, ask } = query;
    const output = slotOf(answer, "output.0");
    if (output.data.length === 0) return [];
    const y = drawnArray(output.dtype, output.shape, uniform(call.seed, "y"));
    const backward = backOf(call, y);
    const back = await ask(backward);
    return claimsOf(query, y, back, await measure(ask, backward, back));
  },
};

async function claimsOf(
  { call, answer, ask, margins }: Query,
  y: NdArray,
  back: Returned,
  backMargins: Margins,
): Promise<Claim[]> {
  const x = firstInput(call);
  const [output, g] = [slotOf(answer, "output.0"), slotOf(back, "output.0")];
  const limits = [
    (await margins()).limitOf("output.0", sumOfMagnitudes(y)),
    backMargins.limitOf("output.0", sumOfMagnitudes(x)),
  ];
  const sums = scalar(call, "<f(x), y>", dot(x, g), dot(output, y), bothOf(limits));
  const slope = await ask({ ...call, upstream: { "output.0": y } });
  if (slope.tensors["grad.input.0"] === undefined) return [sums];
  const same = sameWithin(
    backMargins,
    2,
    call,
    { "output.0": g },
    {
      "output.0": slope.tensors["grad.input.0"],
    },
  );
  return [sums, same];
}

/** Of a sum of products, of which each factor is off by its own limit. */
function bothOf(limits: readonly Limit[]): Limit {
  const found = limits.filter((limit) => limit !== "bits");
  const amplification = found.reduce((sum, limit) => sum + Number(limit.amplification), 0);
  const terms = Math.max(...found.map((limit) => limit.terms));
  return { terms, amplification, residual: null, referenceLimited: false };
}

/** The sum of magnitudes: what an error of 1 in each element comes to. */
function sumOfMagnitudes({ data }: NdArray): number {
  let sum = 0;
  for (const x of data) sum += Math.abs(Number(x));
  return sum;
}

/** The call of the adjoint on y. */
function backOf(call: Call, y: NdArray): Call {
  const x = firstInput(call);
  const shared = optionsOf(call, "stride", "dilation", "padding");
  const space = x.shape.slice(-2);
  if (call.layer === "nn.Unfold") {
    const args = [space, call.args[0] ?? 1];
    return related(call, { layer: "nn.Fold", args, options: shared, inputs: [tensor(y)] });
  }
  if (call.layer === "nn.Fold") {
    const args = [call.args[1] ?? 1];
    return related(call, { layer: "nn.Unfold", args, options: shared, inputs: [tensor(y)] });
  }
  const [ins = 1, outs = 1, kernel = 1] = call.args;
  const padding = perAxis(call, call.options["padding"], 0);
  const over = leftOver(call, x.shape.slice(-axesOf(call.layer)), padding);
  return related(call, {
    layer: call.layer.replace("Conv", "ConvTranspose"),
    args: [outs, ins, kernel],
    options: {
      ...shared,
      padding,
      ...optionsOf(call, "groups"),
      bias: false,
      output_padding: over,
    },
    inputs: [tensor(y)],
  });
}

/** The places behind the last window, which a convolution never reads. */
function leftOver(call: Call, space: readonly number[], padding: readonly number[]): number[] {
  const [steps, gaps] = [
    perAxis(call, call.options["stride"], 1),
    perAxis(call, call.options["dilation"], 1),
  ];
  const kernel = perAxis(call, call.args[2], 1);
  return space.map((size, i) => {
    const room = size + 2 * (padding[i] ?? 0) - ((kernel[i] ?? 1) - 1) * (gaps[i] ?? 1) - 1;
    return room % (steps[i] ?? 1);
  });
}
