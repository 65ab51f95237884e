// torch.nn.utils.rnn: sequences of unequal lengths, padded and packed.
import { check, checkAs } from "../../errors.ts";
import { numbers } from "../../ops/copy.ts";
import { tensor } from "../../ops/create.ts";
import { indexSelect } from "../../ops/gather.ts";
import { indexed } from "../../ops/index.ts";
import { packSteps, padSteps, stepSizes } from "../../ops/pack-sequence.ts";
import { padSequences } from "../../ops/pad-sequence.ts";
import { transpose_ } from "../../ops/transpose-inplace.ts";
import { unbind } from "../../ops/unbind.ts";
import { transpose } from "../../ops/view.ts";
import { showShape } from "../../shape.ts";
import { Tensor } from "../../tensor.ts";
import { PackedSequence } from "../packed-sequence.ts";

export { invertPermutation, PackedSequence } from "../packed-sequence.ts";

/** Options of packPaddedSequence and packSequence. */
export interface PackOptions {
  /** Whether the sequences come longest first; else they are sorted, and the order is kept. */
  enforceSorted?: boolean;
}

/** Options of packPaddedSequence. */
export interface PackPaddedOptions extends PackOptions {
  /** Whether the input is (N, T, *) and not (T, N, *). */
  batchFirst?: boolean;
}

/**
 * Packs padded sequences of the given lengths. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.rnn.pack_padded_sequence.html
 *
 * **Shapes**: input (T, N, *), lengths N. Throws RuntimeError for lengths that are not positive, not falling, or too few.
 */
export function packPaddedSequence(
  input: Tensor,
  lengths: readonly number[] | Tensor,
  { batchFirst = false, enforceSorted = true }: PackPaddedOptions = {},
): PackedSequence {
  const given = lengthsOf(lengths);
  const order = enforceSorted ? null : sortedOrder(given);
  const indices = order && tensor(order, { dtype: "int64" });
  const batchAxis = batchFirst ? 0 : 1;
  const sorted = indices ? indexSelect(input, batchAxis, indices) : input;
  const falling = order ? order.map((i) => given[i] as number) : given;
  const timeMajor = batchFirst ? transpose(sorted, 0, 1) : sorted;
  checkLengths(timeMajor, falling);
  const sizes = stepSizes(falling);
  check(
    sizes.length <= timeMajor.size(0),
    "packPaddedSequence",
    () => `lengths up to ${sizes.length} need as many steps, but there are ${timeMajor.size(0)}`,
  );
  const data = packSteps(timeMajor, sizes);
  return new PackedSequence(data, tensor(sizes, { dtype: "int64" }), indices);
}

/** Options of padPackedSequence. */
export interface PadPackedOptions {
  batchFirst?: boolean;
  /** What stands where a sequence has ended. */
  paddingValue?: number;
  /** The number of steps; that of the longest sequence if not given. */
  totalLength?: number | null;
}

/** packPaddedSequence backwards: the padded sequences and their lengths. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.rnn.pad_packed_sequence.html */
export function padPackedSequence(
  sequence: PackedSequence,
  { batchFirst = false, paddingValue = 0, totalLength = null }: PadPackedOptions = {},
): [Tensor, Tensor] {
  const sizes = lengthsOf(sequence.batchSizes);
  const longest = sizes.length;
  const steps = totalLength ?? longest;
  checkAs(
    "ValueError",
    steps >= longest,
    "padPackedSequence",
    () =>
      `Expected total_length to be at least the length of the longest sequence in input, but got total_length=${steps} and max sequence length being ${longest}`,
  );
  const batch = sizes[0] ?? 0;
  const padded = padSteps(sequence.data, sizes, steps, batch, paddingValue);
  const counts = Array.from({ length: batch }, (_, i) => sizes.filter((n) => n > i).length);
  const lengths = tensor(counts, { dtype: "int64" });
  const output = batchFirst ? transpose(padded, 0, 1) : padded;
  const { unsortedIndices: back } = sequence;
  if (!back) return [output, lengths];
  return [indexSelect(output, batchFirst ? 0 : 1, back), indexSelect(lengths, 0, back)];
}

/** Options of padSequence. */
export interface PadSequenceOptions {
  batchFirst?: boolean;
  paddingValue?: number;
  paddingSide?: "right" | "left";
}

/**
 * Sequences of unequal lengths in one tensor, the shorter ones padded. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.rnn.pad_sequence.html
 *
 * **Shapes**: each (T, *); out (longest T, N, *), or (N, longest T, *) with batchFirst.
 * Throws RuntimeError for no sequences, other sizes behind T, and a paddingSide that is neither "right" nor "left".
 */
export function padSequence(
  sequences: Iterable<Tensor> | Tensor,
  { batchFirst = false, paddingValue = 0, paddingSide = "right" }: PadSequenceOptions = {},
): Tensor {
  check(
    sequences instanceof Tensor || isIterable(sequences),
    "padSequence",
    () =>
      `pad_sequence: Expected iterable for input sequences, but got arg of type: ${typeof sequences}`,
  );
  check(
    paddingSide === "right" || paddingSide === "left",
    "padSequence",
    () => `Expected padding_side to be one of left or right, but got ${paddingSide}.`,
  );
  const list = sequences instanceof Tensor ? unbind(sequences) : [...sequences];
  const batchAxis = batchFirst ? 0 : 1;
  return padSequences(list, { batchAxis, value: paddingValue, side: paddingSide });
}

/**
 * padSequence backwards. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.rnn.unpad_sequence.html
 *
 * **Shapes**: padded (T, N, *), or (N, T, *) with batchFirst; out N of (length, *). As PyTorch does, it turns `padded` itself to
 * (N, T, *) without batchFirst. Throws ValueError for other than N lengths, and RuntimeError for a leaf that would be turned.
 */
export function unpadSequence(
  padded: Tensor,
  lengths: readonly number[] | Tensor,
  { batchFirst = false }: { batchFirst?: boolean } = {},
): Tensor[] {
  if (!batchFirst) transpose_(padded, 0, 1);
  const rows = unbind(padded);
  const counts = lengthsOf(lengths);
  checkAs(
    "ValueError",
    counts.length === rows.length,
    "unpadSequence",
    () =>
      `zip() argument 2 is ${counts.length < rows.length ? "shorter" : "longer"} than argument 1: ${counts.length} lengths for ${rows.length} sequences`,
  );
  return rows.map((row, i) => {
    const steps = Array.from({ length: row.size(0) }, (_, step) => step < (counts[i] as number));
    return indexed(row, [tensor(steps, { dtype: "bool" })]);
  });
}

/** Packs sequences (T, *) of unequal lengths. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.rnn.pack_sequence.html */
export function packSequence(
  sequences: readonly Tensor[],
  { enforceSorted = true }: PackOptions = {},
): PackedSequence {
  const lengths = sequences.map((x) => x.size(0));
  return packPaddedSequence(padSequence(sequences), lengths, { enforceSorted });
}

/** packSequence backwards. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.rnn.unpack_sequence.html */
export function unpackSequence(sequence: PackedSequence): Tensor[] {
  const [padded, lengths] = padPackedSequence(sequence, { batchFirst: true });
  return unpadSequence(padded, lengths, { batchFirst: true });
}

function isIterable(value: unknown): boolean {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}

function lengthsOf(lengths: readonly number[] | Tensor): number[] {
  if (!(lengths instanceof Tensor)) return [...lengths];
  check(
    lengths.ndim === 1,
    "packPaddedSequence",
    () => `'lengths' argument should be a 1D CPU int64 tensor, but got ${lengths.ndim}D tensor`,
  );
  return Array.from(numbers(lengths));
}

/** The sequences' numbers, longest first, in PyTorch's order among equals. */
function sortedOrder(lengths: readonly number[]): number[] {
  return lengths.map((_, i) => i).sort((a, b) => (lengths[b] as number) - (lengths[a] as number));
}

function checkLengths(x: Tensor, lengths: readonly number[]): void {
  const where = "packPaddedSequence";
  check(
    x.numel > 0,
    where,
    () => `Cannot pack empty tensors. The input has shape ${showShape(x.shape)}`,
  );
  check(
    lengths.length === x.size(1),
    where,
    () =>
      `Expected \`len(lengths)\` to be equal to batch_size, but got ${lengths.length} (batch_size=${x.size(1)})`,
  );
  const low = lengths.find((n) => n <= 0);
  check(
    low === undefined,
    where,
    () =>
      `Length of all samples has to be greater than 0, but found an element in 'lengths' that is <= 0: ${low}`,
  );
  check(
    lengths.every((n, i) => n <= (lengths[i - 1] ?? n)),
    where,
    () =>
      "`lengths` array must be sorted in decreasing order when `enforce_sorted` is True; { enforceSorted: false } sorts",
  );
}

/** fn(optional), or null of nothing. */
export function bind<T, R>(optional: T | null, fn: (value: T) => R): R | null {
  return optional === null ? null : fn(optional);
}
