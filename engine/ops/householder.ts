import type { Matrix } from "./matrix.ts";

/** R in the upper triangle and, below it, the reflectors that make it: H_j = I - tau_j v vᵀ, v_j = 1 understood. As LAPACK's geqrf. */
export interface Reflectors extends Matrix {
  readonly tau: Float64Array<ArrayBuffer>;
}

/** The QR factorization of a matrix by Householder reflections. */
export function factorQr({ rows, columns, data }: Matrix): Reflectors {
  const a = Float64Array.from(data);
  const tau = new Float64Array(Math.min(rows, columns));
  for (let j = 0; j < tau.length; j++) {
    tau[j] = reflectColumn(a, rows, columns, j);
    for (let c = j + 1; c < columns; c++)
      reflect(a, rows, columns, j, tau[j] as number, a, columns, c);
  }
  return { rows, columns, data: a, tau };
}

/** The first `count` columns of H_0 H_1 ..., the Q of the factorization. As LAPACK's orgqr. */
export function productOfReflectors(from: Reflectors, count: number): Matrix {
  const { rows, columns, data, tau } = from;
  const q = new Float64Array(rows * count);
  for (let i = 0; i < Math.min(rows, count); i++) q[i * count + i] = 1;
  for (let j = tau.length - 1; j >= 0; j--) {
    for (let c = 0; c < count; c++) reflect(data, rows, columns, j, tau[j] as number, q, count, c);
  }
  return { rows, columns: count, data: q };
}

/** The gradients of the reflectors' columns and of tau, from that of the product of all; as many columns as the product has. */
export function reflectorGradients(
  from: Reflectors,
  product: Matrix,
  gradient: Matrix,
): { columns: Matrix; tau: Float64Array<ArrayBuffer> } {
  const { rows, columns, data, tau } = from;
  const width = product.columns;
  // What H_j and all behind it make of the identity, and the gradient of that.
  const made = Float64Array.from(product.data);
  const wanted = Float64Array.from(gradient.data);
  const dColumns = new Float64Array(data.length);
  const dTau = new Float64Array(tau.length);
  for (let j = 0; j < tau.length; j++) {
    const scale = tau[j] as number;
    undo(data, rows, columns, j, scale, made, width);
    for (let c = 0; c < width; c++) {
      const [inMade, inWanted] = [made, wanted].map((m) =>
        along(data, rows, columns, j, m, width, c),
      );
      dTau[j] = (dTau[j] as number) - (inMade as number) * (inWanted as number);
      for (let i = j + 1; i < rows; i++) {
        const sum =
          (wanted[i * width + c] as number) * (inMade as number) +
          (made[i * width + c] as number) * (inWanted as number);
        dColumns[i * columns + j] = (dColumns[i * columns + j] as number) - scale * sum;
      }
    }
    for (let c = 0; c < width; c++) reflect(data, rows, columns, j, scale, wanted, width, c);
  }
  return { columns: { rows, columns, data: dColumns }, tau: dTau };
}

/** Applies the inverse of H_j, which is I - sigma v vᵀ with sigma = tau / (tau |v|² - 1). */
function undo(
  a: Float64Array,
  rows: number,
  columns: number,
  j: number,
  tau: number,
  target: Float64Array,
  width: number,
): void {
  const length = along(a, rows, columns, j, a, columns, j, 1);
  const sigma = tau / (tau * length - 1);
  for (let c = 0; c < width; c++) reflect(a, rows, columns, j, sigma, target, width, c);
}

/** Makes the column's rest 0 and its head ±its length, the other sign than it had; v takes the rest's place. Gives tau. */
function reflectColumn(a: Float64Array, rows: number, columns: number, j: number): number {
  const head = a[j * columns + j] as number;
  let rest = 0;
  for (let i = j + 1; i < rows; i++) rest += (a[i * columns + j] as number) ** 2;
  if (rest === 0) return 0;
  const length = Math.sqrt(head * head + rest);
  const beta = head >= 0 ? -length : length;
  for (let i = j + 1; i < rows; i++)
    a[i * columns + j] = (a[i * columns + j] as number) / (head - beta);
  a[j * columns + j] = beta;
  return (beta - head) / beta;
}

/** Applies H_j, whose v is in column j of `a`, to column c of `target`. */
function reflect(
  a: Float64Array,
  rows: number,
  columns: number,
  j: number,
  tau: number,
  target: Float64Array,
  width: number,
  c: number,
): void {
  if (tau === 0) return;
  const scale = tau * along(a, rows, columns, j, target, width, c);
  target[j * width + c] = (target[j * width + c] as number) - scale;
  for (let i = j + 1; i < rows; i++) {
    const at = i * width + c;
    target[at] = (target[at] as number) - scale * (a[i * columns + j] as number);
  }
}

/** v·(column c of `target`), v in column j of `a`; `head` is what stands for the column's own head. */
function along(
  a: Float64Array,
  rows: number,
  columns: number,
  j: number,
  target: Float64Array,
  width: number,
  c: number,
  head = target[j * width + c] as number,
): number {
  let dot = head;
  for (let i = j + 1; i < rows; i++) {
    dot += (a[i * columns + j] as number) * (target[i * width + c] as number);
  }
  return dot;
}
