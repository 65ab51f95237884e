import { attach } from "../autograd.ts";
import { check } from "../errors.ts";
import { named } from "../named.ts";
import { normalizeDim } from "../shape.ts";
import { elementsOf, type Tensor, windowOn } from "../tensor.ts";
import { clone, copyElements, detached } from "./copy.ts";
import { zeros } from "./create.ts";
import { tieView } from "./view-graph.ts";

/** Options of diagonal and diagEmbed. */
export interface DiagonalOptions {
  /** 0 is the main diagonal, above 0 one above it. */
  offset?: number;
  dim1?: number;
  dim2?: number;
}

/** What diagonal and diagEmbed take after their tensor. */
export type DiagonalArguments = readonly (number | DiagonalOptions | undefined)[];

/** A diagonal of two axes as a view; it is the last axis. https://docs.pytorch.org/docs/stable/generated/torch.diagonal.html */
export function diagonal(x: Tensor, ...rest: DiagonalArguments): Tensor {
  const {
    offset = 0,
    dim1 = 0,
    dim2 = 1,
  } = named<DiagonalOptions>(rest, ["offset", "dim1", "dim2"]);
  const [p, q] = [normalizeDim(dim1, x.ndim, "diagonal"), normalizeDim(dim2, x.ndim, "diagonal")];
  check(p !== q, "diagonal", () => `diagonal dimensions cannot be identical ${dim1}, ${dim2}`);
  const out = tieView(diagonalWindow(x, offset, p, q), x);
  return attach("DiagonalBackward0", [x], out, (g) => {
    if (!g) return [null];
    const wide = zeros(x.shape, { dtype: g.dtype });
    copyElements(g, diagonalWindow(wide, offset, p, q));
    return [wide];
  });
}

function diagonalWindow(x: Tensor, offset: number, p: number, q: number): Tensor {
  const [rows, columns] = [x.shape[p] as number, x.shape[q] as number];
  const [down, across] = [x.strides[p] as number, x.strides[q] as number];
  const length = offset >= 0 ? Math.min(rows, columns - offset) : Math.min(rows + offset, columns);
  const start = length <= 0 ? 0 : offset >= 0 ? offset * across : -offset * down;
  const keep = (list: readonly number[]) => list.filter((_, d) => d !== p && d !== q);
  return windowOn(
    x,
    [...keep(x.shape), Math.max(length, 0)],
    [...keep(x.strides), down + across],
    x.offset + start,
  );
}

/** Options of diag, tril and triu. */
export interface TriangleOptions {
  /** 0 is the main diagonal, above 0 one above it. */
  diagonal?: number;
}

/** What diag, tril and triu take after their tensor. */
export type TriangleArguments = readonly (number | TriangleOptions | undefined)[];

/** A matrix with a list on a diagonal, or a matrix's diagonal as a list of its own. https://docs.pytorch.org/docs/stable/generated/torch.diag.html */
export function diag(x: Tensor, ...rest: TriangleArguments): Tensor {
  const { diagonal: offset = 0 } = named<TriangleOptions>(rest, ["diagonal"]);
  check(
    x.ndim === 1 || x.ndim === 2,
    "diag",
    () => `diag(): Supports 1D or 2D tensors. Got ${x.ndim}D`,
  );
  if (x.ndim === 1) return diagEmbed(x, offset);
  const out = clone(diagonalWindow(detached(x), offset, 0, 1));
  return attach("DiagonalBackward0_copy", [x], out, (g) => {
    if (!g) return [null];
    const wide = zeros(x.shape, { dtype: g.dtype });
    copyElements(g, diagonalWindow(wide, offset, 0, 1));
    return [wide];
  });
}

/** Matrices with the last axis on a diagonal. https://docs.pytorch.org/docs/stable/generated/torch.diag_embed.html */
export function diagEmbed(x: Tensor, ...rest: DiagonalArguments): Tensor {
  const {
    offset = 0,
    dim1 = -2,
    dim2 = -1,
  } = named<DiagonalOptions>(rest, ["offset", "dim1", "dim2"]);
  const [p, q] = [
    normalizeDim(dim1, x.ndim + 1, "diagEmbed"),
    normalizeDim(dim2, x.ndim + 1, "diagEmbed"),
  ];
  check(p !== q, "diagEmbed", () => `diagonal dimensions cannot be identical ${dim1}, ${dim2}`);
  const size = x.size(-1) + Math.abs(offset);
  const shape = x.shape.slice(0, -1);
  for (const d of [Math.min(p, q), Math.max(p, q)]) shape.splice(d, 0, size);
  const out = zeros(shape, { dtype: x.dtype });
  copyElements(detached(x), diagonalWindow(out, offset, p, q));
  return attach("DiagEmbedBackward0", [x], out, (g) => [
    g && clone(diagonalWindow(g, offset, p, q)),
  ]);
}

/** The lower triangles of matrices, the rest 0. https://docs.pytorch.org/docs/stable/generated/torch.tril.html */
export function tril(x: Tensor, ...rest: TriangleArguments): Tensor {
  return triangle("tril", x, rest, (row, column, offset) => column - row <= offset);
}

/** The upper triangles of matrices, the rest 0. https://docs.pytorch.org/docs/stable/generated/torch.triu.html */
export function triu(x: Tensor, ...rest: TriangleArguments): Tensor {
  return triangle("triu", x, rest, (row, column, offset) => column - row >= offset);
}

function triangle(
  name: "tril" | "triu",
  x: Tensor,
  rest: TriangleArguments,
  keeps: (row: number, column: number, offset: number) => boolean,
): Tensor {
  const { diagonal: offset = 0 } = named<TriangleOptions>(rest, ["diagonal"]);
  check(x.ndim >= 2, name, () => `${name}: input tensor must have at least 2 dimensions`);
  const cut = (from: Tensor) => {
    const out = clone(detached(from));
    const data = elementsOf(out) as Float64Array;
    const [rows, columns] = [x.size(-2), x.size(-1)];
    const zero = (x.dtype === "int64" ? 0n : 0) as number;
    for (let i = 0; i < data.length; i++) {
      if (!keeps(Math.floor(i / columns) % rows, i % columns, offset)) data[i] = zero;
    }
    return out;
  };
  const node = name === "tril" ? "TrilBackward0" : "TriuBackward0";
  return attach(node, [x], cut(x), (g) => [g && cut(g)]);
}
