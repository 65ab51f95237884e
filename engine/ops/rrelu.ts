import { attach, type Backward } from "../autograd.ts";
import { computeType } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { checkInplaceSlope, type InplaceOptions } from "./activation.ts";
import { checkFloating } from "./check-floating.ts";
import { copyElements, detached, numbers, to, writer } from "./copy.ts";
import { functionGradient, mapFunction } from "./elementwise.ts";
import { changeInPlace, checkWritable } from "./inplace.ts";
import { zipElements } from "./pointwise.ts";
import { defaultGenerator } from "./random.ts";

/** Options of rrelu. */
export interface RreluOptions extends InplaceOptions {
  lower?: number;
  upper?: number;
  training?: boolean;
}

/**
 * x where positive, else a · x, where a is drawn from U(lower, upper) for each element in training and is their mean in
 * evaluation. Draws once for each element that is not positive, in C order.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.rrelu.html
 */
export function rrelu(x: Tensor, options: RreluOptions = {}): Tensor {
  const { lower = 1 / 8, upper = 1 / 3, training = false, inplace = false } = options;
  checkBounds(lower, upper);
  checkDrawable(x, training);
  if (inplace) checkWritable(x, "rrelu_");
  const slope = (lower + upper) / 2;
  const slopes = training ? drawSlopes(x, lower, upper) : null;
  const noise = slopes && to(slopes, x.dtype);
  const forward = () => (slopes ? multiply(x, slopes) : mapFunction("leakyRelu", x, [slope]));
  const backward: Backward = (g) => {
    if (!g) return [null];
    if (noise && upper - lower > 1e-6) return [zipElements("mul", g, noise)];
    checkInplaceSlope(inplace, slope, "leakyReLu");
    return [functionGradient("leakyRelu", g, x, [slope])];
  };
  if (!inplace) return attach("RreluWithNoiseBackward0", [x], forward(), backward, [x]);
  const change = () => copyElements(forward(), x);
  return changeInPlace(x, "RreluWithNoiseBackward1", [], change, backward, [x]);
}

/** Half types are multiplied by slopes of float32 and rounded once. */
function multiply(x: Tensor, slopes: Tensor): Tensor {
  return to(zipElements("mul", to(detached(x), slopes.dtype), slopes), x.dtype);
}

/** What each element is multiplied by: 1 unless it is negative or 0. */
function drawSlopes(x: Tensor, lower: number, upper: number): Tensor {
  const type = computeType(x.dtype);
  const noise = emptyTensor(x.shape, type);
  const values = numbers(detached(x));
  const write = writer(type, elementsOf(noise));
  const single = computeType(x.dtype) === "float32";
  const [low, high] = single ? [Math.fround(lower), Math.fround(upper)] : [lower, upper];
  const generator = defaultGenerator();
  for (let i = 0; i < values.length; i++) {
    const draws = (values[i] as number) <= 0;
    write(i, draws ? generator.uniform53() * (high - low) + low : 1);
  }
  return noise;
}

function checkBounds(lower: number, upper: number): void {
  for (const [name, bound] of Object.entries({ lower, upper })) {
    check(
      Number.isFinite(bound),
      "rrelu",
      () => `rrelu: ${name} bound must be finite, got ${bound}`,
    );
  }
  check(
    lower <= upper,
    "rrelu",
    () => `Lower bound should be less than or equal to the upper bound: ${lower} > ${upper}`,
  );
}

/** PyTorch draws slopes for bfloat16, but has no kernel that does so for float16. */
function checkDrawable(x: Tensor, training: boolean): void {
  const kernel = training ? "rrelu_with_noise_out_cpu" : "leaky_relu_cpu";
  checkFloating(x.dtype, "rrelu", kernel);
  checkAs(
    "NotImplementedError",
    !training || x.dtype !== "float16",
    "rrelu",
    () => `"${kernel}" not implemented for 'Half'`,
  );
}
