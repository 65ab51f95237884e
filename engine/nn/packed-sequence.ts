import type { Dtype } from "../dtype.ts";
import { numbers, to } from "../ops/copy.ts";
import { tensor } from "../ops/create.ts";
import { Tensor } from "../tensor.ts";

/** What a packed sequence has beside its data. */
export interface PackedParts {
  batchSizes: Tensor;
  sortedIndices?: Tensor | null;
  unsortedIndices?: Tensor | null;
}

/**
 * Sequences of unequal lengths without padding: the first step of all, longest first, then the second step of those that have
 * one, and so on. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.rnn.PackedSequence.html
 */
export class PackedSequence {
  /** (rows, *) */
  readonly data: Tensor;
  /** The rows of each step, int64. */
  readonly batchSizes: Tensor;
  /** Which sequence of the caller's stands where; null if the caller's were sorted. */
  readonly sortedIndices: Tensor | null;
  /** Where each of the caller's sequences stands. */
  readonly unsortedIndices: Tensor | null;

  /** What follows `data` may be given by name, in one object. */
  constructor(
    data: Tensor,
    given: Tensor | PackedParts,
    sorted: Tensor | null = null,
    unsorted: Tensor | null = null,
  ) {
    const parts = given instanceof Tensor ? { batchSizes: given } : given;
    const { batchSizes, sortedIndices = sorted, unsortedIndices = unsorted } = parts as PackedParts;
    this.data = data;
    this.batchSizes = batchSizes;
    this.sortedIndices = sortedIndices;
    this.unsortedIndices = unsortedIndices ?? invertPermutation(sortedIndices);
  }

  /** The same sequences with data of another dtype. */
  to(dtype: Dtype): PackedSequence {
    const { data, batchSizes, sortedIndices, unsortedIndices } = this;
    if (data.dtype === dtype) return this;
    return new PackedSequence(to(data, dtype), batchSizes, sortedIndices, unsortedIndices);
  }

  /** As PyTorch prints it. */
  toString(): string {
    const show = (x: Tensor | null) => (x ? String(x) : "None");
    const { data, batchSizes, sortedIndices, unsortedIndices } = this;
    return `PackedSequence(data=${data}, batch_sizes=${batchSizes}, sorted_indices=${show(sortedIndices)}, unsorted_indices=${show(unsortedIndices)})`;
  }
}

/** The permutation that undoes another. */
export function invertPermutation(permutation: Tensor | null): Tensor | null {
  if (!permutation) return null;
  const order = Array.from(numbers(permutation));
  return tensor(
    order.map((_, i) => order.indexOf(i)),
    { dtype: "int64" },
  );
}
