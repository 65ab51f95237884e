import { check, checkAs } from "./errors.ts";

/** Sizes of a tensor's axes, outermost first. */
export type Shape = readonly number[];

/** How many elements a shape holds. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const n of shape) size *= n;
  return size;
}

/** The strides, in elements, of a C-ordered tensor. */
export function contiguousStrides(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = step;
    step *= Math.max(shape[i] as number, 1);
  }
  return strides;
}

/** Whether elements lie in C order without gaps; strides of size-1 axes do not matter. */
export function isContiguous(shape: Shape, strides: readonly number[]): boolean {
  if (shape.includes(0)) return true;
  let step = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    const size = shape[i] as number;
    if (size !== 1 && strides[i] !== step) return false;
    step *= size;
  }
  return true;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i]);
}

/** "[2, 3]", as PyTorch's messages write a shape. */
export function showShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/** An axis counted from the end made one counted from the start; refuses one that is not there. */
export function normalizeDim(dim: number, rank: number, where: string): number {
  const range = Math.max(rank, 1);
  checkAs(
    "IndexError",
    Number.isInteger(dim) && dim >= -range && dim < range,
    where,
    () =>
      `Dimension out of range (expected to be in range of [${-range}, ${range - 1}], but got ${dim})`,
  );
  return dim < 0 ? dim + range : dim;
}

/** Several axes, each once; an empty or missing list means all. */
export function normalizeDims(
  dims: number | readonly number[] | null | undefined,
  rank: number,
  where: string,
): number[] {
  if (dims == null || (Array.isArray(dims) && dims.length === 0)) {
    return Array.from({ length: rank }, (_, i) => i);
  }
  const list = (typeof dims === "number" ? [dims] : [...dims]).map((d) =>
    normalizeDim(d, rank, where),
  );
  list.forEach((d, i) => {
    check(
      list.indexOf(d) === i,
      where,
      () => `dim ${d} appears multiple times in the list of dims`,
    );
  });
  return list.sort((a, b) => a - b);
}

/** The shape of an elementwise operation on two: https://docs.pytorch.org/docs/stable/notes/broadcasting.html */
export function broadcastShapes(a: Shape, b: Shape, where: string): Shape {
  if (sameShape(a, b)) return a;
  const rank = Math.max(a.length, b.length);
  const out = new Array<number>(rank);
  for (let i = 1; i <= rank; i++) {
    const p = a[a.length - i] ?? 1;
    const q = b[b.length - i] ?? 1;
    check(
      p === q || p === 1 || q === 1,
      where,
      () =>
        `The size of tensor a (${p}) must match the size of tensor b (${q}) at non-singleton dimension ${rank - i}`,
    );
    out[rank - i] = p === 1 ? q : p;
  }
  return out;
}

/** The strides with which a tensor of `shape` is read as `target`: 0 where it repeats. */
export function expandedStrides(shape: Shape, strides: readonly number[], target: Shape): number[] {
  const lead = target.length - shape.length;
  return target.map((size, i) => {
    const own = shape[i - lead];
    return own === undefined || (own === 1 && size !== 1) ? 0 : (strides[i - lead] as number);
  });
}

/** A shape in which at most one size is -1, filled in for `count` elements. */
export function inferShape(shape: Shape, count: number, where: string): number[] {
  const holes = shape.filter((n) => n === -1).length;
  check(holes <= 1, where, () => "only one dimension can be inferred");
  const bad = shape.find((n) => n < -1 || !Number.isInteger(n));
  check(bad === undefined, where, () => `invalid shape dimension ${bad}`);
  const known = shape.reduce((product, n) => (n === -1 ? product : product * n), 1);
  const fits = holes === 1 ? known !== 0 && count % known === 0 : known === count;
  check(fits, where, () =>
    holes === 1 && known === 0
      ? `cannot reshape tensor of ${count} elements into shape ${showShape(shape)} because the unspecified dimension size -1 can be any value and is ambiguous`
      : `shape '${showShape(shape)}' is invalid for input of size ${count}`,
  );
  return shape.map((n) => (n === -1 ? count / known : n));
}
