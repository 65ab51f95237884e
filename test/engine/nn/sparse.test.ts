import { describe, expect, test } from "vitest";
import { nn, torch } from "#engine";

test("max norm scales used rows in the weight itself, and no others", () => {
  const table = new nn.Embedding(3, 2, {
    maxNorm: 1,
    _weight: torch.tensor([
      [3, 4],
      [6, 8],
      [0, 0.5],
    ]),
  });
  const y = table(torch.tensor([0n, 2n, 0n]));
  expect(y.tolist()).toEqual([0, 2, 0].map((row) => (table.weight.tolist() as number[][])[row]));
  const [first, second, third] = table.weight.tolist() as number[][];
  expect(Math.hypot(...(first as number[]))).toBeCloseTo(1, 6);
  expect(second).toEqual([6, 8]);
  expect(third).toEqual([0, 0.5]);
});

test("the padding row starts at 0 and gets no gradient; a given table keeps it", () => {
  const table = new nn.Embedding(4, 2, { paddingIdx: -1 });
  expect(table.paddingIdx).toBe(3);
  expect((table.weight.tolist() as number[][])[3]).toEqual([0, 0]);
  table(torch.tensor([3n, 1n, 1n]))
    .sum()
    .backward();
  expect(table.weight.grad?.tolist()).toEqual([
    [0, 0],
    [2, 2],
    [0, 0],
    [0, 0],
  ]);
  const given = nn.Embedding.fromPretrained(torch.ones([2, 2]), { paddingIdx: 1 });
  expect(given.weight.tolist()).toEqual([
    [1, 1],
    [1, 1],
  ]);
  expect(given.weight.requiresGrad).toBe(false);
});

test("scaled by use, a row's gradients are averaged", () => {
  const table = new nn.Embedding(3, 1, { scaleGradByFreq: true });
  table(torch.tensor([1, 1, 2, 1, 1], { dtype: "int32" }))
    .sum()
    .backward();
  expect(table.weight.grad?.tolist()).toEqual([[0], [1], [1]]);
});

test("a sparse gradient says so until a dense one joins it", () => {
  const table = new nn.Embedding(3, 1, { sparse: true });
  const add = () =>
    table(torch.tensor([1n]))
      .sum()
      .backward();
  add();
  add();
  expect(table.weight.grad?.layout).toBe("sparse_coo");
  table.weight.sum().backward();
  expect(table.weight.grad?.layout).toBe("strided");
  expect(table.weight.grad?.tolist()).toEqual([[1], [3], [1]]);
});

describe("refusals name the numbers", () => {
  const table = new nn.Embedding(4, 3);
  test.each<[string, () => unknown, string, string]>([
    [
      "too great",
      () => table(torch.tensor([0n, 4n])),
      "IndexError",
      "embedding: index out of range in self: 4 for 4 rows",
    ],
    [
      "negative",
      () => table(torch.tensor([-1n])),
      "IndexError",
      "embedding: index out of range in self: -1 for 4 rows",
    ],
    [
      "not whole",
      () => table(torch.tensor([0.5])),
      "RuntimeError",
      "embedding: Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got torch.FloatTensor instead",
    ],
    [
      "padding",
      () => new nn.Embedding(4, 3, { paddingIdx: 4 }),
      "AssertionError",
      "Embedding: Padding_idx must be within num_embeddings: 4 for 4 rows",
    ],
    [
      "another table",
      () => new nn.Embedding(4, 3, { _weight: torch.ones([4, 2]) }),
      "AssertionError",
      "Embedding: Shape of weight does not match num_embeddings and embedding_dim: [4, 2] is not [4, 3]",
    ],
    [
      "a vector as table",
      () => nn.Embedding.fromPretrained(torch.ones([4])),
      "AssertionError",
      "Embedding.fromPretrained: Embeddings parameter is expected to be 2-dimensional, but has shape [4]",
    ],
    [
      "renormalised beyond the table",
      () => new nn.Embedding(4, 3, { maxNorm: 1 })(torch.tensor([5n])),
      "IndexError",
      "embedding_renorm_: select(): index 5 out of range for tensor of size [4, 3] at dimension 0",
    ],
  ])("%s", (_, act, errorClass, message) => {
    expect(act).toThrow(expect.objectContaining({ class: errorClass, message }));
  });
});
