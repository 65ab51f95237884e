import { attach, noGrad } from "../autograd.ts";
import { computeType, isFloating } from "../dtype.ts";
import { check } from "../errors.ts";
import { kernels } from "../memory.ts";
import { type Arguments, named } from "../named.ts";
import { pin } from "../pin.ts";
import type { Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { contiguous, detached, to } from "./copy.ts";
import { full, zeros } from "./create.ts";
import { checkBagOptions, checkBagValues } from "./embedding-bag-checks.ts";
import { type BagMode, type Bags, planBags, sharesOf } from "./embedding-bags.ts";
import { div, mul } from "./pointwise.ts";
import { renormRows } from "./renorm.ts";
import { reshape, unsqueeze } from "./view.ts";

/** Options of embeddingBag, in PyTorch's order. */
export interface EmbeddingBagFunctionOptions {
  /** Where each bag starts in indices of one axis. */
  offsets?: Tensor | null;
  /** Rows that are used and whose norm exceeds this are scaled down to it, in place. */
  maxNorm?: number | null;
  /** The p of that norm. */
  normType?: number;
  /** Whether a row's gradient is divided by how often it was used. */
  scaleGradByFreq?: boolean;
  /** What becomes of the rows of a bag. */
  mode?: BagMode;
  /** Whether PyTorch would give a sparse gradient; here its dense equal comes. */
  sparse?: boolean;
  /** A factor for each index; for sums only. */
  perSampleWeights?: Tensor | null;
  /** Whether the last offset is where the last bag ends. */
  includeLastOffset?: boolean;
  /** A row that is left out, also of the number by which a mean divides. */
  paddingIdx?: number | null;
}

/** All of them, each given or its default. */
export type BagOptions = Readonly<Required<EmbeddingBagFunctionOptions>>;

const DEFAULTS: BagOptions = {
  offsets: null,
  maxNorm: null,
  normType: 2,
  scaleGradByFreq: false,
  mode: "mean",
  sparse: false,
  perSampleWeights: null,
  includeLastOffset: false,
  paddingIdx: null,
};
const NAMES = Object.keys(DEFAULTS) as (keyof BagOptions)[];

/**
 * The sum, the mean or the greatest of the rows of `weight` that each bag of indices names; 0 for an empty bag.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.embedding_bag.html
 *
 * **Shapes**: indices (bags, each) or, with offsets (bags), (all); weight (rows, width); perSampleWeights as indices; result (bags, width).
 *
 * Throws ValueError for ranks and options that do not go together, RuntimeError for offsets, indices and types that cannot be.
 */
export function embeddingBag(
  indices: Tensor,
  weight: Tensor,
  ...given: Arguments<EmbeddingBagFunctionOptions>
): Tensor {
  const options = { ...DEFAULTS, ...named<EmbeddingBagFunctionOptions>(given, NAMES) };
  const isTurnedRound = weight.dtype === "int64" && isFloating(indices.dtype);
  return isTurnedRound ? bagsOf(weight, indices, options) : bagsOf(indices, weight, options);
}

function bagsOf(indices: Tensor, weight: Tensor, options: BagOptions): Tensor {
  const { mode, maxNorm, normType, offsets, includeLastOffset, paddingIdx } = options;
  checkBagOptions(indices, weight, options);
  if (maxNorm !== null) noGrad(() => renormRows(weight, indices, maxNorm, normType));
  checkBagValues(indices, weight, options);
  const rows = weight.size(0);
  const padding = paddingIdx === null ? -1 : (paddingIdx + rows) % rows;
  const inLibrary = mode !== "max" && weight.dtype !== "float64" && padding < 0;
  const bags = planBags(indices, rows, { offsets, includeLastOffset, padding, inLibrary });
  return mode === "max" ? greatest(weight, bags) : sums(indices, weight, bags, options);
}

function sums(indices: Tensor, weight: Tensor, bags: Bags, options: BagOptions): Tensor {
  const { perSampleWeights: factors, mode, scaleGradByFreq, sparse } = options;
  const { rows, owners, count } = bags;
  const { dtype } = weight;
  const type = computeType(dtype);
  const plain = (x: Tensor) => contiguous(to(detached(x), type));
  const table = plain(weight);
  const scales = factors && plain(reshape(factors, [-1]));
  const divisor = to(unsqueeze(bags.sizes, 1), type);
  const divided = (x: Tensor) => (mode === "mean" ? div(x, divisor) : x);
  const sum = addRows(table, rows, scales, owners, [count, table.size(1)]);
  return attach(
    "EmbeddingBagBackward0",
    [weight, factors],
    to(divided(sum), dtype),
    (g) => {
      if (!g) return [null, null];
      checkSparse(sparse, scaleGradByFreq);
      const dy = divided(plain(g));
      const dweight = () => {
        const shares = scaleGradByFreq ? to(sharesOf(indices), type) : null;
        const own = shares && scales ? mul(shares, scales) : (shares ?? scales);
        return to(addRows(dy, owners, own, rows, weight.shape), dtype);
      };
      const dfactors = (given: Tensor) =>
        to(reshape(dotRows(dy, owners, table, rows), given.shape), dtype);
      return [
        weight.requiresGrad ? withLayout(dweight(), sparse) : null,
        factors?.requiresGrad ? dfactors(factors) : null,
      ];
    },
    factors ? [weight, factors] : [],
  );
}

function withLayout(gradient: Tensor, sparse: boolean): Tensor {
  if (sparse) gradient.layout = "sparse_coo";
  return gradient;
}

function greatest(weight: Tensor, { rows, owners, count }: Bags): Tensor {
  const type = computeType(weight.dtype);
  const table = contiguous(to(detached(weight), type));
  const shape = [count, table.size(1)];
  const out = zeros(shape, { dtype: type });
  const places = full(shape, -1, { dtype: "int32" });
  const single = type === "float32";
  const kernel = single ? kernels.rows_max_f32 : kernels.rows_max_f64;
  pin([table, rows, owners, out, places], 2, (pt, pr, po, ...written) =>
    kernel(...([pt, pr, po, rows.numel, table.size(1), ...written] as number[])),
  );
  return attach("EmbeddingBagBackward0", [weight], to(out, weight.dtype), (g) => {
    if (!g) return [null];
    const dtable = zeros(weight.shape, { dtype: type });
    const scatter = single ? kernels.rows_scatter_f32 : kernels.rows_scatter_f64;
    pin([contiguous(to(g, type)), places, dtable], 1, (pg, pp, po) =>
      scatter(...([pg, pp, count, table.size(1), po] as number[])),
    );
    return [to(dtable, weight.dtype)];
  });
}

function checkSparse(sparse: boolean, scaled: boolean): void {
  check(
    !(sparse && scaled),
    "embedding_backward",
    () => "scale_grad_by_freq not supported with sparse gradients",
  );
}

/** A matrix of sums: in row to[i] that of row from[i] of `a` times scales[i]. */
function addRows(a: Tensor, from: Tensor, scales: Tensor | null, to: Tensor, shape: Shape): Tensor {
  const out = zeros(shape, { dtype: a.dtype });
  const kernel = a.dtype === "float32" ? kernels.rows_add_f32 : kernels.rows_add_f64;
  pin([a, from, scales ?? from, to, out], 1, (pa, pf, ps, pt, po) =>
    kernel(...([pa, pf, scales ? ps : 0, pt, from.numel, a.size(1), po] as number[])),
  );
  return out;
}

/** Row from[i] of `a` times row to[i] of `b`; 0 for rows that are left out. */
function dotRows(a: Tensor, from: Tensor, b: Tensor, to: Tensor): Tensor {
  const out = zeros([from.numel], { dtype: a.dtype });
  const kernel = a.dtype === "float32" ? kernels.rows_dot_f32 : kernels.rows_dot_f64;
  pin([a, from, b, to, out], 1, (pa, pf, pb, pt, po) =>
    kernel(...([pa, pf, pb, pt, from.numel, a.size(1), po] as number[])),
  );
  return out;
}
