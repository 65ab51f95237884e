import { chunk } from "../ops/cat.ts";
import { cloneAsLaid as clone } from "../ops/clone.ts";
import { contiguous } from "../ops/copy.ts";
import { diag, diagEmbed, diagonal, tril, triu } from "../ops/diagonal.ts";
import { flip } from "../ops/flip.ts";
import { movedim, repeat, repeatInterleave, roll, swapaxes, tile } from "../ops/rearrange.ts";
import { unfold } from "../ops/sliding-window.ts";
import { unbind } from "../ops/unbind.ts";
import {
  expand,
  flatten,
  narrow,
  permute,
  reshape,
  select,
  slice,
  split,
  squeeze,
  t,
  transpose,
  unsqueeze,
  view,
} from "../ops/view.ts";
import type { Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { addMethods, addProperty, type Methods } from "./add-methods.ts";

/** Sizes one by one or as one list. */
type Sizes = readonly (number | Shape)[];

const functions = {
  ...{ transpose, t, squeeze, unsqueeze, flatten, narrow, slice, select, split, chunk, unbind },
  ...{ contiguous, clone, movedim, swapaxes, roll, repeatInterleave, unfold },
  ...{ diag, diagEmbed, diagonal, tril, triu, swapdims: swapaxes, moveaxis: movedim },
  reshape: (x: Tensor, ...shape: Sizes) => reshape(x, shape.flat()),
  view: (x: Tensor, ...shape: Sizes) => view(x, shape.flat()),
  permute: (x: Tensor, ...dims: Sizes) => permute(x, dims.flat()),
  expand: (x: Tensor, ...shape: Sizes) => expand(x, shape.flat()),
  broadcastTo: (x: Tensor, ...shape: Sizes) => expand(x, shape.flat()),
  repeat: (x: Tensor, ...repeats: Sizes) => repeat(x, repeats.flat()),
  tile: (x: Tensor, ...dims: Sizes) => tile(x, dims.flat()),
  flip: (x: Tensor, ...dims: Sizes) => flip(x, dims.flat()),
  ravel: (x: Tensor) => reshape(x, [-1]),
  viewAs: (x: Tensor, other: Tensor) => view(x, other.shape),
  reshapeAs: (x: Tensor, other: Tensor) => reshape(x, other.shape),
  expandAs: (x: Tensor, other: Tensor) => expand(x, other.shape),
};

declare module "../tensor.ts" {
  interface Tensor extends Methods<typeof functions> {
    /** The axes in reverse order. */
    readonly T: Tensor;
    /** The last two axes swapped. */
    readonly mT: Tensor;
  }
}

addMethods(functions);
addProperty("T", (x) =>
  permute(
    x,
    x.shape.map((_, i) => x.ndim - 1 - i),
  ),
);
addProperty("mT", (x) => transpose(x, -2, -1));
