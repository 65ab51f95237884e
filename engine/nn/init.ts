import { noGrad } from "../autograd.ts";
import {
  calculateFan,
  kaimingUniformBound,
  xavierStd,
  xavierUniformBound,
} from "../init-bounds.ts";
import { fillElements } from "../ops/create.ts";
import { normal_ as drawNormal, uniform_ as drawUniform } from "../ops/random.ts";
import type { Tensor } from "../tensor.ts";

/** torch.nn.init.uniform_: each element drawn from [a, b). */
export function uniform_(x: Tensor, { a = 0, b = 1 }: { a?: number; b?: number } = {}): Tensor {
  return noGrad(() => drawUniform(x, a, b));
}

/** torch.nn.init.normal_: each element drawn from N(mean, std²). */
export function normal_(
  x: Tensor,
  { mean = 0, std = 1 }: { mean?: number; std?: number } = {},
): Tensor {
  return noGrad(() => drawNormal(x, mean, std));
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

/** torch.nn.init.kaiming_uniform_, gain of leaky_relu with slope `a`, fan in. He et al., "Delving deep into rectifiers" (2015). */
export function kaimingUniform_(x: Tensor, { a = 0 }: { a?: number } = {}): Tensor {
  if (x.numel === 0) return x;
  const bound = kaimingUniformBound(a, calculateFan(x.shape).fanIn);
  return uniform_(x, { a: -bound, b: bound });
}

/** torch.nn.init.xavier_uniform_. Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks" (2010). */
export function xavierUniform_(x: Tensor, { gain = 1 }: { gain?: number } = {}): Tensor {
  const bound = xavierUniformBound(gain, calculateFan(x.shape));
  return uniform_(x, { a: -bound, b: bound });
}

/** torch.nn.init.xavier_normal_. */
export function xavierNormal_(x: Tensor, { gain = 1 }: { gain?: number } = {}): Tensor {
  return normal_(x, { std: xavierStd(gain, calculateFan(x.shape)) });
}
