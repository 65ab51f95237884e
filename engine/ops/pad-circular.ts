import { attach } from "../autograd.ts";
import { check } from "../errors.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { copyElements, detached } from "./copy.ts";
import { zeros } from "./create.ts";
import { add } from "./pointwise.ts";
import { narrow } from "./view.ts";

/** Padding with what lies at an axis's other end. `pad` as in padConstant, for 1 to 3 axes. */
export function padCircular(x: Tensor, pad: readonly number[]): Tensor {
  const rings = ringsOf(x, pad);
  let out = detached(x);
  for (const ring of rings) out = wrap(out, ring);
  return attach("CopySlices", [x], out, (g) => [g && rings.toReversed().reduce(unwrap, g)]);
}

/** One axis: what is cut off before and after, what is left, and what is added before and after. */
interface Ring {
  readonly axis: number;
  readonly size: number;
  readonly cut: number;
  readonly kept: number;
  readonly before: number;
  readonly after: number;
}

/** The axes from the last to the first that is padded. */
function ringsOf(x: Tensor, pad: readonly number[]): Ring[] {
  return Array.from({ length: pad.length / 2 }, (_, i) => {
    const axis = x.ndim - 1 - i;
    const size = x.shape[axis] as number;
    const [first, last] = pad.slice(2 * i, 2 * i + 2) as [number, number];
    check(
      first <= size && last <= size,
      "pad",
      () =>
        `Padding value causes wrapping around more than once. It is (${first}, ${last}) for ${size} elements`,
    );
    check(
      size + first + last >= 0,
      "pad",
      () =>
        `Negative padding value is resulting in an empty dimension: (${first}, ${last}) for ${size} elements`,
    );
    const [before, after] = [Math.max(first, 0), Math.max(last, 0)];
    const cut = Math.max(-first, 0);
    const kept = size - cut - Math.max(-last, 0);
    check(
      before <= kept && after <= kept,
      "pad",
      () =>
        `unsupported operation: some elements of the input tensor and the written-to tensor refer to a single memory location: padding (${first}, ${last}) leaves ${kept} elements to take from`,
    );
    return { axis, size, cut, kept, before, after };
  });
}

function wrap(x: Tensor, { axis, cut, kept, before, after }: Ring): Tensor {
  const out = emptyTensor(x.shape.with(axis, before + kept + after), x.dtype);
  const part = (start: number, length: number) => narrow(x, axis, cut + start, length);
  const place = (start: number, length: number) => narrow(out, axis, start, length);
  copyElements(part(kept - before, before), place(0, before));
  copyElements(part(0, kept), place(before, kept));
  copyElements(part(0, after), place(before + kept, after));
  return out;
}

function unwrap(g: Tensor, { axis, size, cut, kept, before, after }: Ring): Tensor {
  const out = zeros(g.shape.with(axis, size), { dtype: g.dtype });
  const part = (start: number, length: number) => narrow(out, axis, cut + start, length);
  const from = (start: number, length: number) => narrow(g, axis, start, length);
  copyElements(from(before, kept), part(0, kept));
  const head = part(0, after);
  copyElements(add(head, from(before + kept, after)), head);
  const tail = part(kept - before, before);
  copyElements(add(tail, from(0, before)), tail);
  return out;
}
