import { check, checkAs } from "../errors.ts";
import { sameShape, showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import type { MultiHeadWeights } from "./multi-head-attention.ts";

const WHERE = "multiHeadAttention";

function assert(holds: boolean, what: () => string): void {
  checkAs("AssertionError", holds, WHERE, what);
}

/** Query, key, value and masks must all be of a batch, or none. */
export function checkRanks(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  padding: Tensor | null,
  pairs: Tensor | null,
  heads: number,
): void {
  const rank = query.ndim;
  assert(
    rank === 2 || rank === 3,
    () => `query should be unbatched 2D or batched 3D tensor but received ${rank}-D query tensor`,
  );
  const kind = rank === 3 ? "batched (3-D)" : "unbatched (2-D)";
  assert(
    key.ndim === rank && value.ndim === rank,
    () =>
      `For ${kind} \`query\`, expected \`key\` and \`value\` to be ${rank}-D but found ${key.ndim}-D and ${value.ndim}-D tensors respectively`,
  );
  assert(
    padding === null || padding.ndim === rank - 1,
    () =>
      `For ${kind} \`query\`, expected \`key_padding_mask\` to be \`None\` or ${rank - 1}-D but found ${padding?.ndim}-D tensor instead`,
  );
  if (!pairs) return;
  assert(
    pairs.ndim === 2 || pairs.ndim === 3,
    () =>
      `For ${kind} \`query\`, expected \`attn_mask\` to be \`None\`, 2-D or 3-D but found ${pairs.ndim}-D tensor instead`,
  );
  const own = [heads, query.size(0), key.size(0)];
  assert(
    rank === 3 || pairs.ndim === 2 || sameShape(pairs.shape, own),
    () => `Expected \`attn_mask\` shape to be (${own.join(", ")}) but got ${sizeText(pairs)}`,
  );
}

/** Query must have the width that was built for; key and value must go together. */
export function checkWidths(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  { embedDim, heads, projection }: MultiHeadWeights,
): void {
  const width = query.size(-1);
  assert(
    width === embedDim,
    () => `was expecting embedding dimension of ${embedDim}, but got ${width}`,
  );
  assert(width % heads === 0, () => `embed_dim ${width} not divisible by num_heads ${heads}`);
  if (projection.packed) {
    assert(
      sameShape(key.shape, value.shape),
      () => `key shape ${sizeText(key)} does not match value shape ${sizeText(value)}`,
    );
    return;
  }
  const [own, other] = [key, value].map((x) => x.shape.slice(0, 2)) as [number[], number[]];
  assert(
    sameShape(own, other),
    () =>
      `key's sequence and batch dims torch.Size(${showShape(own)}) do not match value's torch.Size(${showShape(other)})`,
  );
}

/** A mask of pairs is (L, S) or (N · heads, L, S). */
export function checkAttentionMask(
  mask: Tensor,
  entries: number,
  length: number,
  keys: number,
): void {
  const shape = mask.ndim === 2 ? [length, keys] : [entries, length, keys];
  check(
    sameShape(mask.shape, shape),
    WHERE,
    () =>
      `The shape of the ${mask.ndim}D attn_mask is ${sizeText(mask)}, but should be (${shape.join(", ")}).`,
  );
}

/** A mask of keys is (N, S), S counting the keys that were added. */
export function checkPaddingMask(mask: Tensor, batch: number, keys: number): void {
  [batch, keys].forEach((size, axis) => {
    assert(
      mask.size(axis) === size,
      () => `Expected key_padded_mask.shape[${axis}] to be ${size}, but got ${mask.size(axis)}`,
    );
  });
}

/** (length, N, E) must split among the query's batch and the heads. */
export function checkSplits(x: Tensor, batch: number, heads: number): void {
  const width = Math.floor(x.size(2) / heads);
  const shape = [x.size(0), batch * heads, width];
  check(
    x.size(1) === batch && x.size(2) % heads === 0,
    WHERE,
    () => `shape '${showShape(shape)}' is invalid for input of size ${x.numel}`,
  );
}

function sizeText(x: Tensor): string {
  return `torch.Size(${showShape(x.shape)})`;
}
