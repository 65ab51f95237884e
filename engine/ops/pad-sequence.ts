import { attach } from "../autograd.ts";
import { check } from "../errors.ts";
import { sameShape, showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { copyElements, detached, to } from "./copy.ts";
import { full } from "./create.ts";
import { narrow, select } from "./view.ts";

/** How padSequence lays sequences out. */
export interface PaddingLayout {
  /** The axis of the batch: 0 or 1. */
  readonly batchAxis: 0 | 1;
  readonly value: number;
  readonly side: "right" | "left";
}

/**
 * Sequences of unequal lengths, the shorter ones padded.
 *
 * **Shapes**: each (T, *); out (longest T, N, *), or (N, longest T, *).
 */
export function padSequences(
  sequences: readonly Tensor[],
  { batchAxis, value, side }: PaddingLayout,
): Tensor {
  check(sequences.length > 0, "padSequence", () => "received an empty list of sequences");
  const first = sequences[0] as Tensor;
  const rest = first.shape.slice(1);
  for (const x of sequences) checkRest(first, x);
  const steps = Math.max(...sequences.map((x) => x.size(0)));
  const lead = batchAxis === 0 ? [sequences.length, steps] : [steps, sequences.length];
  const out = full([...lead, ...rest], value, { dtype: first.dtype });
  const placeOf = (padded: Tensor, x: Tensor, i: number) => {
    const start = side === "left" ? steps - x.size(0) : 0;
    return narrow(select(padded, batchAxis, i), 0, start, x.size(0));
  };
  sequences.forEach((x, i) => {
    copyElements(to(detached(x), out.dtype), placeOf(out, x, i));
  });
  return attach("CopySlices", sequences, out, (g) =>
    sequences.map((x, i) => (g && x.requiresGrad ? to(placeOf(g, x, i), x.dtype) : null)),
  );
}

function checkRest(first: Tensor, x: Tensor): void {
  const [want, got] = [first.shape.slice(1), x.shape.slice(1)];
  const at = want.findIndex((size, i) => size !== got[i]);
  check(
    sameShape(want, got),
    "padSequence",
    () =>
      `The size of tensor a (${want[at]}) must match the size of tensor b (${got[at]}) at non-singleton dimension ${at + 1}: sequences of shapes ${showShape(first.shape)} and ${showShape(x.shape)}`,
  );
}
