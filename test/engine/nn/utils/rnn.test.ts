import { describe, expect, test } from "vitest";
import { nn, torch } from "#engine";

const { packPaddedSequence, padPackedSequence, packSequence, unpackSequence, padSequence } =
  nn.utils.rnn;
const sequences = () => [torch.randn([2, 3]), torch.randn([4, 3]), torch.randn([1, 3])];

test("packing and unpacking gives the sequences back", () => {
  const given = sequences();
  const packed = packSequence(given, { enforceSorted: false });
  expect(packed.batchSizes.tolist()).toEqual([3, 2, 1, 1].map(BigInt));
  expect(packed.sortedIndices?.tolist()).toEqual([1n, 0n, 2n]);
  expect(unpackSequence(packed).map((x) => x.tolist())).toEqual(given.map((x) => x.tolist()));
});

test("padding stands where a sequence has ended, or before it starts", () => {
  const [a, b] = [torch.ones([3]), torch.ones([1])];
  expect(padSequence([a, b], { paddingValue: 9 }).tolist()).toEqual([
    [1, 1],
    [1, 9],
    [1, 9],
  ]);
  expect(padSequence([a, b], { batchFirst: true, paddingSide: "left" }).tolist()).toEqual([
    [1, 1, 1],
    [0, 0, 1],
  ]);
  const [padded, lengths] = padPackedSequence(packSequence([a, b]), {
    batchFirst: true,
    paddingValue: -1,
    totalLength: 4,
  });
  expect(padded.tolist()).toEqual([
    [1, 1, 1, -1],
    [1, -1, -1, -1],
  ]);
  expect(lengths.tolist()).toEqual([3n, 1n]);
});

test("a gradient goes back to the steps that were packed, and not to the padding", () => {
  const x = torch.ones([3, 2, 2], { requiresGrad: true });
  const packed = packPaddedSequence(x, [3, 1]);
  torch.sum(padPackedSequence(packed)[0]).backward();
  expect(x.grad?.sum([2]).tolist()).toEqual([
    [2, 2],
    [2, 0],
    [2, 0],
  ]);
});

test("each packed sequence ends as it would alone, bit for bit, in both directions", () => {
  const layer = new nn.GRU(3, 4, { bidirectional: true });
  const given = sequences();
  const [, states] = layer(packSequence(given, { enforceSorted: false }));
  given.forEach((x, i) => {
    expect(states.select(1, i).tolist()).toEqual(layer(x)[1].tolist());
  });
});

test("prints as PyTorch does", () => {
  const packed = packPaddedSequence(torch.ones([2, 2, 1]), [2, 1]);
  expect(String(packed)).toBe(
    "PackedSequence(data=tensor([[1.],\n        [1.],\n        [1.]]), batch_sizes=tensor([2, 1]), sorted_indices=None, unsorted_indices=None)",
  );
});

describe("refusals", () => {
  const x = torch.zeros([3, 2, 1]);
  test.each<[string, () => unknown, string, string]>([
    [
      "rising lengths",
      () => packPaddedSequence(x, [1, 3]),
      "RuntimeError",
      "packPaddedSequence: `lengths` array must be sorted in decreasing order when `enforce_sorted` is True; { enforceSorted: false } sorts",
    ],
    [
      "a length of 0",
      () => packPaddedSequence(x, [3, 0]),
      "RuntimeError",
      "packPaddedSequence: Length of all samples has to be greater than 0, but found an element in 'lengths' that is <= 0: 0",
    ],
    [
      "too few lengths",
      () => packPaddedSequence(x, [3]),
      "RuntimeError",
      "packPaddedSequence: Expected `len(lengths)` to be equal to batch_size, but got 1 (batch_size=2)",
    ],
    [
      "nothing",
      () => packPaddedSequence(torch.zeros([3, 0, 1]), []),
      "RuntimeError",
      "packPaddedSequence: Cannot pack empty tensors. The input has shape [3, 0, 1]",
    ],
    [
      "a length beyond the steps",
      () => packPaddedSequence(x, [4, 1]),
      "RuntimeError",
      "packPaddedSequence: lengths up to 4 need as many steps, but there are 3",
    ],
    [
      "lengths with two axes",
      () => packPaddedSequence(x, torch.ones([2, 1], { dtype: "int64" })),
      "RuntimeError",
      "packPaddedSequence: 'lengths' argument should be a 1D CPU int64 tensor, but got 2D tensor",
    ],
    [
      "a total length that is too short",
      () => padPackedSequence(packPaddedSequence(x, [3, 1]), { totalLength: 2 }),
      "ValueError",
      "padPackedSequence: Expected total_length to be at least the length of the longest sequence in input, but got total_length=2 and max sequence length being 3",
    ],
    [
      "no sequences",
      () => padSequence([]),
      "RuntimeError",
      "padSequence: received an empty list of sequences",
    ],
    [
      "another side",
      () => padSequence([x], { paddingSide: "up" as never }),
      "RuntimeError",
      "padSequence: Expected padding_side to be one of left or right, but got up.",
    ],
    [
      "batches that grow",
      () =>
        new nn.RNN(3, 4)(
          new nn.utils.rnn.PackedSequence(
            torch.zeros([3, 3]),
            torch.tensor([1, 2], { dtype: "int64" }),
          ),
        ),
      "RuntimeError",
      "RNN: output with shape [1] doesn't match the broadcast shape [2]: batch sizes 1,2 must not grow",
    ],
    [
      "batches of more rows than there are",
      () =>
        new nn.RNN(3, 4)(
          new nn.utils.rnn.PackedSequence(
            torch.zeros([3, 3]),
            torch.tensor([2, 2], { dtype: "int64" }),
          ),
        ),
      "RuntimeError",
      "RNN: batch sizes 2,2 need 4 rows, but shape '[3,3]' has 3",
    ],
  ])("%s", (_, act, errorClass, message) => {
    expect(act).toThrow(expect.objectContaining({ class: errorClass, message }));
  });
});
