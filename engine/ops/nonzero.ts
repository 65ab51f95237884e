import { attach } from "../autograd.ts";
import { check } from "../errors.ts";
import { broadcastShapes, contiguousStrides } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { spread } from "./choose.ts";
import { contiguous, detached, elements, reader } from "./copy.ts";
import { zeros } from "./create.ts";
import { addInto, take } from "./places.ts";
import { sumTo } from "./sum-axes.ts";
import { unbind } from "./unbind.ts";

/** Options of nonzero. */
export interface NonzeroOptions {
  /** Whether the indices come as one tensor for each axis. */
  asTuple?: boolean;
}

/** The indices of what is not 0, a row each. https://docs.pytorch.org/docs/stable/generated/torch.nonzero.html */
export function nonzero(x: Tensor): Tensor;
export function nonzero(x: Tensor, options: NonzeroOptions): Tensor | Tensor[];
export function nonzero(x: Tensor, { asTuple = false }: NonzeroOptions = {}): Tensor | Tensor[] {
  const found = placesOfTrue(x);
  const strides = contiguousStrides(x.shape);
  const rows = emptyTensor([found.length, x.ndim], "int64");
  const data = elementsOf(rows) as BigInt64Array;
  found.forEach((place, i) => {
    x.shape.forEach((size, d) => {
      data[i * x.ndim + d] = BigInt(Math.floor(place / (strides[d] as number)) % size);
    });
  });
  return asTuple ? unbind(rows, 1).map(contiguous) : rows;
}

/** Where, in C order, x is not 0. */
export function placesOfTrue(x: Tensor): Float64Array {
  const data = elements(detached(x));
  const read = reader(x.dtype, data);
  const found: number[] = [];
  for (let i = 0; i < data.length; i++) {
    const value = read(i);
    if (value !== 0 && value !== 0n) found.push(i);
  }
  return Float64Array.from(found);
}

/** The elements of x where `mask` holds, as a list. https://docs.pytorch.org/docs/stable/generated/torch.masked_select.html */
export function maskedSelect(x: Tensor, mask: Tensor): Tensor {
  check(
    mask.dtype === "bool",
    "maskedSelect",
    () => `masked_select: expected BoolTensor for mask, got ${mask.dtype}`,
  );
  const shape = broadcastShapes(x.shape, mask.shape, "maskedSelect");
  const places = placesOfTrue(spread(mask, shape));
  const out = take(spread(detached(x), shape), places, [places.length]);
  return attach("MaskedSelectBackward0", [x], out, (g) => {
    if (!g) return [null];
    const wide = zeros(shape, { dtype: g.dtype });
    addInto(wide, places, g);
    return [sumTo(wide, x.shape)];
  });
}
