import { noGrad } from "../autograd.ts";
import { checkAs } from "../errors.ts";
import { fillElements } from "../ops/create.ts";
import { uniform_ as drawUniform } from "../ops/random.ts";
import type { Tensor } from "../tensor.ts";

/** torch.nn.init.uniform_: each element drawn from [a, b). */
export function uniform_(x: Tensor, a = 0, b = 1): Tensor {
  return noGrad(() => drawUniform(x, a, b));
}

/** torch.nn.init.constant_: every element `value`. */
export function constant_(x: Tensor, value: number): Tensor {
  fillElements(x, value);
  x.storage.version++;
  return x;
}

/** torch.nn.init.zeros_. */
export function zeros_(x: Tensor): Tensor {
  return constant_(x, 0);
}

/** torch.nn.init.ones_. */
export function ones_(x: Tensor): Tensor {
  return constant_(x, 1);
}

/** torch.nn.init.kaiming_uniform_ with leaky_relu's gain: bound = √3 · gain / √fan_in. He et al., "Delving deep into rectifiers" (2015). */
export function kaimingUniform_(x: Tensor, { a = 0 }: { a?: number } = {}): Tensor {
  const gain = Math.sqrt(2 / (1 + a ** 2));
  const std = gain / Math.sqrt(fans(x).fanIn);
  const bound = Math.sqrt(3) * std;
  return uniform_(x, -bound, bound);
}

/** torch.nn.init.xavier_uniform_: bound = √3 · gain · √(2 / (fan_in + fan_out)). Glorot and Bengio (2010). */
export function xavierUniform_(x: Tensor, { gain = 1 }: { gain?: number } = {}): Tensor {
  const { fanIn, fanOut } = fans(x);
  const std = gain * Math.sqrt(2 / (fanIn + fanOut));
  const bound = Math.sqrt(3) * std;
  return uniform_(x, -bound, bound);
}

/** The numbers of inputs and outputs that one element of a weight (out, in, *kernel) takes part in. */
export function fans(x: Tensor): { fanIn: number; fanOut: number } {
  checkAs(
    "ValueError",
    x.ndim >= 2,
    "fans",
    () => "Fan in and fan out can not be computed for tensor with fewer than 2 dimensions",
  );
  const field = x.shape.slice(2).reduce((a, b) => a * b, 1);
  return { fanIn: x.size(1) * field, fanOut: x.size(0) * field };
}
