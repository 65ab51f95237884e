import { attach, noGrad } from "../autograd.ts";
import { computeType, type Dtype, isFloating, promote } from "../dtype.ts";
import type { Tensor } from "../tensor.ts";
import { detached, to } from "./copy.ts";
import { mapElements, type UnaryName } from "./map-elements.ts";
import { sumTo } from "./sum-axes.ts";

/** A function of the kernels with its gradient from that of the output, the input and the output. */
export function followMap(
  name: UnaryName,
  node: string,
  x: Tensor,
  reads: "input" | "output" | "nothing",
  gradient: (g: Tensor, x: Tensor, y: Tensor) => Tensor,
): Tensor {
  const out = mapElements(name, x);
  const saved = reads === "input" ? [x] : reads === "output" ? [out] : [];
  return attach(node, [x], out, (g) => [g && gradient(g, x, out)], saved);
}

/**
 * An elementwise function of several tensors. `forward` is given plain values of one type, wide enough to round half types
 * once at the end; `backward` gives gradients of the output's shape, which are summed over what was broadcast.
 */
export function followPointwise(
  node: string,
  inputs: readonly Tensor[],
  forward: (...plain: Tensor[]) => Tensor,
  backward: (g: Tensor) => readonly (() => Tensor)[],
  dtype: Dtype = commonType(inputs),
): Tensor {
  const type = isFloating(dtype) ? computeType(dtype) : dtype;
  const out = noGrad(() => to(forward(...inputs.map((x) => to(detached(x), type))), dtype));
  return attach(
    node,
    inputs,
    out,
    (g) => {
      if (!g) return inputs.map(() => null);
      const gradients = backward(g);
      return inputs.map((x, i) =>
        x.requiresGrad ? to(sumTo((gradients[i] as () => Tensor)(), x.shape), x.dtype) : null,
      );
    },
    inputs,
  );
}

/** The dtype of an operation on several tensors: those without axes only count by their kind. */
export function commonType(tensors: readonly Tensor[]): Dtype {
  const of = (list: readonly Tensor[]) =>
    list.length === 0 ? null : list.map((x) => x.dtype).reduce(promote);
  const higher = of(tensors.filter((x) => x.ndim > 0));
  const lower = of(tensors.filter((x) => x.ndim === 0));
  if (higher === null || lower === null) return (higher ?? lower) as Dtype;
  if (isFloating(higher)) return higher;
  return higher === "bool" || isFloating(lower) ? promote(higher, lower) : higher;
}
