import { attach } from "../autograd.ts";
import { checkAs, EngineError } from "../errors.ts";
import { Tensor, windowOn } from "../tensor.ts";
import { copy_ } from "./assign.ts";
import { full, tensor } from "./create.ts";
import { indexed, indexPut, noIndex } from "./index.ts";
import { overwrite } from "./overwrite.ts";
import { reshape, select, slice, unsqueeze } from "./view.ts";
import { tieView } from "./view-graph.ts";

/** A slice with Python's bounds: absent ones reach to the end. */
export interface Slice {
  start?: number | null;
  stop?: number | null;
  step?: number | null;
}

/**
 * What stands between the brackets of x[...]: a number, a slice as an object or as Python writes it ("1:", "::2", ":"),
 * "..." for as many axes as there are, null for a new axis, a tensor of indices or a mask, or a list of numbers.
 */
export type Subscript = number | boolean | null | string | Slice | Tensor | readonly number[];

/** x[...]. https://docs.pytorch.org/docs/stable/tensor_view.html */
export function index(x: Tensor, ...subscripts: readonly Subscript[]): Tensor {
  const { view, indices } = applyBasic(x, subscripts);
  if (indices.some((i) => i !== null)) return indexed(view, indices);
  return view === x ? alias(x) : view;
}

/** x[...] = value: writes into x, through views of it. */
export function setIndex(
  x: Tensor,
  subscripts: readonly Subscript[],
  value: Tensor | number,
): Tensor {
  const { view, indices } = applyBasic(x, subscripts);
  const values = value instanceof Tensor ? value : full([], value, { dtype: x.dtype });
  if (indices.every((i) => i === null)) {
    copy_(view === x ? x : view, withoutLeadingOnes(values, view.ndim));
    return x;
  }
  overwrite(view, "indexPut_", (before) => indexPut(before, indices, values));
  return x;
}

function withoutLeadingOnes(x: Tensor, rank: number): Tensor {
  const extra = x.ndim - rank;
  const spare = extra > 0 && x.shape.slice(0, extra).every((n) => n === 1);
  return spare ? reshape(x, x.shape.slice(extra)) : x;
}

function alias(x: Tensor): Tensor {
  const out = tieView(windowOn(x, x.shape, x.strides, x.offset), x);
  return attach("AliasBackward0", [x], out, (g) => [g]);
}

/** Numbers, slices and new axes applied as views; tensors noted for the axes at which they stand. */
function applyBasic(x: Tensor, subscripts: readonly Subscript[]) {
  const used = subscripts.reduce<number>((n, s) => n + axesOf(s), 0);
  checkAs(
    "IndexError",
    used <= x.ndim,
    "index",
    () => `too many indices for tensor of dimension ${x.ndim}`,
  );
  let view = x;
  let axis = 0;
  const indices: (Tensor | null)[] = [];
  for (const subscript of subscripts) {
    if (subscript === "...") {
      axis += x.ndim - used;
    } else if (subscript === null) {
      view = unsqueeze(view, axis++);
    } else if (typeof subscript === "boolean") {
      view = unsqueeze(view, axis);
      indices[axis++] = subscript ? tensor([0n]) : noIndex();
    } else if (typeof subscript === "number") {
      view = selected(view, axis, subscript);
    } else if (subscript instanceof Tensor) {
      if (isNumber(subscript))
        view = selected(
          view,
          axis,
          Number(subscript.storage.view(subscript.dtype)[subscript.offset]),
        );
      else {
        if (subscript.dtype === "bool" && subscript.ndim === 0) view = unsqueeze(view, axis);
        indices[axis] = oneAxisAtLeast(subscript);
        axis += subscript.dtype === "bool" ? Math.max(subscript.ndim, 1) : 1;
      }
    } else if (Array.isArray(subscript)) {
      indices[axis++] = tensor((subscript as number[]).map(BigInt), { dtype: "int64" });
    } else {
      view = sliced(view, axis++, subscript as string | Slice);
    }
  }
  return { view, indices: compact(indices) };
}

/** A mask stands for all of its axes at once: the places behind it are not there. */
function compact(indices: readonly (Tensor | null | undefined)[]): (Tensor | null)[] {
  const found: (Tensor | null)[] = [];
  for (let axis = 0; axis < indices.length; ) {
    const one = indices[axis] ?? null;
    found.push(one);
    axis += one?.dtype === "bool" ? one.ndim : 1;
  }
  return found;
}

function axesOf(subscript: Subscript): number {
  if (subscript === null || subscript === "..." || typeof subscript === "boolean") return 0;
  return subscript instanceof Tensor && subscript.dtype === "bool" ? subscript.ndim : 1;
}

function isNumber(x: Tensor): boolean {
  return x.ndim === 0 && x.dtype !== "bool";
}

function oneAxisAtLeast(x: Tensor): Tensor {
  return x.ndim === 0 ? reshape(x, [1]) : x;
}

function selected(x: Tensor, axis: number, at: number): Tensor {
  const size = x.shape[axis] as number;
  checkAs(
    "IndexError",
    at >= -size && at < size,
    "index",
    () => `index ${at} is out of bounds for dimension ${axis} with size ${size}`,
  );
  return select(x, axis, at);
}

function sliced(x: Tensor, axis: number, subscript: string | Slice): Tensor {
  const { start, stop, step } = typeof subscript === "string" ? parsed(subscript) : subscript;
  const size = x.shape[axis] as number;
  if (start == null && stop == null && step == null) return x;
  return slice(x, axis, start ?? 0, stop ?? size, step ?? 1);
}

function parsed(text: string): Slice {
  const parts = text.split(":").map((part) => part.trim());
  const valid = parts.length >= 2 && parts.length <= 3 && parts.every((p) => /^(-?\d+)?$/.test(p));
  if (!valid) throw new EngineError("TypeError", "index", `"${text}" is no slice`);
  const [start, stop, step] = parts.map((p) => (p === "" ? null : Number(p)));
  return { start: start ?? null, stop: stop ?? null, step: step ?? null };
}
