import { edgeTo, isGradEnabled, Node } from "../autograd.ts";
import type { Dtype } from "../dtype.ts";
import { check } from "../errors.ts";
import { elementsOf, emptyTensor, type Tensor, type ViewLink, windowOn } from "../tensor.ts";
import { copyElements } from "./copy-elements.ts";

/** Ties `view` to `x`, on whose memory it is a window: changing either in place changes the other, in the graph too. */
export function tieView(view: Tensor, x: Tensor, several = false): Tensor {
  view.viewOf = { base: x.base ?? x, origin: originOf(x, several), rejoin };
  return view;
}

function originOf(x: Tensor, several: boolean): ViewLink["origin"] {
  if (!isGradEnabled()) return "noGrad";
  if (several) return "several";
  return x.viewOf?.origin ?? "graph";
}

function rejoin(view: Tensor): Node {
  const { base, origin } = view.viewOf as ViewLink;
  check(
    origin === "graph",
    "view",
    () =>
      `A view was ${origin === "noGrad" ? "created in no_grad mode" : "given beside others by one operation"} and its base or another view of its base has been modified inplace: its place in the graph is not known. Take it anew from its base.`,
  );
  const slot = windowOf(view, base);
  return new Node(
    "AsStridedBackward0",
    [edgeTo(base)],
    1,
    (g) => {
      if (!g) return [null];
      const room = zerosLaidOutAs(base, g.dtype);
      copyElements(g, slot(room));
      return [room];
    },
    [],
  );
}

/** Where a view looks in a tensor that is laid out as its base, but begins its own storage. */
export function windowOf(view: Tensor, base: Tensor): (room: Tensor) => Tensor {
  const { shape, strides } = view;
  const offset = view.offset - base.offset;
  return (room) => windowOn(room, shape, strides, offset);
}

type Layout = Pick<Tensor, "shape" | "strides">;

/** Zeros of x's shape with x's strides. */
export function zerosLaidOutAs({ shape, strides }: Layout, dtype: Dtype): Tensor {
  const reach = shape.reduce((far, n, i) => far + (n - 1) * (strides[i] as number), 0);
  const flat = emptyTensor([Math.max(reach + 1, 0)], dtype);
  (elementsOf(flat) as Float64Array).fill(0);
  return windowOn(flat, shape, strides, 0);
}
