import { C_TYPE, isFloating, isHalf, SCALAR_TYPE } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { broadcastShapes, type Shape, sameShape, showShape, sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { attend } from "./attend.ts";
import { additiveMask } from "./attention-masks.ts";
import { expand, reshape, unsqueeze } from "./view.ts";

const WHERE = "scaledDotProductAttention";

/** Options of scaledDotProductAttention. */
export interface ScaledDotProductAttentionOptions {
  /** Broadcasts to (*, L, S): booleans say who may take part (true), numbers are added to the scores. */
  attnMask?: Tensor | null;
  /** The probability that a weight becomes zero, also in evaluation. */
  dropoutP?: number;
  /** Whether query i sees only keys 0 to i. */
  isCausal?: boolean;
  /** What the scores are multiplied by; 1/√E if not given. */
  scale?: number | null;
  /** Whether several heads of the query share one of key and value. */
  enableGqa?: boolean;
}

/**
 * softmax(scale · q kᵀ + mask) v; a query that may look at no key gives zeros.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.scaled_dot_product_attention.html
 *
 * **Shapes**: query (*, L, E), key (*, S, E), value (*, S, V), output (*, L, V); leading axes broadcast.
 *
 * Throws RuntimeError for dtypes and sizes that do not fit.
 */
export function scaledDotProductAttention(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  options: ScaledDotProductAttentionOptions = {},
): Tensor {
  return lookScaled(query, key, value, options);
}

/** scaledDotProductAttention whose output, where it has four axes, lies in memory in the given order. */
export function lookScaled(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  options: ScaledDotProductAttentionOptions,
  order?: readonly number[],
): Tensor {
  const { attnMask: mask = null, dropoutP = 0, isCausal = false, enableGqa = false } = options;
  checkInputs(query, key, value, mask);
  const whole = fitsWholeKernel(query, key, value, mask, enableGqa);
  checkDropout(dropoutP, whole);
  check(
    !isCausal || mask === null || (whole && dropoutP === 0),
    WHERE,
    () => "Explicit attn_mask should not be set when is_causal=True",
  );
  const [k, v] = enableGqa ? [shareHeads(key, query), shareHeads(value, query)] : [key, value];
  const lead = [k, v].reduce<Shape>(
    (shape, x) => broadcastShapes(shape, x.shape.slice(0, -2), WHERE),
    query.shape.slice(0, -2),
  );
  const [q4, k4, v4] = [query, k, v].map((x) => spreadLead(x, lead)) as [Tensor, Tensor, Tensor];
  checkSizes(q4, k4, v4, mask);
  const [output] = attend(q4, k4, v4, {
    mask: mask && additiveMask(mask, query.dtype),
    scale: options.scale ?? 1 / Math.sqrt(query.size(-1)),
    dropout: Math.max(dropoutP, 0),
    causal: isCausal,
    safe: true,
    name: nodeName(query, key, value, whole && dropoutP === 0),
    needWeights: false,
    ...(order && { order }),
  });
  return output;
}

/** Whether PyTorch takes one kernel for all; else it puts the parts together, which shows in names and refusals. */
function fitsWholeKernel(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  mask: Tensor | null,
  gqa: boolean,
): boolean {
  const heads = gqa
    ? [k.shape[1] === v.shape[1]]
    : [q.shape[1] === k.shape[1], q.shape[1] === v.shape[1]];
  return (
    [q, k, v].every((x) => x.ndim === 4 && x.shape[0] === q.shape[0] && x.numel > 0) &&
    heads.every(Boolean) &&
    q.size(-1) === k.size(-1) &&
    q.size(-1) === v.size(-1) &&
    [q, k, v, mask].every((x) => !x || x.strides.at(-1) === 1) &&
    (mask === null || ((mask.ndim === 2 || mask.ndim === 4) && !mask.requiresGrad))
  );
}

function nodeName(q: Tensor, k: Tensor, v: Tensor, whole: boolean): string {
  if (whole) return "ScaledDotProductFlashAttentionForCpuBackward0";
  if (isHalf(q.dtype)) return "ToCopyBackward0";
  if (q.size(-1) > 0 && [q, k, v].some((x) => x.numel === 0)) return "AddBackward0";
  return [q, k, v].every((x) => x.ndim === 2) ? "MmBackward0" : "UnsafeViewBackward0";
}

function checkInputs(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | null): void {
  check(
    q.ndim >= 2 && k.ndim >= 2 && v.ndim >= 2,
    WHERE,
    () =>
      `Expected query, key, and value to all be  at least 2 dimensional, but got query.dim: ${q.ndim} key.dim: ${k.ndim} and value.dim: ${v.ndim} instead.`,
  );
  check(
    q.dtype === k.dtype && q.dtype === v.dtype,
    WHERE,
    () =>
      `Expected query, key, and value to have the same dtype, but got query.dtype: ${C_TYPE[q.dtype]} key.dtype: ${C_TYPE[k.dtype]} and value.dtype: ${C_TYPE[v.dtype]} instead.`,
  );
  check(
    mask === null || ["bool", "float32", q.dtype].includes(mask.dtype),
    WHERE,
    () =>
      `Expected attn_mask dtype to be bool or float or to match query dtype, but got attn_mask.dtype: ${C_TYPE[mask?.dtype ?? q.dtype]} and  query.dtype: ${C_TYPE[q.dtype]} instead.`,
  );
  checkAs(
    "IndexError",
    mask?.ndim !== 1 || [q, k, v].some((x) => x.ndim !== 4),
    WHERE,
    () => "attn_mask: Dimension out of range (expected to be in range of [-1, 0], but got -2)",
  );
  check(
    isFloating(q.dtype),
    WHERE,
    () => `expected scalar type Float but found ${SCALAR_TYPE[q.dtype]}`,
  );
}

function checkDropout(p: number, whole: boolean): void {
  check(p <= 1, WHERE, () => `dropout probability has to be between 0 and 1, but got ${p}`);
  check(p >= 0 || !whole, WHERE, () => `Currently do not support dropout > 0, but it is ${p}`);
}

/** Each head of key or value repeated for the query's heads that share it. */
function shareHeads(x: Tensor, q: Tensor): Tensor {
  checkAs(
    "IndexError",
    x.ndim >= 3 && q.ndim >= 3,
    WHERE,
    () => `Dimension out of range (expected to be in range of [-2, 1], but got -3)`,
  );
  const [own, heads] = [x.size(-3), q.size(-3)];
  check(
    own > 0 && heads % own === 0,
    WHERE,
    () =>
      `Number of heads in key and value must divide the number of heads in query, but ${own} does not divide ${heads}`,
  );
  if (own === heads) return x;
  const lead = x.shape.slice(0, -3);
  const [length, width] = x.shape.slice(-2) as [number, number];
  const repeated = expand(unsqueeze(x, -3), [...lead, own, heads / own, length, width]);
  return reshape(repeated, [...lead, heads, length, width]);
}

function spreadLead(x: Tensor, lead: Shape): Tensor {
  const shape = [...lead, ...x.shape.slice(-2)];
  return sameShape(shape, x.shape) ? x : expand(x, shape);
}

function checkSizes(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | null): void {
  const [length, keys, width] = [q.size(-2), k.size(-2), q.size(-1)];
  const batch = sizeOf(q.shape.slice(0, -2));
  check(k.size(-1) === width, WHERE, () =>
    q.ndim === 2
      ? `mat1 and mat2 shapes cannot be multiplied (${length}x${width} and ${k.size(-1)}x${keys})`
      : `Expected size for first two dimensions of batch2 tensor to be: [${batch}, ${width}] but got: [${batch}, ${k.size(-1)}].`,
  );
  check(
    v.size(-2) === keys,
    WHERE,
    () =>
      `Expected size for first two dimensions of batch2 tensor to be: [${batch}, ${keys}] but got: [${batch}, ${v.size(-2)}].`,
  );
  if (!mask) return;
  const shape = [...q.shape.slice(0, -1), keys];
  const spread = broadcastShapes(shape, mask.shape, WHERE);
  check(
    sameShape(spread, shape),
    WHERE,
    () =>
      `output with shape ${showShape(shape)} doesn't match the broadcast shape ${showShape(spread)}`,
  );
}
