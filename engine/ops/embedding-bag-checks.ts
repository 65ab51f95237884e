import { type Dtype, isFloating, promote } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { formatSize } from "../print/python.ts";
import { sameShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { numbers } from "./copy.ts";
import { TENSOR_TYPE } from "./embedding.ts";
import type { BagOptions } from "./embedding-bag.ts";

/** Refuses ranks and options that do not go together. */
export function checkBagOptions(indices: Tensor, weight: Tensor, options: BagOptions): void {
  const { mode, scaleGradByFreq, sparse, perSampleWeights: factors } = options;
  const must = (holds: boolean, what: () => string) =>
    checkAs("ValueError", holds, "embeddingBag", what);
  must(
    !factors || sameShape(indices.shape, factors.shape),
    () =>
      `embedding_bag: If per_sample_weights (${formatSize(factors?.shape ?? [])}) is not None, then it must have the same shape as the input (${formatSize(indices.shape)})`,
  );
  must(
    weight.ndim === 2,
    () => `weight has to be a 2D Tensor, but got Tensor of dimension ${weight.ndim}`,
  );
  checkOffsets(indices, options);
  must(
    mode === "sum" || mode === "mean" || mode === "max",
    () => `mode has to be one of sum, mean or max, but got ${mode}`,
  );
  must(
    mode !== "max" || !scaleGradByFreq,
    () => "max mode does not support scaling the gradient by the frequency",
  );
  must(mode !== "max" || !sparse, () => "max mode does not support sparse weights");
}

function checkOffsets(indices: Tensor, { offsets }: BagOptions): void {
  const must = (holds: boolean, what: () => string) =>
    checkAs("ValueError", holds, "embeddingBag", what);
  must(
    indices.ndim === 1 || indices.ndim === 2,
    () => `input has to be 1D or 2D Tensor, but got Tensor of dimension ${indices.ndim}`,
  );
  if (indices.ndim === 2) {
    must(
      offsets === null,
      () =>
        "if input is 2D, then offsets has to be None, as input is treated is a mini-batch of fixed length sequences. However, found offsets",
    );
    const each = indices.size(1);
    check(each > 0, "embeddingBag", () => "step must be nonzero: each bag of indices has none");
    return;
  }
  must(offsets !== null, () => "offsets has to be a 1D Tensor but got None");
  must(offsets?.ndim === 1, () => `offsets has to be a 1D Tensor, but has ${offsets?.ndim} axes`);
}

/** Refuses types, offsets and a padding row that cannot be. */
export function checkBagValues(indices: Tensor, weight: Tensor, options: BagOptions): void {
  const { mode, offsets, perSampleWeights: factors, paddingIdx } = options;
  const where = "embedding_bag";
  checkAs(
    "NotImplementedError",
    !factors || mode === "sum",
    where,
    () =>
      `embedding_bag: per_sample_weights was not None. per_sample_weights is only supported for mode='sum' (got mode='${mode}'). Please open a feature request on GitHub.`,
  );
  const rows = weight.size(0);
  check(
    paddingIdx === null || (paddingIdx >= -rows && paddingIdx < rows),
    where,
    () =>
      `padding_idx must be within the number of embeddings, ${-rows} through ${rows - 1}, but got ${paddingIdx}`,
  );
  checkTypes(indices, weight, offsets, factors);
  if (offsets) checkEnds(offsets, indices, options.includeLastOffset);
}

function checkTypes(
  indices: Tensor,
  weight: Tensor,
  offsets: Tensor | null,
  factors: Tensor | null,
): void {
  const whole = promote(indices.dtype, offsets?.dtype ?? indices.dtype);
  checkType("indices", whole, "Long, Int", whole === "int64" || whole === "int32");
  checkType("weight", weight.dtype, "Half, BFloat16, Float, Double", isFloating(weight.dtype));
  check(
    !factors || factors.dtype === weight.dtype,
    "embedding_bag",
    () =>
      `Expected tensor for argument #1 'weight' to have the same type as tensor for argument #1 'per_sample_weights'; but type ${TENSOR_TYPE[weight.dtype]} does not equal ${TENSOR_TYPE[factors?.dtype ?? weight.dtype]}`,
  );
}

function checkType(name: string, dtype: Dtype, wanted: string, holds: boolean): void {
  check(
    holds,
    "embedding_bag",
    () =>
      `Expected tensor for argument #1 '${name}' to have one of the following scalar types: ${wanted}; but got ${TENSOR_TYPE[dtype]} instead`,
  );
}

function checkEnds(offsets: Tensor, { numel: length }: Tensor, includeLastOffset: boolean): void {
  const where = "embedding_bag";
  check(
    !includeLastOffset || offsets.numel > 0,
    where,
    () => "include_last_offset: number of offset should be at least 1, but there is none",
  );
  const [first = 0, last = first] = [numbers(offsets)[0], numbers(offsets).at(-1)];
  check(
    first === 0,
    where,
    () =>
      `offsets[0] has to be 0, i.e., the first sequence in the mini-batch has to start from position 0. However, got ${first}`,
  );
  check(
    last <= length,
    where,
    () =>
      `offsets[-1] can not be greater than input's length ${length} but got offsets[-1] of ${last}`,
  );
}
