import { named } from "../named.ts";
import { normalizeDim } from "../shape.ts";
import { type Tensor, tensorFrom } from "../tensor.ts";
import { detached, elements, reader } from "./copy.ts";
import { placesOfEntries, take } from "./places.ts";

/** Options of unique. */
export interface UniqueOptions {
  /** Whether the values come in order; here they always do. */
  sorted?: boolean;
  returnInverse?: boolean;
  returnCounts?: boolean;
  /** The axis whose entries are compared as wholes; absent means that single elements are. */
  dim?: number | null;
}

/** The values, each once and in order; perhaps with [places, counts] too. https://docs.pytorch.org/docs/stable/generated/torch.unique.html */
export function unique(
  x: Tensor,
  ...rest: readonly (boolean | number | null | UniqueOptions | undefined)[]
): Tensor | Tensor[] {
  const {
    returnInverse = false,
    returnCounts = false,
    dim = null,
  } = named<UniqueOptions>(rest, ["sorted", "returnInverse", "returnCounts", "dim"]);
  const axis = dim === null ? null : normalizeDim(dim, x.ndim, "unique");
  const size = axis === null ? x.numel : (x.shape[axis] ?? 1);
  const { firsts, counts, inverse } = grouped(size, comparer(x, axis));
  const values =
    axis === null
      ? take(x, Int32Array.from(firsts), [firsts.length])
      : take(x, placesOfEntries(firsts, x.shape, axis), x.shape.with(axis, firsts.length));
  if (!returnInverse && !returnCounts) return values;
  return [
    values,
    ...(returnInverse ? [tensorFrom(axis === null ? x.shape : [size], "int64", inverse)] : []),
    ...(returnCounts ? [tensorFrom([counts.length], "int64", BigInt64Array.from(counts))] : []),
  ];
}

/** How two entries compare: below 0, above 0, 0 where equal; NaN for two NaNs, which are not equal and keep their order. */
type Compare = (i: number, j: number) => number;

/** Compares single elements by their place, or all elements of two entries of an axis in turn. */
function comparer(x: Tensor, axis: number | null): Compare {
  const read = reader(x.dtype, elements(detached(x)));
  if (axis === null) return (i, j) => compare(read(i), read(j));
  const entries = Array.from({ length: x.shape[axis] ?? 1 }, (_, e) =>
    placesOfEntries([e], x.shape, axis),
  );
  return (i, j) => {
    const [a, b] = [entries[i] as Float64Array, entries[j] as Float64Array];
    for (let k = 0; k < a.length; k++) {
      const found = compare(read(a[k] as number), read(b[k] as number));
      if (found !== 0) return found;
    }
    return 0;
  };
}

/** Equal entries together: the first of each group, how many it has, and the group of every entry. */
function grouped(size: number, compareEntries: Compare) {
  const order = Array.from({ length: size }, (_, i) => i).sort(
    (i, j) => compareEntries(i, j) || i - j,
  );
  const firsts: number[] = [];
  const counts: bigint[] = [];
  const inverse = new BigInt64Array(size);
  order.forEach((place, i) => {
    if (i === 0 || compareEntries(order[i - 1] as number, place) !== 0) {
      firsts.push(place);
      counts.push(0n);
    }
    counts[counts.length - 1] = (counts.at(-1) as bigint) + 1n;
    inverse[place] = BigInt(firsts.length - 1);
  });
  return { firsts, counts, inverse };
}

/** NaN counts as the greatest. */
function compare(a: number | bigint, b: number | bigint): number {
  if (a === b) return 0;
  if (Number.isNaN(a)) return Number.isNaN(b) ? Number.NaN : 1;
  return Number.isNaN(b) || a < b ? -1 : 1;
}
