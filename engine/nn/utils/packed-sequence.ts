import type { Dtype } from "../../dtype.ts";
import { to } from "../../ops/copy.ts";
import type { Tensor } from "../../tensor.ts";
import { invertPermutation } from "./invert-permutation.ts";

/**
 * Sequences of different lengths without padding: the first steps of all of them, then the second steps of those that have one,
 * and so on, the longest sequence first. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.rnn.PackedSequence.html
 *
 * **Shapes**: data (sum of the lengths, *), batchSizes (longest length), the indices (number of sequences).
 */
export class PackedSequence {
  readonly data: Tensor;
  /** How many sequences have each step; int64. */
  readonly batchSizes: Tensor;
  /** Which sequence of the caller's each one here is; null where they came sorted. */
  readonly sortedIndices: Tensor | null;
  /** The inverse of sortedIndices. */
  readonly unsortedIndices: Tensor | null;

  constructor(
    data: Tensor,
    batchSizes: Tensor,
    sortedIndices: Tensor | null = null,
    unsortedIndices: Tensor | null = invertPermutation(sortedIndices),
  ) {
    this.data = data;
    this.batchSizes = batchSizes;
    this.sortedIndices = sortedIndices;
    this.unsortedIndices = unsortedIndices ?? invertPermutation(sortedIndices);
  }

  /** The same with the data in another dtype; itself if it has that dtype. */
  to(dtype: Dtype): PackedSequence {
    if (this.data.dtype === dtype) return this;
    const { batchSizes, sortedIndices, unsortedIndices } = this;
    return new PackedSequence(to(this.data, dtype), batchSizes, sortedIndices, unsortedIndices);
  }
}
