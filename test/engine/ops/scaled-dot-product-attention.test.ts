import { describe, expect, test } from "vitest";
import { F, type Tensor, torch } from "#engine";

const q = () => torch.randn([2, 2, 3, 4]);

test("a boolean mask says who takes part; who sees nothing gets zeros, and no gradient", () => {
  const query = torch.randn([1, 1, 2, 4], { requiresGrad: true });
  const key = torch.randn([1, 1, 3, 4]);
  const attnMask = torch.tensor([
    [true, true, false],
    [false, false, false],
  ]);
  const y = F.scaledDotProductAttention(query, key, key, { attnMask });
  const two = key.narrow(2, 0, 2);
  const alone = F.scaledDotProductAttention(query.narrow(2, 0, 1), two, two);
  expect(y.select(2, 0).tolist()).toEqual(alone.select(2, 0).tolist());
  expect(y.select(2, 1).tolist()).toEqual([[[0, 0, 0, 0]]]);
  torch.sum(y).backward();
  expect((query.grad as Tensor).select(2, 1).tolist()).toEqual([[[0, 0, 0, 0]]]);
});

test("the causal mask is counted from the first key, as the explicit one", () => {
  const [x, y] = [torch.randn([1, 1, 2, 4]), torch.randn([1, 1, 4, 4])];
  const attnMask = torch.tensor([
    [true, false, false, false],
    [true, true, false, false],
  ]);
  const causal = F.scaledDotProductAttention(x, y, y, { isCausal: true });
  expect(causal.tolist()).toEqual(F.scaledDotProductAttention(x, y, y, { attnMask }).tolist());
});

test("heads that share a key are as if it were repeated", () => {
  const [x, key] = [torch.randn([1, 4, 3, 4]), torch.randn([1, 2, 5, 4])];
  const shared = F.scaledDotProductAttention(x, key, key, { enableGqa: true });
  const heads = [0, 0, 1, 1].map((i) => key.narrow(1, i, 1));
  const repeated = torch.cat(heads, 1);
  expect(shared.tolist()).toEqual(F.scaledDotProductAttention(x, repeated, repeated).tolist());
});

describe("many queries, some at a time, are looked at as all at once", () => {
  const leaves = () =>
    [
      [2, 3, 290, 9],
      [2, 3, 610, 9],
      [2, 3, 610, 5],
      [1, 3, 290, 610],
    ].map((shape) => torch.randn(shape, { dtype: "float64", requiresGrad: true })) as Leaves;

  test("with a mask that has a gradient", () => {
    const [x, k, v, attnMask] = leaves();
    const output = F.scaledDotProductAttention(x, k, v, { attnMask });
    const scores = torch.matmul(x, k.mT).div(3).add(attnMask);
    expectSame([x, k, v, attnMask], output, torch.matmul(F.softmax(scores, { dim: -1 }), v));
  });

  test("causal", () => {
    const [x, k, v] = leaves();
    const output = F.scaledDotProductAttention(x, k, v, { isCausal: true });
    const seen = torch.ones([290, 610], { dtype: "bool" }).tril();
    const scores = torch.matmul(x, k.mT).div(3).maskedFill(seen.logicalNot(), -Infinity);
    expectSame([x, k, v], output, torch.matmul(F.softmax(scores, { dim: -1 }), v));
  });
});

type Leaves = [Tensor, Tensor, Tensor, Tensor];

/** The same output, and the same gradients of all leaves. */
function expectSame(leaves: readonly Tensor[], output: Tensor, expected: Tensor): void {
  const g = torch.randn(output.shape, { dtype: "float64" });
  const all = (y: Tensor) => [y.detach(), ...torch.grad([y], leaves, [g])] as Tensor[];
  const wanted = all(expected);
  all(output).forEach((found, i) => {
    const error = torch.abs(torch.sub(found, wanted[i] as Tensor));
    expect(error.max().item()).toBeLessThan(1e-12);
  });
}

describe("refusals", () => {
  test.each<[string, () => unknown, string, string]>([
    [
      "a vector",
      () => F.scaledDotProductAttention(torch.zeros([4]), q(), q()),
      "RuntimeError",
      "scaledDotProductAttention: Expected query, key, and value to all be  at least 2 dimensional, but got query.dim: 1 key.dim: 4 and value.dim: 4 instead.",
    ],
    [
      "dtypes that differ",
      () => F.scaledDotProductAttention(q(), q().to("float64"), q()),
      "RuntimeError",
      "scaledDotProductAttention: Expected query, key, and value to have the same dtype, but got query.dtype: float key.dtype: double and value.dtype: float instead.",
    ],
    [
      "integers",
      () => {
        const x = torch.ones([2, 2, 3, 4], { dtype: "int64" });
        return F.scaledDotProductAttention(x, x, x);
      },
      "RuntimeError",
      "scaledDotProductAttention: expected scalar type Float but found Long",
    ],
    [
      "a mask of another dtype",
      () =>
        F.scaledDotProductAttention(q(), q(), q(), {
          attnMask: torch.zeros([3, 3], { dtype: "int64" }),
        }),
      "RuntimeError",
      "scaledDotProductAttention: Expected attn_mask dtype to be bool or float or to match query dtype, but got attn_mask.dtype: long int and  query.dtype: float instead.",
    ],
    [
      "a mask of another shape",
      () => F.scaledDotProductAttention(q(), q(), q(), { attnMask: torch.zeros([3, 4]) }),
      "RuntimeError",
      "scaledDotProductAttention: The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 3",
    ],
    [
      "a mask of more axes",
      () => F.scaledDotProductAttention(q(), q(), q(), { attnMask: torch.zeros([1, 1, 1, 3, 3]) }),
      "RuntimeError",
      "scaledDotProductAttention: output with shape [2, 2, 3, 3] doesn't match the broadcast shape [1, 2, 2, 3, 3]",
    ],
    [
      "a mask with one axis for four",
      () => F.scaledDotProductAttention(q(), q(), q(), { attnMask: torch.zeros([3]) }),
      "IndexError",
      "scaledDotProductAttention: attn_mask: Dimension out of range (expected to be in range of [-1, 0], but got -2)",
    ],
    [
      "a mask and the causal one",
      () =>
        F.scaledDotProductAttention(q(), q(), q(), {
          attnMask: torch.zeros([3, 3]),
          isCausal: true,
          dropoutP: 0.5,
        }),
      "RuntimeError",
      "scaledDotProductAttention: Explicit attn_mask should not be set when is_causal=True",
    ],
    [
      "a dropout above 1",
      () => F.scaledDotProductAttention(q(), q(), q(), { dropoutP: 1.5 }),
      "RuntimeError",
      "scaledDotProductAttention: dropout probability has to be between 0 and 1, but got 1.5",
    ],
    [
      "a dropout below 0",
      () => F.scaledDotProductAttention(q(), q(), q(), { dropoutP: -0.5 }),
      "RuntimeError",
      "scaledDotProductAttention: Currently do not support dropout > 0, but it is -0.5",
    ],
    [
      "keys of another width",
      () => F.scaledDotProductAttention(q(), torch.zeros([2, 2, 5, 3]), torch.zeros([2, 2, 5, 4])),
      "RuntimeError",
      "scaledDotProductAttention: Expected size for first two dimensions of batch2 tensor to be: [4, 4] but got: [4, 3].",
    ],
    [
      "matrices of another width",
      () =>
        F.scaledDotProductAttention(torch.zeros([3, 4]), torch.zeros([5, 3]), torch.zeros([5, 4])),
      "RuntimeError",
      "scaledDotProductAttention: mat1 and mat2 shapes cannot be multiplied (3x4 and 3x5)",
    ],
    [
      "heads that cannot be shared",
      () => F.scaledDotProductAttention(torch.zeros([2, 3, 3, 4]), q(), q(), { enableGqa: true }),
      "RuntimeError",
      "scaledDotProductAttention: Number of heads in key and value must divide the number of heads in query, but 2 does not divide 3",
    ],
    [
      "shared heads without heads",
      () => {
        const x = torch.zeros([3, 4]);
        return F.scaledDotProductAttention(x, x, x, { enableGqa: true });
      },
      "IndexError",
      "scaledDotProductAttention: Dimension out of range (expected to be in range of [-2, 1], but got -3)",
    ],
  ])("%s", (_, act, errorClass, message) => {
    expect(act).toThrow(expect.objectContaining({ class: errorClass, message }));
  });
});
