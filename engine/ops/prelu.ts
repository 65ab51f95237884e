import { attach } from "../autograd.ts";
import { SCALAR_TYPE } from "../dtype.ts";
import { check } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { windowOn } from "../tensor.ts";
import { checkFloating } from "./check-floating.ts";
import { choose } from "./choose.ts";
import { compareElements } from "./compare-elements.ts";
import { detached, to } from "./copy.ts";
import { zeros } from "./create.ts";
import { scalarLike, zipElements } from "./pointwise.ts";
import { sumTo } from "./sum-axes.ts";

/**
 * x where positive, else weight · x. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.prelu.html
 *
 * **Shapes**: x any; weight (1) or (), or (channels), the channels being x's second axis.
 */
export function prelu(x: Tensor, weight: Tensor): Tensor {
  checkWeight(x, weight);
  checkFloating(x.dtype, "prelu", "prelu_cpu");
  const slope = beside(detached(weight), x);
  const shape = x.shape;
  const positive = compareElements("gt", x, scalarLike(0, x));
  const kept = (a: Tensor, b: Tensor) => choose(positive, a, b, shape);
  const out = kept(detached(x), zipElements("mul", slope, x));
  return attach(
    "PreluKernelBackward0",
    [x, weight],
    out,
    (g) => {
      if (!g) return [null, null];
      const dx = () => kept(g, zipElements("mul", slope, g));
      const each = () => kept(zeros([], { dtype: x.dtype }), zipElements("mul", x, g));
      const dweight = () => to(sumTo(each(), slope.shape), weight.dtype);
      return [
        x.requiresGrad ? dx() : null,
        weight.requiresGrad
          ? windowOn(
              dweight(),
              weight.shape,
              weight.shape.map(() => 1),
              0,
            )
          : null,
      ];
    },
    [x, weight],
  );
}

/** The weight with axes that broadcast along x's second axis. */
function beside(weight: Tensor, x: Tensor): Tensor {
  const shape = x.shape.map((_, axis) => (axis === Math.min(1, x.ndim - 1) ? weight.numel : 1));
  const step = weight.ndim === 0 ? 1 : (weight.strides[0] as number);
  return windowOn(
    weight,
    shape,
    shape.map(() => step),
    weight.offset,
  );
}

function checkWeight(x: Tensor, weight: Tensor): void {
  check(
    x.dtype === weight.dtype,
    "prelu",
    () =>
      `Type promoting not supported. Got ${SCALAR_TYPE[x.dtype]} and ${SCALAR_TYPE[weight.dtype]}`,
  );
  check(
    weight.ndim <= 1,
    "prelu",
    () => `Expected \`weight\` to be a scalar or 1D tensor, but got: ndim = ${weight.ndim}`,
  );
  if (weight.numel === 1) return;
  check(x.ndim > 0, "prelu", () => "Not allow zero-dim input tensor.");
  const channels = x.ndim > 1 ? (x.shape[1] as number) : 1;
  check(
    channels === weight.numel,
    "prelu",
    () =>
      `Mismatch of parameter numbers and input channel size. Found parameter numbers = ${weight.numel} and channel size = ${channels}.`,
  );
}
