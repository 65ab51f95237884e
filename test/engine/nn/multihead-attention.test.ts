import { describe, expect, test } from "vitest";
import { nn, type Tensor, torch } from "#engine";

const nothing = (rows: number, columns: number) =>
  torch.full([rows, columns], 1, { dtype: "bool" });

/** Whether any element is NaN. */
function hasNaN(x: Tensor): boolean {
  return [...(x.toTypedArray() as Float32Array)].some(Number.isNaN);
}

test("a query that may look at no key: NaN with weights, out_proj's bias without, NaN on the fast path", () => {
  const attention = new nn.MultiheadAttention(4, 2, { batchFirst: true }).eval();
  const x = torch.randn([1, 3, 4]);
  const keyPaddingMask = nothing(1, 3);
  const slow = (needWeights: boolean) => attention(x, x, x, { keyPaddingMask, needWeights })[0];
  expect(hasNaN(slow(true))).toBe(true);
  const rows = slow(false).select(0, 0).tolist() as number[][];
  for (const row of rows) expect(row).toEqual(attention.out_proj.bias?.tolist());
  expect(hasNaN(torch.noGrad(() => slow(false)))).toBe(true);
});

test("the fast path is for one tensor given three times", () => {
  const attention = new nn.MultiheadAttention(4, 2, { batchFirst: true }).eval();
  const x = torch.randn([1, 3, 4]);
  const keyPaddingMask = nothing(1, 3);
  const options = { keyPaddingMask, needWeights: false };
  expect(hasNaN(torch.noGrad(() => attention(x, x, x, options)[0]))).toBe(true);
  expect(hasNaN(torch.noGrad(() => attention(x, x.clone(), x, options)[0]))).toBe(false);
});

test("the fast path does not hear the causal hint, the slow one does not read the mask", () => {
  const attention = new nn.MultiheadAttention(4, 2, { batchFirst: true }).eval();
  const x = torch.randn([2, 3, 4]);
  const open = torch.zeros([3, 3], { dtype: "bool" });
  const look = (options: object) => attention(x, x, x, { needWeights: false, ...options })[0];
  const seen = look({}).tolist();
  expect(look({ attnMask: open, isCausal: true }).tolist()).not.toEqual(seen);
  expect(torch.noGrad(() => look({ attnMask: open, isCausal: true })).tolist()).toEqual(
    torch.noGrad(() => look({})).tolist(),
  );
});

test("weights that are changed before backward are refused", () => {
  const attention = new nn.MultiheadAttention(4, 2);
  const x = torch.randn([3, 1, 4]);
  const [y, weights] = attention(x, x, x, { averageAttnWeights: false });
  torch.noGrad(() => torch.copy_((weights as Tensor).detach(), torch.zeros([1, 2, 3, 3])));
  expect(() => torch.sum(y).backward()).toThrow("modified by an inplace operation");
});

test("weights of each query add up to 1", () => {
  const x = torch.randn([3, 2, 4], { dtype: "float64" });
  const attention = new nn.MultiheadAttention(4, 2, { dtype: "float64" });
  const [, weights] = attention(x, x, x);
  for (const row of (weights as Tensor).sum([2]).tolist() as number[][]) {
    for (const sum of row) expect(sum).toBeCloseTo(1, 14);
  }
});

describe("refusals", () => {
  const attention = new nn.MultiheadAttention(4, 2);
  const fast = new nn.MultiheadAttention(4, 2, { batchFirst: true }).eval();
  const x = torch.zeros([3, 2, 4]);
  const wide = torch.zeros([2, 3, 5]);
  test.each<[string, () => unknown, string, string]>([
    [
      "heads that do not divide",
      () => new nn.MultiheadAttention(4, 3),
      "AssertionError",
      "MultiheadAttention: embed_dim must be divisible by num_heads, but 3 does not divide 4",
    ],
    [
      "no heads",
      () => new nn.MultiheadAttention(4, 0),
      "ValueError",
      "MultiheadAttention: embed_dim and num_heads must be greater than 0, got embed_dim=4 and num_heads=0 instead",
    ],
    [
      "another rank",
      () => attention(torch.zeros([4]), x, x),
      "AssertionError",
      "multiHeadAttention: query should be unbatched 2D or batched 3D tensor but received 1-D query tensor",
    ],
    [
      "ranks that differ",
      () => attention(x, torch.zeros([3, 4]), torch.zeros([3, 4])),
      "AssertionError",
      "multiHeadAttention: For batched (3-D) `query`, expected `key` and `value` to be 3-D but found 2-D and 2-D tensors respectively",
    ],
    [
      "a padding mask of another rank",
      () => attention(x, x, x, { keyPaddingMask: torch.zeros([3]) }),
      "AssertionError",
      "multiHeadAttention: For batched (3-D) `query`, expected `key_padding_mask` to be `None` or 2-D but found 1-D tensor instead",
    ],
    [
      "a mask of another rank",
      () => attention(x, x, x, { attnMask: torch.zeros([3]) }),
      "AssertionError",
      "multiHeadAttention: For batched (3-D) `query`, expected `attn_mask` to be `None`, 2-D or 3-D but found 1-D tensor instead",
    ],
    [
      "masks of each head for another number of heads",
      () => {
        const one = torch.zeros([3, 4]);
        return attention(one, one, one, { attnMask: torch.zeros([1, 3, 3]) });
      },
      "AssertionError",
      "multiHeadAttention: Expected `attn_mask` shape to be (2, 3, 3) but got torch.Size([1, 3, 3])",
    ],
    [
      "a mask of another shape",
      () => attention(x, x, x, { attnMask: torch.zeros([3, 4]) }),
      "RuntimeError",
      "multiHeadAttention: The shape of the 2D attn_mask is torch.Size([3, 4]), but should be (3, 3).",
    ],
    [
      "a padding mask of another length",
      () => attention(x, x, x, { keyPaddingMask: torch.zeros([2, 4]) }),
      "AssertionError",
      "multiHeadAttention: Expected key_padded_mask.shape[1] to be 3, but got 4",
    ],
    [
      "a mask of integers",
      () => attention(x, x, x, { attnMask: torch.zeros([3, 3], { dtype: "int64" }) }),
      "AssertionError",
      "attention: only bool and floating types of attn_mask are supported, not int64",
    ],
    [
      "a mask of another dtype",
      () => attention(x, x, x, { attnMask: torch.zeros([3, 3], { dtype: "float64" }) }),
      "RuntimeError",
      "multiHeadAttention: Input dtypes must be the same, got: input double, batch1: float, batch2: float",
    ],
    [
      "another width",
      () => attention(wide, wide, wide),
      "AssertionError",
      "multiHeadAttention: was expecting embedding dimension of 4, but got 5",
    ],
    [
      "keys and values of unequal length",
      () => attention(x, x, torch.zeros([5, 2, 4])),
      "AssertionError",
      "multiHeadAttention: key shape torch.Size([3, 2, 4]) does not match value shape torch.Size([5, 2, 4])",
    ],
    [
      "keys of another batch",
      () => attention(x, torch.zeros([5, 3, 4]), torch.zeros([5, 3, 4])),
      "RuntimeError",
      "multiHeadAttention: shape '[5, 4, 2]' is invalid for input of size 60",
    ],
    [
      "keys of another width than was said",
      () => new nn.MultiheadAttention(4, 2, { kdim: 3 })(x, x, x),
      "AssertionError",
      "multiHeadAttention: expecting key weights shape of (4, 4), but got torch.Size([4, 3])",
    ],
    [
      "keys and values that do not go together",
      () => new nn.MultiheadAttention(4, 2, { kdim: 3 })(x, torch.zeros([5, 2, 3]), x),
      "AssertionError",
      "multiHeadAttention: key's sequence and batch dims torch.Size([5, 2]) do not match value's torch.Size([3, 2])",
    ],
    [
      "a causal hint without a mask",
      () => attention(x, x, x, { isCausal: true }),
      "RuntimeError",
      "multiHeadAttention: Need attn_mask if specifying the is_causal hint; generateSquareSubsequentMask makes this mask",
    ],
    [
      "another width on the fast path",
      () => torch.noGrad(() => fast(wide, wide, wide)),
      "RuntimeError",
      "multiHeadAttention: passed-in embed_dim 4 didn't match last dim of query 5",
    ],
    [
      "a padding mask of another length on the fast path",
      () => torch.noGrad(() => fast(x, x, x, { keyPaddingMask: nothing(3, 3) })),
      "RuntimeError",
      "multiHeadAttention: For mask_type == 1 mask shape should be (B, L)",
    ],
    [
      "a mask of other heads on the fast path",
      () =>
        torch.noGrad(() => fast(x, x, x, { attnMask: torch.zeros([3, 2, 2], { dtype: "bool" }) })),
      "RuntimeError",
      "multiHeadAttention: For mask_type == 2 mask shape should match input shape",
    ],
  ])("%s", (_, act, errorClass, message) => {
    expect(act).toThrow(expect.objectContaining({ class: errorClass, message }));
  });
});
