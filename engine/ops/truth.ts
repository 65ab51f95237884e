import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { mark } from "./compare-elements.ts";
import { detached, to } from "./copy.ts";
import { lastLines } from "./lines.ts";
import { type ReduceArguments, type Reduction, readReduction, relabel } from "./reduction.ts";
import { sumAxes } from "./sum-axes.ts";

/** Whether an element is not 0, over axes; uint8 stays uint8. https://docs.pytorch.org/docs/stable/generated/torch.any.html */
export function any(x: Tensor, ...rest: ReduceArguments): Tensor {
  return settled(x, readReduction(x, rest, "any"), 1);
}

/** Whether no element is 0, over axes; uint8 stays uint8. https://docs.pytorch.org/docs/stable/generated/torch.all.html */
export function all(x: Tensor, ...rest: ReduceArguments): Tensor {
  return settled(x, readReduction(x, rest, "all"), 0);
}

/** One element that is `decisive` (1 or 0) decides its line. */
function settled(x: Tensor, { axes, shape }: Reduction, decisive: 0 | 1): Tensor {
  const lines = lastLines(isTrue(x), axes);
  const out = emptyTensor(shape, x.dtype === "uint8" ? "uint8" : "bool");
  const [flags, result] = [elementsOf(lines), elementsOf(out)] as [Uint8Array, Uint8Array];
  result.fill(1 - decisive);
  const length = flags.length / Math.max(result.length, 1);
  flags.forEach((flag, i) => {
    if (flag === decisive) result[Math.floor(i / length)] = decisive;
  });
  return out;
}

/** How many elements are not 0, over axes. https://docs.pytorch.org/docs/stable/generated/torch.count_nonzero.html */
export function countNonzero(x: Tensor, ...rest: ReduceArguments): Tensor {
  const { axes, shape } = readReduction(x, rest, "countNonzero");
  return relabel(sumAxes(to(isTrue(x), "int64"), axes), shape);
}

function isTrue(x: Tensor): Tensor {
  return mark(detached(x), (v) => v !== 0 && v !== 0n);
}
