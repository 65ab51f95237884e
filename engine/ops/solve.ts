import { attach, noGrad } from "../autograd.ts";
import { SCALAR_TYPE } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { broadcastShapes, type Shape, sameShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { detached } from "./copy.ts";
import { matmul } from "./matmul-broadcast.ts";
import { fromMatrices, type Matrix, matricesOf } from "./matrix.ts";
import { checkSquare } from "./matrix-exp.ts";
import { neg } from "./pointwise.ts";
import { sumTo } from "./sum-axes.ts";
import { expand, squeeze, transpose, unsqueeze } from "./view.ts";

/** Options of solve. */
export interface SolveOptions {
  /** Whether A stands left of X. */
  left?: boolean;
}

/**
 * The X for which A X = B, or X A = B. https://docs.pytorch.org/docs/stable/generated/torch.linalg.solve.html
 *
 * **Shapes**: A (*, n, n); B (*, n, k), or (*, n) for vectors, or (*, k, n) for X A = B; X as B, with A's batch.
 * Throws RuntimeError for other shapes and two dtypes, LinAlgError for an A that has no inverse.
 */
export function solve(a: Tensor, b: Tensor, { left = true }: SolveOptions = {}): Tensor {
  checkOperands(a, b);
  const isVector = b.ndim === 1 || sameShape(b.shape, a.shape.slice(0, -1));
  const asMatrix = (x: Tensor) => (isVector ? unsqueeze(x, -1) : x);
  checkSizes(a, asMatrix(b), left);
  const solved = (m: Tensor, side: Tensor) => {
    const x = left ? solveLeft(m, asMatrix(side)) : turned(solveLeft(turned(m), turned(side)));
    return isVector ? squeeze(x, -1) : x;
  };
  const out = noGrad(() => solved(detached(a), detached(b)));
  return attach(
    "LinalgSolveExBackward0",
    [a, b],
    out,
    (g) => {
      if (!g) return [null, null];
      const db = solved(turned(detached(a)), g);
      if (!a.requiresGrad) return [null, sumTo(db, b.shape)];
      const [x, dx] = [asMatrix(detached(out)), asMatrix(db)];
      const da = neg(left ? matmul(dx, turned(x)) : matmul(turned(x), dx));
      return [sumTo(da, a.shape), b.requiresGrad ? sumTo(db, b.shape) : null];
    },
    [a, out],
  );
}

function turned(x: Tensor): Tensor {
  return transpose(x, -2, -1);
}

function solveLeft(a: Tensor, b: Tensor): Tensor {
  return solutions(a, b, broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2), "solve"));
}

function solutions(a: Tensor, b: Tensor, batch: Shape): Tensor {
  const all = matricesOf(expand(a, [...batch, ...a.shape.slice(-2)]));
  const sides = matricesOf(expand(b, [...batch, ...b.shape.slice(-2)]));
  const found = all.map((one, i) => {
    const x = eliminated(one, sides[i] as Matrix);
    checkAs(
      "_LinAlgError",
      x !== null,
      "solve",
      () =>
        `torch.linalg.solve: ${batch.length > 0 ? `(Batch element ${i}): ` : ""}The solver failed because the input matrix is singular.`,
    );
    return x;
  });
  return fromMatrices(found, [...batch, ...b.shape.slice(-2)], a.dtype);
}

/** By Gauss elimination; null for an A that has no inverse. */
function eliminated(a: Matrix, b: Matrix): Matrix | null {
  const n = a.rows;
  const k = b.columns;
  const rows = Array.from({ length: n }, (_, i) =>
    Float64Array.of(...a.data.subarray(i * n, i * n + n), ...b.data.subarray(i * k, i * k + k)),
  );
  for (let j = 0; j < n; j++) if (!clearBelow(rows, j)) return null;
  for (let j = n - 1; j >= 0; j--) finishRow(rows, j, k);
  const data = new Float64Array(n * k);
  rows.forEach((row, i) => {
    data.set(row.subarray(n), i * k);
  });
  return { rows: n, columns: k, data };
}

/** Brings the row with the greatest element of column j up, and subtracts it from those below; false if that element is 0. */
function clearBelow(rows: Float64Array[], j: number): boolean {
  const size = (i: number): number => Math.abs((rows[i] as Float64Array)[j] as number);
  let pivot = j;
  for (let i = j + 1; i < rows.length; i++) if (size(i) > size(pivot)) pivot = i;
  if (size(pivot) === 0) return false;
  const top = rows[pivot] as Float64Array;
  rows[pivot] = rows[j] as Float64Array;
  rows[j] = top;
  for (const row of rows.slice(j + 1)) {
    const factor = (row[j] as number) / (top[j] as number);
    for (let i = j; i < row.length; i++) row[i] = (row[i] as number) - factor * (top[i] as number);
  }
  return true;
}

/** Row j of the solution, in its last k elements, from those below it, which are known. */
function finishRow(rows: readonly Float64Array[], j: number, k: number): void {
  const n = rows.length;
  const row = rows[j] as Float64Array;
  for (let c = n; c < n + k; c++) {
    let rest = row[c] as number;
    for (let i = j + 1; i < n; i++) {
      rest -= (row[i] as number) * ((rows[i] as Float64Array)[c] as number);
    }
    row[c] = rest / (row[j] as number);
  }
}

function checkOperands(a: Tensor, b: Tensor): void {
  checkSquare("solve", a);
  check(
    a.dtype === b.dtype,
    "solve",
    () =>
      `linalg.solve: Expected A and B to have the same dtype, but found A of type ${SCALAR_TYPE[a.dtype]} and B of type ${SCALAR_TYPE[b.dtype]} instead`,
  );
  check(
    b.ndim > 0,
    "solve",
    () => "linalg.solve: The input tensor B must have at least 2 dimensions.",
  );
  checkAs(
    "NotImplementedError",
    a.dtype === "float32" || a.dtype === "float64",
    "solve",
    () => `"lu_cpu" not implemented for '${SCALAR_TYPE[a.dtype]}'`,
  );
}

function checkSizes(a: Tensor, b: Tensor, left: boolean): void {
  check(
    b.size(left ? -2 : -1) === a.size(-1),
    "solve",
    () =>
      `linalg.solve: Incompatible shapes of A and B for the equation ${left ? "AX = B" : "XA = B"} (${a.size(-2)}x${a.size(-1)} and ${b.size(-2)}x${b.size(-1)})`,
  );
}
