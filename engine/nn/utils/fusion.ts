import { checkAs } from "../../errors.ts";
import { detach, to } from "../../ops/copy.ts";
import { onesLike, zerosLike } from "../../ops/create.ts";
import { add, mul, sub } from "../../ops/pointwise.ts";
import { rsqrt } from "../../ops/unary.ts";
import { reshape, unsqueeze } from "../../ops/view.ts";
import { Tensor } from "../../tensor.ts";
import type { ConvBase } from "../conv-base.ts";
import { deepCopy } from "../deep-copy.ts";
import type { Linear } from "../linear.ts";
import { Parameter } from "../parameter.ts";
import type { RunningNorm } from "../running-norm.ts";

/** Options of fusing convolutions. */
export interface FusionOptions {
  /** Whether the convolution is a transposed one. */
  transpose?: boolean;
}

/**
 * A convolution that does in evaluation what `conv` followed by `bn` does.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.fuse_conv_bn_eval.html
 *
 * Throws AssertionError for layers in training and for a norm without running statistics.
 */
export function fuseConvBnEval<T extends ConvBase>(
  conv: T,
  bn: RunningNorm,
  { transpose = false }: FusionOptions = {},
): T {
  const { runningMean, runningVar } = statisticsOf("fuseConvBnEval", conv, bn);
  const fused = deepCopy(conv);
  const parts = [runningMean, runningVar, bn.eps, bn.weight, bn.bias] as const;
  const [weight, bias] = fuseConvBnWeights(fused.weight, fused.bias, ...parts, { transpose });
  [fused.weight, fused.bias] = [weight, bias];
  return fused;
}

/**
 * Weight and bias of such a convolution.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.fuse_conv_bn_weights.html
 *
 * **Shapes**: convW (out, in, *), transposed (in, out, *); all others (out) or null.
 */
export function fuseConvBnWeights(
  convW: Tensor,
  convB: Tensor | null,
  bnRm: Tensor,
  bnRv: Tensor,
  bnEps: number,
  bnW: Tensor | null,
  bnB: Tensor | null,
  { transpose = false }: FusionOptions = {},
): [Parameter, Parameter] {
  const [bias, scale, shift] = [
    convB ?? zerosLike(bnRm),
    bnW ?? onesLike(bnRm),
    bnB ?? zerosLike(bnRm),
  ];
  const inverse = rsqrt(add(bnRv, bnEps));
  const ones = new Array<number>(convW.ndim - 2).fill(1);
  const shape = transpose ? [1, -1, ...ones] : [-1, 1, ...ones];
  const weight = to(mul(convW, reshape(mul(scale, inverse), shape)), convW.dtype);
  const moved = add(mul(mul(sub(bias, bnRm), inverse), scale), shift);
  return parametersOf(convW, bias, weight, to(moved, convB?.dtype ?? convW.dtype));
}

/**
 * A Linear that does in evaluation what `linear` followed by `bn` does.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.fuse_linear_bn_eval.html
 *
 * Throws AssertionError for layers in training, other numbers of features, and a norm without running statistics.
 */
export function fuseLinearBnEval<T extends Linear>(linear: T, bn: RunningNorm): T {
  checkEvaluated("fuseLinearBnEval", linear, bn);
  checkAs(
    "AssertionError",
    linear.outFeatures === bn.numFeatures || bn.numFeatures === 1,
    "fuseLinearBnEval",
    () =>
      `To fuse, linear.out_features == bn.num_features or bn.num_features == 1, got linear.out_features=${linear.outFeatures} and bn.num_features=${bn.numFeatures}`,
  );
  const { runningMean, runningVar } = statisticsOf("fuseLinearBnEval", linear, bn);
  const fused = deepCopy(linear);
  const parts = [runningMean, runningVar, bn.eps, bn.weight as Tensor, bn.bias as Tensor] as const;
  const [weight, bias] = fuseLinearBnWeights(fused.weight, fused.bias, ...parts);
  [fused.weight, fused.bias] = [weight, bias];
  return fused;
}

/**
 * Weight and bias of such a Linear.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.fuse_linear_bn_weights.html
 *
 * **Shapes**: linearW (out, in); all others (out), the norm's or (1). Throws TypeError for a norm without weight or bias.
 */
export function fuseLinearBnWeights(
  linearW: Tensor,
  linearB: Tensor | null,
  bnRm: Tensor,
  bnRv: Tensor,
  bnEps: number,
  bnW: Tensor,
  bnB: Tensor,
): [Parameter, Parameter] {
  checkAs(
    "TypeError",
    bnW instanceof Tensor && bnB instanceof Tensor,
    "fuseLinearBnWeights",
    () =>
      `unsupported operand type(s) for ${bnW instanceof Tensor ? "+: 'Tensor' and 'NoneType'" : "*: 'NoneType' and 'Tensor'"}: a norm without weight or bias`,
  );
  const bias = linearB ?? zerosLike(bnRm);
  const scale = mul(bnW, rsqrt(add(bnRv, bnEps)));
  const weight = mul(linearW, to(unsqueeze(scale, -1), linearW.dtype));
  const moved = add(mul(sub(bias, bnRm), scale), bnB);
  return parametersOf(linearW, bias, weight, to(moved, linearB?.dtype ?? linearW.dtype));
}

function parametersOf(
  weight: Tensor,
  bias: Tensor,
  fusedWeight: Tensor,
  fusedBias: Tensor,
): [Parameter, Parameter] {
  return [
    new Parameter(detach(fusedWeight), weight.requiresGrad),
    new Parameter(detach(fusedBias), bias.requiresGrad),
  ];
}

function checkEvaluated(where: string, layer: { training: boolean }, bn: RunningNorm): void {
  checkAs("AssertionError", !layer.training && !bn.training, where, () => "Fusion only for eval!");
}

function statisticsOf(
  where: string,
  layer: { training: boolean },
  bn: RunningNorm,
): { runningMean: Tensor; runningVar: Tensor } {
  checkEvaluated(where, layer, bn);
  const { running_mean: runningMean, running_var: runningVar } = bn;
  checkAs(
    "AssertionError",
    runningMean !== null && runningVar !== null,
    where,
    () => "bn.running_mean and bn.running_var must not be None",
  );
  return { runningMean: runningMean as Tensor, runningVar: runningVar as Tensor };
}
