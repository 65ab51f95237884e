import { attach, noGrad } from "../autograd.ts";
import { computeType, isHalf, SCALAR_TYPE } from "../dtype.ts";
import { check } from "../errors.ts";
import { broadcastShapes, showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { batchedProduct } from "./bmm.ts";
import { clone, detached, to } from "./copy.ts";
import { mm } from "./matmul.ts";
import { add, mul } from "./pointwise.ts";
import { relabel } from "./reduction.ts";
import { sumTo } from "./sum-axes.ts";
import { permute, reshape, transpose, unsqueeze } from "./view.ts";

/** The sum of the products of two lists. https://docs.pytorch.org/docs/stable/generated/torch.dot.html */
export function dot(a: Tensor, b: Tensor): Tensor {
  check(
    a.ndim === 1 && b.ndim === 1,
    "dot",
    () => `1D tensors expected, but got ${a.ndim}D and ${b.ndim}D tensors`,
  );
  check(
    a.dtype === b.dtype,
    "dot",
    () =>
      `dot : expected both vectors to have same dtype, but found ${SCALAR_TYPE[a.dtype]} and ${SCALAR_TYPE[b.dtype]}`,
  );
  check(
    a.numel === b.numel,
    "dot",
    () =>
      `inconsistent tensor size, expected tensor ${showShape(a.shape)} and src ${showShape(b.shape)} to have the same number of elements, but got ${a.numel} and ${b.numel} elements respectively`,
  );
  const [p, q] = [detached(a), detached(b)];
  const out = relabel(batchedProduct(reshape(p, [1, -1]), reshape(q, [-1, 1])), []);
  return attach("DotBackward0", [a, b], out, (g) => [g && mul(g, b), g && mul(g, a)], [a, b]);
}

/** A matrix times a vector. https://docs.pytorch.org/docs/stable/generated/torch.mv.html */
export function mv(a: Tensor, b: Tensor): Tensor {
  checkVector("mv", a, b);
  const out = relabel(batchedProduct(detached(a), unsqueeze(detached(b), 1)), [a.size(0)]);
  return attach("MvBackward0", [a, b], out, (g) => vectorGradients(g, a, b), [a, b]);
}

function checkVector(where: string, a: Tensor, b: Tensor): void {
  check(
    a.ndim === 2 && b.ndim === 1,
    where,
    () => `vector + matrix @ vector expected, got 1, ${a.ndim}, ${b.ndim}`,
  );
  check(
    a.size(1) === b.size(0),
    where,
    () =>
      `size mismatch, got input (${a.size(0)}), mat (${a.size(0)}x${a.size(1)}), vec (${b.size(0)})`,
  );
  check(
    a.dtype === b.dtype,
    where,
    () => `expected scalar type ${SCALAR_TYPE[a.dtype]} but found ${SCALAR_TYPE[b.dtype]}`,
  );
}

function vectorGradients(g: Tensor | null, a: Tensor, b: Tensor): (Tensor | null)[] {
  if (!g) return [null, null];
  const column = unsqueeze(g, 1);
  return [
    a.requiresGrad ? mul(column, unsqueeze(b, 0)) : null,
    b.requiresGrad ? relabel(batchedProduct(transpose(detached(a), 0, 1), column), b.shape) : null,
  ];
}

/** Every product of an element of one list and one of another. https://docs.pytorch.org/docs/stable/generated/torch.outer.html */
export function outer(a: Tensor, b: Tensor): Tensor {
  for (const [name, x] of [
    ["self", a],
    ["vec2", b],
  ] as const) {
    check(x.ndim === 1, "outer", () => `outer: Expected 1-D argument ${name}, but got ${x.ndim}-D`);
  }
  return mul(unsqueeze(a, 1), b);
}

/** Options of addmv, baddbmm and addbmm. */
export interface BlendOptions {
  /** What the first argument is multiplied by; at 0 it is not read. */
  beta?: number;
  /** What the product is multiplied by. */
  alpha?: number;
}

/** beta x + alpha (a b), for a matrix and a vector. https://docs.pytorch.org/docs/stable/generated/torch.addmv.html */
export function addmv(x: Tensor, a: Tensor, b: Tensor, options: BlendOptions = {}): Tensor {
  checkVector("addmv", a, b);
  const product = () => relabel(batchedProduct(inFull(a), unsqueeze(inFull(b), 1)), [a.size(0)]);
  return blended("AddmvBackward0", x, a, b, product, options, (g) => vectorGradients(g, a, b));
}

/** beta x + alpha (a b), for every entry of a batch. https://docs.pytorch.org/docs/stable/generated/torch.baddbmm.html */
export function baddbmm(x: Tensor, a: Tensor, b: Tensor, options: BlendOptions = {}): Tensor {
  check(a.ndim === 3, "baddbmm", () => `batch1 must be a 3D tensor, got ${a.ndim}D`);
  check(b.ndim === 3, "baddbmm", () => `batch2 must be a 3D tensor, got ${b.ndim}D`);
  check(
    a.size(0) === b.size(0) && a.size(2) === b.size(1),
    "baddbmm",
    () =>
      `Expected size for first two dimensions of batch2 tensor to be: [${a.size(0)}, ${a.size(2)}] but got: [${b.size(0)}, ${b.size(1)}].`,
  );
  const product = () => batchedProduct(inFull(a), inFull(b));
  return blended("BaddbmmBackward0", x, a, b, product, options, (g) => [
    g && a.requiresGrad ? batchedProduct(g, transpose(detached(b), 1, 2)) : null,
    g && b.requiresGrad ? batchedProduct(transpose(detached(a), 1, 2), g) : null,
  ]);
}

/** A plain value in the type that products are computed in. */
function inFull(x: Tensor): Tensor {
  return isHalf(x.dtype) ? to(detached(x), computeType(x.dtype)) : detached(x);
}

function blended(
  node: string,
  x: Tensor,
  a: Tensor,
  b: Tensor,
  product: () => Tensor,
  { beta = 1, alpha = 1 }: BlendOptions,
  gradients: (g: Tensor | null) => readonly (Tensor | null)[],
): Tensor {
  const where = node.replace("Backward0", "").toLowerCase();
  check(
    x.dtype === a.dtype && a.dtype === b.dtype,
    where,
    () =>
      `Input dtypes must be the same, got: input ${SCALAR_TYPE[x.dtype]}, batch1: ${SCALAR_TYPE[a.dtype]}, batch2: ${SCALAR_TYPE[b.dtype]}`,
  );
  const out = noGrad(() => {
    const scaled = alpha === 1 ? product() : mul(product(), alpha);
    broadcastShapes(x.shape, scaled.shape, where);
    const sum = beta === 0 ? scaled : add(beta === 1 ? inFull(x) : mul(inFull(x), beta), scaled);
    return sum.dtype === x.dtype
      ? sum.storage === x.storage
        ? clone(sum)
        : sum
      : to(sum, x.dtype);
  });
  return attach(
    node,
    [x, a, b],
    out,
    (g) => {
      if (!g) return [null, null, null];
      const dx = x.requiresGrad ? sumTo(beta === 1 ? g : mul(g, beta), x.shape) : null;
      return [dx, ...gradients(alpha === 1 ? g : mul(g, alpha))];
    },
    [a, b],
  );
}

/** Sums of products over the last axes of a and the first of b, or over listed ones. https://docs.pytorch.org/docs/stable/generated/torch.tensordot.html */
export function tensordot(
  a: Tensor,
  b: Tensor,
  options: { dims?: number | readonly [readonly number[], readonly number[]] } = {},
): Tensor {
  const { dims = 2 } = options;
  const count = typeof dims === "number" ? dims : 0;
  const [over, under] =
    typeof dims === "number"
      ? [range(a.ndim - count, a.ndim), range(0, count)]
      : [
          dims[0].map((d) => (d < 0 ? d + a.ndim : d)),
          dims[1].map((d) => (d < 0 ? d + b.ndim : d)),
        ];
  over.forEach((d, i) => {
    check(
      a.shape[d] === b.shape[under[i] as number],
      "tensordot",
      () =>
        `contracted dimensions need to match, but first has size ${a.shape[d]} in dim ${d} and second has size ${b.shape[under[i] as number]} in dim ${under[i]}`,
    );
  });
  const freeA = range(0, a.ndim).filter((d) => !over.includes(d));
  const freeB = range(0, b.ndim).filter((d) => !under.includes(d));
  const inner = over.reduce((n, d) => n * (a.shape[d] as number), 1);
  const sizes = [
    ...freeA.map((d) => a.shape[d] as number),
    ...freeB.map((d) => b.shape[d] as number),
  ];
  const rows = reshape(permute(a, [...freeA, ...over]), [-1, inner]);
  const columns = reshape(permute(b, [...under, ...freeB]), [inner, -1]);
  return reshape(mm(rows, columns), sizes);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(to - from, 0) }, (_, i) => from + i);
}
