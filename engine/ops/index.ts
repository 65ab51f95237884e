import { attach } from "../autograd.ts";
import { isHalf, SCALAR_TYPE } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { broadcastShapes, contiguousStrides, type Shape, showShape } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor, tensorFrom } from "../tensor.ts";
import { spread } from "./choose.ts";
import { clone, contiguous, detached, numbers, to } from "./copy.ts";
import { placesOfTrue } from "./nonzero.ts";
import { addInto, type Places, pick, putInto, take } from "./places.ts";
import { sumTo } from "./sum-axes.ts";

/** For each axis from the first: a tensor of indices, a mask over one or more axes, or null for all of it. */
export type Indices = readonly (Tensor | null)[];

/** The elements that tensors of indices, broadcast together, name. */
export function indexed(x: Tensor, indices: Indices): Tensor {
  const { places, shape } = locate(x, indices);
  return pick("IndexBackward0", x, places, shape);
}

/** Options of indexPut. */
export interface IndexPutOptions {
  /** Whether values are added to what is there. */
  accumulate?: boolean;
}

/** x with `values` where tensors of indices name. https://docs.pytorch.org/docs/stable/generated/torch.Tensor.index_put_.html */
export function indexPut(
  x: Tensor,
  indices: Indices,
  values: Tensor,
  { accumulate = false }: IndexPutOptions = {},
): Tensor {
  check(
    values.dtype === x.dtype,
    "indexPut",
    () =>
      `Index put requires the source and destination dtypes match, got ${SCALAR_TYPE[x.dtype]} for the destination and ${SCALAR_TYPE[values.dtype]} for the source.`,
  );
  const { places, shape } = locate(x, indices);
  checkValues(values, shape);
  const wide = accumulate && isHalf(x.dtype);
  const out = wide ? to(detached(x), "float32") : clone(detached(x));
  (accumulate ? addInto : putInto)(out, places, spread(to(detached(values), out.dtype), shape));
  return attach("IndexPutBackward0", [x, values], to(out, x.dtype), (g) => {
    if (!g) return [null, null];
    return [
      x.requiresGrad ? (accumulate ? g : cleared(g, places)) : null,
      values.requiresGrad ? sumTo(take(g, places, shape), values.shape) : null,
    ];
  });
}

function cleared(g: Tensor, places: Places): Tensor {
  const out = clone(g);
  const data = elementsOf(out) as Float64Array;
  for (const place of places) data[place] = 0;
  return out;
}

function checkValues(values: Tensor, shape: Shape): void {
  const lead = shape.length - values.ndim;
  check(
    values.shape.every((n, d) => n === 1 || (d + lead >= 0 && n === shape[d + lead])),
    "indexPut",
    () =>
      `shape mismatch: value tensor of shape ${showShape(values.shape)} cannot be broadcast to indexing result of shape ${showShape(shape)}`,
  );
}

/** Where in x, in C order, the indexed elements lie, and the shape that they have. */
function locate(x: Tensor, given: Indices): { places: Places; shape: Shape } {
  const indices = withoutMasks(x, given);
  const axes = indices.flatMap((index, axis) => (index ? [axis] : []));
  const shape = broadcastIndices(indices);
  const strides = contiguousStrides(x.shape);
  const first = new Float64Array(shape.reduce((n, size) => n * size, 1));
  for (const axis of axes) {
    const size = x.shape[axis] as number;
    const values = numbers(contiguous(spread(indices[axis] as Tensor, shape)));
    for (let i = 0; i < first.length; i++) {
      const at = inBounds(values[i] as number, axis, size);
      first[i] = (first[i] as number) + at * (strides[axis] as number);
    }
  }
  return laidOut(x.shape, axes, first, shape);
}

function inBounds(value: number, axis: number, size: number): number {
  checkAs(
    "IndexError",
    value >= -size && value < size,
    "index",
    () => `index ${value} is out of bounds for dimension ${axis} with size ${size}`,
  );
  return value < 0 ? value + size : value;
}

/** The axes of the indices stand where the indexed axes did, if those are neighbours; else they come first. */
function laidOut(shape: Shape, axes: readonly number[], first: Float64Array, own: Shape) {
  const strides = contiguousStrides(shape);
  const rest = shape.map((_, d) => d).filter((d) => !axes.includes(d));
  const start = axes[0] ?? 0;
  const together = axes.every((axis, i) => axis === start + i);
  const lead = together ? rest.filter((d) => d < start) : [];
  const tail = rest.filter((d) => !lead.includes(d));
  const of = (dims: readonly number[]) => dims.map((d) => shape[d] as number);
  const result = [...of(lead), ...own, ...of(tail)];
  const [before, after] = [offsets(shape, strides, lead), offsets(shape, strides, tail)];
  const places = new Float64Array(before.length * first.length * after.length);
  let at = 0;
  for (const a of before) for (const b of first) for (const c of after) places[at++] = a + b + c;
  return { places, shape: result };
}

/** The offsets of all entries of some axes, in C order. */
function offsets(shape: Shape, strides: readonly number[], dims: readonly number[]): number[] {
  return dims.reduce<number[]>(
    (sums, d) =>
      sums.flatMap((sum) =>
        Array.from({ length: shape[d] as number }, (_, i) => sum + i * (strides[d] as number)),
      ),
    [0],
  );
}

/** A mask is made a tensor of indices for each axis that it covers. */
function withoutMasks(x: Tensor, given: Indices): (Tensor | null)[] {
  const indices: (Tensor | null)[] = [];
  for (const index of given) {
    if (index?.dtype === "bool") indices.push(...ofMask(x, index, indices.length));
    else indices.push(index);
  }
  checkAs(
    "IndexError",
    indices.length <= x.ndim,
    "index",
    () => `too many indices for tensor of dimension ${x.ndim} (got ${indices.length})`,
  );
  for (const index of indices) {
    checkAs(
      "IndexError",
      index === null || ["int64", "int32", "uint8"].includes(index.dtype),
      "index",
      () => "tensors used as indices must be long, int, byte or bool tensors",
    );
  }
  return indices;
}

function ofMask(x: Tensor, mask: Tensor, axis: number): Tensor[] {
  mask.shape.forEach((size, d) => {
    checkAs(
      "IndexError",
      size === x.shape[axis + d],
      "index",
      () =>
        `The shape of the mask ${showShape(mask.shape)} at index ${d} does not match the shape of the indexed tensor ${showShape(x.shape)} at index ${axis + d}`,
    );
  });
  const places = placesOfTrue(mask);
  const strides = contiguousStrides(mask.shape);
  return mask.shape.map((size, d) => {
    const at = BigInt64Array.from(places, (place) =>
      BigInt(Math.floor(place / (strides[d] as number)) % size),
    );
    return tensorFrom([places.length], "int64", at);
  });
}

function broadcastIndices(indices: Indices): Shape {
  const tensors = indices.filter((index) => index !== null);
  const shapes = tensors.map((index) => index.shape);
  const rank = Math.max(0, ...shapes.map((s) => s.length));
  for (let d = 1; d <= rank; d++) {
    const sizes = new Set(shapes.map((s) => s[s.length - d] ?? 1).filter((n) => n !== 1));
    checkAs(
      "IndexError",
      sizes.size <= 1,
      "index",
      () =>
        `shape mismatch: indexing tensors could not be broadcast together with shapes ${shapes.map(showShape).join(", ")}`,
    );
  }
  return shapes.reduce((a, b) => broadcastShapes(a, b, "index"), [] as Shape);
}

/** A tensor of no elements for a mask without axes that is false. */
export function noIndex(): Tensor {
  return emptyTensor([0], "int64");
}
