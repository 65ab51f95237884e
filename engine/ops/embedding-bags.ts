import { check, checkAs } from "../errors.ts";
import { type Tensor, tensorFrom } from "../tensor.ts";
import { numbers } from "./copy.ts";

/** What becomes of the rows of a bag. */
export type BagMode = "sum" | "mean" | "max";

/** How indices are cut into bags. */
export interface BagLayout {
  /** Where each bag starts; null for bags of equal size, the rows of the indices. */
  readonly offsets: Tensor | null;
  /** Whether the last offset is where the last bag ends. */
  readonly includeLastOffset: boolean;
  /** A row that is left out, also of the bags' sizes; -1 for none. */
  readonly padding: number;
  /** Whether PyTorch has such sums from a library, which refuses in words of its own. */
  readonly inLibrary: boolean;
}

/** Which rows go into which bags. */
export interface Bags {
  readonly count: number;
  /** The row of each index, int32; -1 for the padding row. */
  readonly rows: Tensor;
  /** The bag of each index, int32. */
  readonly owners: Tensor;
  /** By how much a mean divides each bag, int64. */
  readonly sizes: Tensor;
}

/** The bags of indices below `tableRows`. Throws for indices that are no row and offsets that cannot be. */
export function planBags(indices: Tensor, tableRows: number, layout: BagLayout): Bags {
  const used = Array.from(numbers(indices));
  const starts = startsOf(indices, layout);
  checkStarts(starts, used.length);
  checkRows(used, tableRows, layout.inLibrary);
  const owners = ownersOf(starts, used.length);
  const sizes = starts.map((start, i) => (starts[i + 1] ?? used.length) - start);
  const rows = used.map((row, i) => {
    if (row !== layout.padding) return row;
    const bag = owners[i] as number;
    sizes[bag] = (sizes[bag] as number) - 1;
    return -1;
  });
  const divisors = sizes.map((size) => BigInt(Math.max(size, 1)));
  return {
    count: starts.length,
    rows: tensorFrom([rows.length], "int32", Int32Array.from(rows)),
    owners: tensorFrom([owners.length], "int32", owners),
    sizes: tensorFrom([divisors.length], "int64", BigInt64Array.from(divisors)),
  };
}

/**
 * By how much scale_grad_by_freq multiplies the gradient of each index's row, float64. PyTorch means one over how often the row is
 * used, but for the i-th of all rows that are used takes the count of the i-th of all indices, both in ascending order.
 */
export function sharesOf(indices: Tensor): Tensor {
  const used = Array.from(numbers(indices));
  const counts = new Map<number, number>();
  for (const row of used) counts.set(row, (counts.get(row) ?? 0) + 1);
  const sorted = used.toSorted((a, b) => a - b);
  const ranks = new Map([...new Set(sorted)].map((row, rank) => [row, rank]));
  const shares = used.map((row) => {
    const counted = sorted[ranks.get(row) as number] as number;
    return 1 / (counts.get(counted) as number);
  });
  return tensorFrom([used.length], "float64", Float64Array.from(shares));
}

function startsOf(indices: Tensor, { offsets, includeLastOffset }: BagLayout): number[] {
  if (offsets) return Array.from(numbers(offsets)).slice(0, offsets.numel - +includeLastOffset);
  const [bags, each] = indices.shape as [number, number];
  return Array.from({ length: bags }, (_, bag) => bag * each);
}

/** The bag of each index: how many bags start no later, less one. */
function ownersOf(starts: readonly number[], length: number): Int32Array<ArrayBuffer> {
  const owners = new Int32Array(length + 1);
  for (const start of starts) owners[start] = (owners[start] as number) + 1;
  let bag = -1;
  for (let i = 0; i < length; i++) {
    bag += owners[i] as number;
    owners[i] = bag;
  }
  return owners.slice(0, length);
}

function checkStarts(starts: readonly number[], length: number): void {
  const bad = starts.find((start) => start < 0 || start > length);
  checkAs(
    "IndexError",
    bad === undefined,
    "embeddingBag",
    () => `index out of range in self: offset ${bad} for ${length} indices`,
  );
}

function checkRows(used: readonly number[], rows: number, inLibrary: boolean): void {
  const bad = used.findIndex((row) => row < 0 || row >= rows);
  check(bad < 0, "embeddingBag", () =>
    inLibrary
      ? `Index ${bad} of input takes value ${used[bad]} which is not in the valid range [0, ${rows})`
      : `embedding_bag: Expected idx >= 0 && idx < num_embeddings but found idx to be ${used[bad]} of ${rows}`,
  );
}
