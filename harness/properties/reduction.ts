import { sizeOf } from "../array.ts";
import type { Call } from "../case.ts";
import { combined, reshaped, take, upTo } from "./ndarray.ts";
import { type Property, sameWithin, slotOf } from "./property.ts";
import { posedWith, related } from "./related.ts";

/** Losses whose mean divides by the weights, or by what is left over. */
const WEIGHTED = ["nn.CrossEntropyLoss", "nn.NLLLoss", "nn.LinearCrossEntropyLoss"];

/** Losses before and after their elements are added up. */
export const reductions: Property = {
  name: "reductions",
  says: "the sum of a loss is the sum of its elements, and its mean the sum over their number",
  holds: {
    only: [
      ...["L1Loss", "MSELoss", "SmoothL1Loss", "HuberLoss", "BCELoss", "BCEWithLogitsLoss"],
      ...["KLDivLoss", "PoissonNLLLoss", "GaussianNLLLoss", "SoftMarginLoss", "HingeEmbeddingLoss"],
      ...["MarginRankingLoss", "CosineEmbeddingLoss", "TripletMargin*", "MultiMarginLoss"],
      ...["MultiLabelMarginLoss", "MultiLabelSoftMarginLoss", "CrossEntropyLoss", "NLLLoss"],
      "LinearCrossEntropyLoss",
    ],
  },
  pose: (posed) => posedWith(posed, ["size_average", "reduce"], { reduction: "none" }),
  async claims({ call, answer, ask, margins }) {
    const elements = slotOf(answer, "output.0");
    const count = sizeOf(elements.shape);
    if (count === 0) return [];
    const flat = reshaped(elements, [count]);
    const each = upTo(count).map((i) => reshaped(take(flat, 0, [i]), []));
    const names = WEIGHTED.includes(call.layer) ? ["sum"] : ["sum", "mean"];
    const limits = await margins();
    const claims = names.map(async (reduction) => {
      const { tensors } = await ask(reducedTo(call, reduction));
      const part = reduction === "sum" ? 1 : 1 / count;
      const want = { "output.0": combined(each.map((one) => [part, one])) };
      return sameWithin(limits, 2 * part * count, call, want, tensors);
    });
    return Promise.all(claims);
  },
};

function reducedTo(call: Call, reduction: string): Call {
  const { inputs, keywords } = call;
  return related(call, { options: { ...call.options, reduction }, inputs, keywords });
}
