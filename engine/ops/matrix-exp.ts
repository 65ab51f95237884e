import { attach, noGrad } from "../autograd.ts";
import { isFloating, SCALAR_TYPE } from "../dtype.ts";
import { check } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { cat, stack } from "./cat.ts";
import { detached, numbers, to } from "./copy.ts";
import { eye, zerosLike } from "./create.ts";
import { matmul } from "./matmul-broadcast.ts";
import { add, mul } from "./pointwise.ts";
import { narrow, reshape, select, transpose } from "./view.ts";

/**
 * exp(A) = I + A + A²/2 + …, of each matrix. https://docs.pytorch.org/docs/stable/generated/torch.linalg.matrix_exp.html
 *
 * **Shapes**: A (*, n, n), out as A. Throws RuntimeError for what is not square or not floating.
 */
export function matrixExp(a: Tensor): Tensor {
  checkSquare("matrix_exp", a);
  const out = noGrad(() => exponential(detached(a)));
  return attach(
    "LinalgMatrixExpBackward0",
    [a],
    out,
    (g) => [g && noGrad(() => towards(transpose(detached(a), -2, -1), g))],
    [a],
  );
}

/** Refuses what is no square matrix of floating numbers, or a batch of such. */
export function checkSquare(name: "matrix_exp" | "solve", a: Tensor): void {
  const refuse = (holds: boolean, what: () => string) =>
    check(holds, name, () => `linalg.${name}: ${what()}`);
  refuse(
    isFloating(a.dtype),
    () => `Expected a floating point or complex tensor as input. Got ${SCALAR_TYPE[a.dtype]}`,
  );
  refuse(a.ndim >= 2, () => "The input tensor A must have at least 2 dimensions.");
  refuse(
    a.size(-2) === a.size(-1),
    () =>
      `A must be batches of square matrices, but they are ${a.size(-2)} by ${a.size(-1)} matrices`,
  );
}

/** How exp at A changes in the direction of E: the upper right corner of exp([[A, E], [0, A]]). */
function towards(a: Tensor, e: Tensor): Tensor {
  const n = a.size(-1);
  const above = cat([a, e], -1);
  const below = cat([zerosLike(a), a], -1);
  return narrow(narrow(exponential(cat([above, below], -2)), -2, 0, n), -1, n, n);
}

function exponential(a: Tensor): Tensor {
  if (a.numel === 0) return zerosLike(a);
  const n = a.size(-1);
  const all = reshape(to(a, "float64"), [-1, n, n]);
  const found = Array.from({ length: all.size(0) }, (_, i) => exponentialOf(select(all, 0, i)));
  return to(reshape(stack(found), a.shape), a.dtype);
}

/** The terms of the series that are summed, in groups of five: beyond them, at a norm of 2, is less than float64's rounding. */
const GROUPS = 6;
const GROUP = 5;

/** Of one matrix in float64: exp(A) = exp(A / 2ˢ) squared s times, with a norm of at most 2 in the series. */
function exponentialOf(a: Tensor): Tensor {
  const halvings = Math.max(0, Math.ceil(Math.log2(rowNorm(a) / 2)));
  if (!Number.isFinite(halvings) && halvings > 0) return mul(a, Number.NaN);
  let power = sumOfSeries(mul(a, 2 ** -halvings));
  for (let i = 0; i < halvings; i++) power = matmul(power, power);
  return power;
}

function sumOfSeries(a: Tensor): Tensor {
  const identity = eye(a.size(0), { dtype: "float64" });
  const powers = [identity];
  for (let i = 0; i < GROUP; i++) powers.push(matmul(powers[i] as Tensor, a));
  const group = (j: number): Tensor =>
    powers
      .slice(0, GROUP)
      .map((power, i) => mul(power, 1 / factorial(GROUP * j + i)))
      .reduceRight((sum, term) => add(term, sum));
  let sum = group(GROUPS - 1);
  for (let j = GROUPS - 2; j >= 0; j--) sum = add(group(j), matmul(sum, powers[GROUP] as Tensor));
  return sum;
}

function factorial(n: number): number {
  let product = 1;
  for (let i = 2; i <= n; i++) product *= i;
  return product;
}

/** The greatest sum of magnitudes in a row. */
function rowNorm(a: Tensor): number {
  const columns = a.size(1);
  const sums = new Float64Array(a.size(0));
  numbers(a).forEach((value: number, i: number) => {
    const row = Math.floor(i / columns);
    sums[row] = (sums[row] as number) + Math.abs(value);
  });
  return Math.max(...sums);
}
