import { noGrad } from "../../autograd.ts";
import { checkAs } from "../../errors.ts";
import { copy_ } from "../../ops/assign.ts";
import { cat } from "../../ops/cat.ts";
import { allclose, eq } from "../../ops/compare.ts";
import { clone, detach } from "../../ops/copy.ts";
import { eye, zeros, zerosLike } from "../../ops/create.ts";
import { diagonal, tril } from "../../ops/diagonal.ts";
import { fill_ } from "../../ops/fill.ts";
import { geqrf, householderProduct } from "../../ops/householder-product.ts";
import { matmul } from "../../ops/matmul-broadcast.ts";
import { matrixExp } from "../../ops/matrix-exp.ts";
import { add, div, mul, neg, sub } from "../../ops/pointwise.ts";
import { randn } from "../../ops/random.ts";
import { sum } from "../../ops/reduce.ts";
import { sign, trunc } from "../../ops/rounding.ts";
import { solve } from "../../ops/solve.ts";
import { narrow, transpose, unsqueeze } from "../../ops/view.ts";
import { where } from "../../ops/where.ts";
import { type Shape, sameShape, showShape } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import { Module } from "../module.ts";
import { Buffer } from "../parameter.ts";
import { nameClasses } from "../show-module.ts";

const MAPS = ["matrix_exp", "cayley", "householder"] as const;

/** How an orthogonal matrix is made of any other. */
export type OrthogonalMap = (typeof MAPS)[number];

export function isOrthogonalMap(name: string): name is OrthogonalMap {
  return (MAPS as readonly string[]).includes(name);
}

/** A matrix with orthogonal columns of length 1, or rows if it is wide, made of any matrix of that shape. */
export class Orthogonal extends Module {
  readonly shape: Shape;
  readonly orthogonalMap: OrthogonalMap;
  /** What the made matrix is multiplied by; not there without trivialization. */
  declare base?: Buffer | null;

  constructor(
    weight: Tensor,
    orthogonalMap: OrthogonalMap,
    { useTrivialization = true }: { useTrivialization?: boolean } = {},
  ) {
    super();
    this.shape = weight.shape;
    this.orthogonalMap = orthogonalMap;
    if (useTrivialization) this.base = null;
  }

  override forward(x: Tensor): Tensor {
    const isWide = x.size(-2) < x.size(-1);
    const tall = isWide ? turned(x) : x;
    const made = this.orthogonalMap === "householder" ? reflected(tall) : this.rotated(tall);
    const q = this.base === undefined ? made : matmul(this.givenBase(this.base), made);
    return isWide ? turned(q) : q;
  }

  /** What gives Q. Without trivialization that is known for "householder" only. Throws NotImplementedError for the others. */
  rightInverse(q: Tensor): Tensor {
    checkAs(
      "ValueError",
      sameShape(q.shape, this.shape),
      "orthogonal",
      () =>
        `Expected a matrix or batch of matrices of shape torch.Size(${showShape(this.shape)}). Got a tensor of shape torch.Size(${showShape(q.shape)}).`,
    );
    const isWide = q.size(-2) < q.size(-1);
    const tall = isWide ? turned(q) : q;
    return noGrad(() => {
      if (this.base !== undefined) {
        this.base = new Buffer(completed(tall));
        return minusIdentity(q);
      }
      checkAs(
        "NotImplementedError",
        this.orthogonalMap === "householder",
        "orthogonal",
        () =>
          "It is not possible to assign to the matrix exponential or the Cayley parametrizations when use_trivialization=False.",
      );
      return isWide ? turned(reflectorsOf(tall)) : reflectorsOf(tall);
    });
  }

  private givenBase(base: Buffer | null): Buffer {
    checkAs(
      "TypeError",
      base !== null,
      "orthogonal",
      () =>
        "unsupported operand type(s) for @: 'NoneType' and 'Tensor': base is made when the tensor is assigned to, which a second parametrization does not do by itself",
    );
    return base;
  }

  /** By "matrix_exp" or "cayley", which make a rotation of the skew matrix A - Aᵀ; A is x below, and 0 above the diagonal. */
  private rotated(x: Tensor): Tensor {
    const [n, k] = [x.size(-2), x.size(-1)];
    const below = tril(x);
    const rest = zeros([...x.shape.slice(0, -2), n, n - k], { dtype: x.dtype });
    const square = n === k ? below : cat([below, rest], -1);
    const skew = sub(square, turned(square));
    const q = this.orthogonalMap === "cayley" ? cayley(skew) : matrixExp(skew);
    return n === k ? q : narrow(q, -1, 0, k);
  }
}

nameClasses({ _Orthogonal: Orthogonal });

/** (I + A/2)(I - A/2)⁻¹. */
function cayley(a: Tensor): Tensor {
  const identity = eye(a.size(-1), { dtype: a.dtype });
  return solve(add(identity, a, { alpha: -0.5 }), add(identity, a, { alpha: 0.5 }));
}

/** The product of the reflectors below x's diagonal, each column times the whole number on it. */
function reflected(x: Tensor): Tensor {
  const below = tril(x, { diagonal: -1 });
  const tau = div(2, add(sum(mul(below, below), { dim: -2 }), 1));
  return mul(householderProduct(below, tau), unsqueeze(trunc(detach(diagonalOf(x))), -2));
}

/** The x of which `reflected` makes the Q of q's QR factorization, whose R has no negative number on its diagonal. */
function reflectorsOf(q: Tensor): Tensor {
  const [x, tau] = geqrf(q);
  const signs = sign(diagonalOf(x));
  // where LAPACK does not reflect, tau is 0 and the column keeps its sign
  copy_(diagonalOf(x), where(eq(tau, 0), neg(signs), signs));
  return x;
}

/** Q with as many columns added as make it square; made orthogonal unless it is. */
function completed(q: Tensor): Tensor {
  const [n, k] = [q.size(-2), q.size(-1)];
  if (n === k) return isOrthogonal(q) ? clone(q) : madeOrthogonal(q);
  const added = randn([...q.shape.slice(0, -2), n, n - k], { dtype: q.dtype });
  return madeOrthogonal(cat([q, added], -1));
}

function isOrthogonal(q: Tensor): boolean {
  const n = q.size(-2);
  const identity = eye(n, { dtype: q.dtype });
  const atol = 10 * n * (q.dtype === "float64" ? 2 ** -52 : 2 ** -23);
  return allclose(matmul(turned(q), q), identity, { atol });
}

/** The Q of a QR factorization whose R has no negative number on its diagonal. */
function madeOrthogonal(a: Tensor): Tensor {
  const [factors, tau] = geqrf(a);
  return mul(householderProduct(factors, tau), unsqueeze(sign(diagonalOf(factors)), -2));
}

/** Of which "householder" makes the identity; the other maps do of its triangle without the diagonal. */
function minusIdentity(like: Tensor): Tensor {
  const out = zerosLike(like);
  fill_(diagonalOf(out), -1);
  return out;
}

function diagonalOf(x: Tensor): Tensor {
  return diagonal(x, { dim1: -2, dim2: -1 });
}

function turned(x: Tensor): Tensor {
  return transpose(x, -2, -1);
}
