import type { Call, Returned } from "../case.ts";
import { type Claim, type Property, sameBits, sameWithin, slotsOf } from "./property.ts";
import { withInputs } from "./tensors.ts";

/** With and without `inplace`. */
export const inPlace: Property = {
  name: "in-place",
  says: "inplace=True gives the outputs of inplace=False, bit for bit, in the input's own memory",
  holds: {
    only: [
      ...["ReLU", "ReLU6", "SiLU", "Mish", "Hardsigmoid", "Hardswish", "LeakyReLU", "ELU"],
      ...["CELU", "SELU", "Hardtanh", "RReLU", "Threshold", "*Dropout*"],
    ],
  },
  pose(posed) {
    // In place PyTorch refuses the gradient of a slope below 0, as the output does not tell where the input was.
    if (Number(posed.asked.options["negative_slope"] ?? 1) < 0) return null;
    const options = { ...posed.asked.options, inplace: false };
    return { ...posed, asked: { ...posed.asked, options } };
  },
  async claims({ call, answer, ask, margins }) {
    const given = withInputs(call, (value) => ({ ...value, leaf: false }));
    const there = { ...given, options: { ...call.options, inplace: true } };
    const got = await ask(there);
    const written = writtenTo(there, got);
    // The gradient is then made of the output, in the place of the input.
    const slopes = slotsOf(answer, "grad.");
    return [
      sameBits(there, slotsOf(answer, "output."), got.tensors),
      sameWithin(await margins(), 2, there, slopes, got.tensors),
      ...(written === null ? [] : [written]),
    ];
  },
};

/** The input holds the output, where the engine tells of changed inputs. */
function writtenTo(call: Call, { tensors }: Returned): Claim | null {
  const [output, input] = [tensors["output.0"], tensors["input.0"]];
  if (output === undefined || input === undefined) return null;
  return sameBits(call, { "input.0": output }, { "input.0": input });
}
