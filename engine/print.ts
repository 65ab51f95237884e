import { type Dtype, getDefaultDtype, isFloating } from "./dtype.ts";
import { type Element, type Formatter, formatterOf } from "./print/formatter.ts";
import { getPrintOptions, type PrintOptions } from "./print/options.ts";
import { formatTuple } from "./print/python.ts";
import { type Shape, sizeOf } from "./shape.ts";

export type { Element } from "./print/formatter.ts";
export {
  getPrintOptions,
  type PrintChanges,
  type PrintOptions,
  setPrintOptions,
} from "./print/options.ts";
export {
  formatPythonFloat,
  formatSize,
  formatTuple,
  formatValue,
  type PythonValue,
} from "./print/python.ts";

/** All that the text of a tensor depends on. */
export interface Printable {
  readonly dtype: Dtype;
  readonly shape: Shape;
  /** The elements in C order: halves as the numbers they stand for, int64 as bigint or number, bool as boolean. */
  readonly data: ArrayLike<Element>;
  readonly requiresGrad: boolean;
  /** "AddmmBackward0" on what an operation made, null on leaves. */
  readonly gradFnName: string | null;
  readonly isParameter: boolean;
}

const PREFIX = "tensor(";

/** What PyTorch's str(tensor) is. https://docs.pytorch.org/docs/stable/generated/torch.set_printoptions.html */
export function formatTensor(tensor: Printable): string {
  const options = getPrintOptions();
  const body = PREFIX + formatBody(tensor, options);
  const text = withSuffixes(body, suffixesOf(tensor, options), options.linewidth);
  return tensor.isParameter ? `Parameter containing:\n${text}` : text;
}

function formatBody({ dtype, shape, data }: Printable, options: PrintOptions): string {
  if (sizeOf(shape) === 0) return "[]";
  const isSummarised = sizeOf(shape) > options.threshold;
  const edge = isSummarised ? options.edgeitems : Number.POSITIVE_INFINITY;
  const seen = seenPlaces(shape, edge, 0).map((i) => data[i] as Element);
  const formatter = formatterOf(seen, isFloating(dtype), options);
  return formatAxes({ shape, data, formatter, edge, linewidth: options.linewidth }, 0, 0);
}

/** The tensor on its way into text; `edge` is the number of items shown at each end. */
interface Layout {
  readonly shape: Shape;
  readonly data: ArrayLike<Element>;
  readonly formatter: Formatter;
  readonly edge: number;
  readonly linewidth: number;
}

/** The part of the tensor below `axis` that starts at element `at`. */
function formatAxes(layout: Layout, axis: number, at: number): string {
  const { shape, edge, formatter, data } = layout;
  const rank = shape.length - axis;
  if (rank === 0) return formatter.format(data[at] as Element);
  if (rank === 1) return formatRow(layout, axis, at);
  const step = sizeOf(shape.slice(axis + 1));
  const slices = placesOf(shape[axis] as number, edge).map((i) =>
    i === null ? "..." : formatAxes(layout, axis + 1, at + i * step),
  );
  const gap = `,${"\n".repeat(rank - 1)}${" ".repeat(PREFIX.length + axis + 1)}`;
  return `[${slices.join(gap)}]`;
}

function formatRow({ shape, edge, formatter, data, linewidth }: Layout, axis: number, at: number) {
  const indent = PREFIX.length + axis;
  const perLine = Math.max(1, Math.floor((linewidth - indent) / (formatter.width + 2)));
  const items = placesOf(shape[axis] as number, edge).map((i) => {
    if (i !== null) return formatter.format(data[at + i] as Element);
    return edge === 0 ? "..." : " ...";
  });
  const lines: string[] = [];
  for (let i = 0; i < items.length; i += perLine)
    lines.push(items.slice(i, i + perLine).join(", "));
  return `[${lines.join(`,\n${" ".repeat(indent + 1)}`)}]`;
}

/** The indices of an axis that are shown; null stands for those left out. */
function placesOf(size: number, edge: number): (number | null)[] {
  if (size <= 2 * edge) return range(0, size);
  return [...range(0, edge), null, ...range(size - edge, size)];
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

/** Where the shown elements lie. With no edge items, a tensor of one axis is looked through whole, others not at all. */
function seenPlaces(shape: Shape, edge: number, at: number): number[] {
  const [size, ...inner] = shape;
  if (size === undefined) return [at];
  if (edge === 0 && inner.length > 0) return [];
  const step = sizeOf(inner);
  return placesOf(size, edge === 0 ? size : edge).flatMap((i) =>
    i === null ? [] : seenPlaces(inner, edge, at + i * step),
  );
}

function suffixesOf(tensor: Printable, { edgeitems }: PrintOptions): string[] {
  const { dtype, shape } = tensor;
  const isEmpty = sizeOf(shape) === 0;
  const isSelfEvident =
    dtype === getDefaultDtype() || (!isEmpty && (dtype === "int64" || dtype === "bool"));
  const suffixes: string[] = [];
  if (isEmpty ? shape.length !== 1 : edgeitems === 0) suffixes.push(`size=${formatTuple(shape)}`);
  if (!isSelfEvident) suffixes.push(`dtype=torch.${dtype}`);
  if (tensor.gradFnName !== null) suffixes.push(`grad_fn=<${tensor.gradFnName}>`);
  else if (tensor.requiresGrad) suffixes.push("requires_grad=True");
  return suffixes;
}

/** Suffixes go on the last line as long as it stays within the width; the first one counts two characters more than it has. */
function withSuffixes(body: string, suffixes: readonly string[], linewidth: number): string {
  let text = body;
  let used = body.length - body.lastIndexOf("\n") + 1;
  for (const suffix of suffixes) {
    const isBroken = used + suffix.length + 2 > linewidth;
    text += isBroken ? `,\n${" ".repeat(PREFIX.length)}${suffix}` : `, ${suffix}`;
    used = isBroken ? PREFIX.length + suffix.length : used + suffix.length + 2;
  }
  return `${text})`;
}
