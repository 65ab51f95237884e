import { needsGrad } from "../autograd.ts";
import { isFloating, SCALAR_TYPE } from "../dtype.ts";
import { checkAs } from "../errors.ts";
import { type Tensor, windowOn } from "../tensor.ts";
import { hardtanh, type InplaceOptions } from "./activation.ts";
import { checkFloating } from "./check-floating.ts";
import { choose } from "./choose.ts";
import { compareElements } from "./compare-elements.ts";
import { copyElements } from "./copy.ts";
import { full } from "./create.ts";
import { activate } from "./elementwise.ts";
import { changeInPlace } from "./inplace.ts";

/** x, but 0 where -lambd ≤ x ≤ lambd. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.hardshrink.html */
export function hardshrink(x: Tensor, { lambd = 0.5 }: { lambd?: number } = {}): Tensor {
  checkFloating(x.dtype, "hardshrink", "hardshrink_cpu");
  return activate(x, { name: "hardshrink", parameters: [lambd], node: "HardshrinkBackward0" });
}

/** x / 6 + 1 / 2 kept between 0 and 1. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.hardsigmoid.html */
export function hardsigmoid(x: Tensor, { inplace = false }: InplaceOptions = {}): Tensor {
  checkFloating(x.dtype, "hardsigmoid", "hardsigmoid_cpu");
  const node = "HardsigmoidBackward0";
  return activate(x, { name: "hardsigmoid", node, keepsInput: true }, inplace);
}

/** x times hardsigmoid(x). https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.hardswish.html */
export function hardswish(x: Tensor, { inplace = false }: InplaceOptions = {}): Tensor {
  checkFloating(x.dtype, "hardswish", "hardswish_cpu");
  return activate(x, { name: "hardswish", node: "HardswishBackward0", keepsInput: true }, inplace);
}

/** x kept between 0 and 6. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.relu6.html */
export function relu6(x: Tensor, { inplace = false }: InplaceOptions = {}): Tensor {
  return hardtanh(x, { minVal: 0, maxVal: 6, inplace });
}

/** x where it exceeds the threshold, else value. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.threshold.html */
export function threshold(
  x: Tensor,
  threshold: number,
  value: number,
  { inplace = false }: InplaceOptions = {},
): Tensor {
  checkAs(
    "NotImplementedError",
    x.dtype !== "bool",
    "threshold",
    () => `"threshold_cpu" not implemented for '${SCALAR_TYPE[x.dtype]}'`,
  );
  if (inplace && !needsGrad([x]) && x.strides.includes(0)) return onceEach(x, threshold, value);
  if (!isFloating(x.dtype)) return thresholdIntegers(x, threshold, value, inplace);
  const parameters = [threshold, value];
  const node = inplace ? "ThresholdBackward1" : "ThresholdBackward0";
  return activate(x, { name: "threshold", parameters, node, keepsInput: true }, inplace);
}

/** In place on elements that stand at several places: PyTorch lets them be, and the second time changes nothing. */
function onceEach(x: Tensor, limit: number, value: number): Tensor {
  const shape = x.shape.map((size, axis) => (x.strides[axis] === 0 ? Math.min(size, 1) : size));
  const strides = x.strides.map((step, axis) => (shape[axis] === 1 ? 1 : step));
  threshold(windowOn(x, shape, strides, x.offset), limit, value, { inplace: true });
  return x;
}

/** Both numbers lose their fractions, as PyTorch's do. */
function thresholdIntegers(x: Tensor, threshold: number, value: number, inplace: boolean): Tensor {
  const like = (v: number) => full([], Math.trunc(v), { dtype: x.dtype });
  const above = compareElements("gt", x, like(threshold));
  const out = choose(above, x, like(value), x.shape);
  if (!inplace) return out;
  const change = () => copyElements(out, x);
  return changeInPlace(x, "threshold_", [], change, () => [null]);
}
