import { check } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { bmm } from "./bmm.ts";
import { diagonal } from "./diagonal.ts";
import { mul } from "./pointwise.ts";
import { movedim } from "./rearrange.ts";
import { sum } from "./reduce.ts";
import { permute, reshape, unsqueeze, view } from "./view.ts";

const ELLIPSIS = ".";

/**
 * Sums of products by labelled axes: `einsum("bij,bjk->bik", a, b)`. Labels that the result lacks are summed over; "..." stands
 * for axes that broadcast. https://docs.pytorch.org/docs/stable/generated/torch.einsum.html
 */
export function einsum(
  equation: string,
  ...operands: readonly (Tensor | readonly Tensor[])[]
): Tensor {
  const tensors = operands.flat() as Tensor[];
  const plan = planOf(equation, tensors);
  const aligned = tensors.map((x, i) => align(x, plan.terms[i] as string[], plan));
  let result = aligned[0] as Tensor;
  const last = lastUses(aligned);
  for (let i = 1; i < aligned.length; i++) {
    const next = aligned[i] as Tensor;
    const over = plan.order.map((_, d) => d).filter((d) => d >= plan.kept && last[d] === i);
    result = multiplied(result, next, over);
  }
  const extra = plan.order.map((_, d) => d).filter((d) => d >= plan.kept);
  if (extra.length === 0) return result;
  return tensors.length > 1 ? view(result, result.shape.slice(0, plan.kept)) : sum(result, extra);
}

interface Plan {
  /** The labels of each operand, its ellipsis as "." with a number. */
  readonly terms: readonly string[][];
  /** The labels of the result, then those that are summed over. */
  readonly order: readonly string[];
  /** How many labels the result has. */
  readonly kept: number;
}

function planOf(equation: string, tensors: readonly Tensor[]): Plan {
  const [left = "", right] = equation.replace(/\s/g, "").split("->");
  const texts = left.split(",");
  check(texts.length === tensors.length, "einsum", () =>
    texts.length < tensors.length
      ? "einsum(): more operands were provided than specified in the equation"
      : "einsum(): fewer operands were provided than specified in the equation",
  );
  const wide = Math.max(0, ...texts.map((text, i) => coveredBy(text, tensors[i] as Tensor)));
  const terms = texts.map((text, i) => labelsOf(text, coveredBy(text, tensors[i] as Tensor), wide));
  terms.forEach((term, i) => {
    checkTerm(term, tensors[i] as Tensor, i);
  });
  const all = [...new Set(terms.flat())];
  const result = right === undefined ? implied(terms, wide) : labelsOf(right, wide, wide);
  result.forEach((label, i) => {
    check(all.includes(label) && result.indexOf(label) === i, "einsum", () =>
      all.includes(label)
        ? `einsum(): output subscript ${label} appears more than once in the output`
        : `einsum(): output subscript ${label} does not appear in the equation for any input operand`,
    );
  });
  const summed = all.filter((label) => !result.includes(label)).sort();
  const plan = { terms, order: [...result, ...summed], kept: result.length };
  checkSizes(plan, tensors);
  return plan;
}

/** How many axes the ellipsis of a term stands for. */
function coveredBy(text: string, x: Tensor): number {
  if (!text.includes("...")) return 0;
  return x.ndim - text.replace("...", "").length;
}

function labelsOf(text: string, covered: number, wide: number): string[] {
  const [before = "", after] = text.split("...");
  for (const label of before + (after ?? "")) {
    check(
      /[A-Za-z]/.test(label),
      "einsum",
      () => `einsum(): invalid subscript given: ${label}, subscripts must be in [a-zA-Z]`,
    );
  }
  if (after === undefined) return [...before];
  const dots = Array.from(
    { length: Math.max(covered, 0) },
    (_, i) => `${ELLIPSIS}${wide - covered + i}`,
  );
  return [...before, ...dots, ...after];
}

function checkTerm(term: readonly string[], x: Tensor, i: number): void {
  check(
    term.length === x.ndim,
    "einsum",
    () =>
      `einsum(): the number of subscripts in the equation (${term.length}) does not match the number of dimensions (${x.ndim}) for operand ${i} and no ellipsis was given`,
  );
}

/** Without an arrow the result has the ellipsis, then all labels that come once, in the order of the alphabet. */
function implied(terms: readonly string[][], wide: number): string[] {
  const all = terms.flat();
  const once = all.filter(
    (label) => !label.startsWith(ELLIPSIS) && all.indexOf(label) === all.lastIndexOf(label),
  );
  return [...Array.from({ length: wide }, (_, i) => `${ELLIPSIS}${i}`), ...once.sort()];
}

function checkSizes({ terms }: Plan, tensors: readonly Tensor[]): void {
  const sizes = new Map<string, number>();
  terms.forEach((term, i) => {
    term.forEach((label, d) => {
      const size = tensors[i]?.shape[d] as number;
      const known = sizes.get(label) ?? 1;
      check(
        size === known || size === 1 || known === 1,
        "einsum",
        () =>
          `einsum(): subscript ${label} has size ${size} for operand ${i} which does not broadcast with previously seen size ${known}`,
      );
      sizes.set(label, known === 1 ? size : known);
    });
  });
}

/** The operand with an axis for every label of the plan, of size 1 where it has none; a label that comes twice is a diagonal. */
function align(x: Tensor, term: readonly string[], { order }: Plan): Tensor {
  let [out, labels] = [x, [...term]];
  for (let d = 0; d < labels.length; d++) {
    const twin = labels.indexOf(labels[d] as string);
    if (twin === d) continue;
    check(
      out.shape[twin] === out.shape[d],
      "einsum",
      () =>
        `einsum(): subscript ${labels[d]} is repeated for operand but the sizes don't match, ${out.shape[d]} != ${out.shape[twin]}`,
    );
    out = movedim(diagonal(out, 0, twin, d), -1, twin);
    labels = labels.toSpliced(d--, 1);
  }
  const places = order.map((label) => {
    if (labels.includes(label)) return labels.indexOf(label);
    out = unsqueeze(out, -1);
    return out.ndim - 1;
  });
  return permute(out, places);
}

/** For each axis the last operand in which it is more than 1; operand 1 at least, as the first product may sum. */
function lastUses(operands: readonly Tensor[]): number[] {
  const rank = operands[0]?.ndim ?? 0;
  return Array.from({ length: rank }, (_, d) => {
    const uses = operands.map((x, i) => (x.shape[d] === 1 ? 1 : i));
    return Math.max(1, ...uses);
  });
}

/** a b, summed over some axes, which stay with size 1. */
function multiplied(a: Tensor, b: Tensor, over: readonly number[]): Tensor {
  if (over.length === 0) return mul(a, b);
  const axes = a.shape.map((_, d) => d);
  const both = (d: number) => a.shape[d] !== 1 && b.shape[d] !== 1;
  const lonely = over.filter((d) => !both(d));
  const [p, q] = [sumLonely(a, lonely), sumLonely(b, lonely)];
  const shared = over.filter(both);
  const batch = axes.filter((d) => !over.includes(d) && both(d));
  const onlyA = axes.filter((d) => !shared.includes(d) && !batch.includes(d) && p.shape[d] !== 1);
  const rest = axes.filter((d) => ![...shared, ...batch, ...onlyA].includes(d));
  const size = (x: Tensor, dims: readonly number[]) =>
    dims.reduce((n, d) => n * (x.shape[d] as number), 1);
  const left = reshape(permute(p, [...batch, ...onlyA, ...shared, ...rest]), [
    size(p, batch),
    size(p, onlyA),
    size(p, shared),
  ]);
  const right = reshape(permute(q, [...batch, ...shared, ...rest, ...onlyA]), [
    size(q, batch),
    size(q, shared),
    size(q, rest),
  ]);
  const order = [...batch, ...onlyA, ...rest, ...shared];
  const sizes = [
    ...[...batch, ...onlyA].map((d) => p.shape[d] as number),
    ...rest.map((d) => q.shape[d] as number),
    ...shared.map(() => 1),
  ];
  return permute(
    view(bmm(left, right), sizes),
    axes.map((d) => order.indexOf(d)),
  );
}

/** Sums what only one operand has. */
function sumLonely(x: Tensor, dims: readonly number[]): Tensor {
  const own = dims.filter((d) => x.shape[d] !== 1);
  return own.length > 0 ? sum(x, own, true) : x;
}
