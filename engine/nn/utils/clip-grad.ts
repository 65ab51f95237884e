import { noGrad } from "../../autograd.ts";
import { check } from "../../errors.ts";
import { copy_ } from "../../ops/assign.ts";
import { stack } from "../../ops/cat.ts";
import { clamp, clampMax } from "../../ops/clamp.ts";
import { isfinite } from "../../ops/compare.ts";
import { numbers, to } from "../../ops/copy.ts";
import { tensor } from "../../ops/create.ts";
import { add, div, mul } from "../../ops/pointwise.ts";
import { vectorNorm } from "../../ops/vector-norm.ts";
import { formatPythonFloat } from "../../print/python.ts";
import { Tensor } from "../../tensor.ts";

/** One tensor, or several. */
export type Tensors = Tensor | Iterable<Tensor>;

/** Options of clipGradNorm_ and getTotalNorm. */
export interface NormOptions {
  /** The order of the norm: any number, also 0 and the infinities. */
  normType?: number;
  /** Whether a norm that is infinite or NaN is refused. */
  errorIfNonfinite?: boolean;
  /** Which of PyTorch's implementations to take; here there is one. */
  foreach?: boolean | null;
}

/**
 * Scales all gradients by maxNorm / (norm + 1e-6) if that is below 1, where norm is that of all gradients as one vector, and
 * gives the norm. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_norm_.html
 *
 * Throws RuntimeError for a norm that is not finite, with errorIfNonfinite.
 */
export function clipGradNorm_(
  parameters: Tensors,
  maxNorm: number,
  options: NormOptions = {},
): Tensor {
  const all = listOf(parameters);
  const norm = getTotalNorm(gradientsOf(all), options);
  clipGradsWithNorm_(all, maxNorm, norm);
  return norm;
}

/**
 * The norm of all tensors as one vector; 0 for none. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.get_total_norm.html
 *
 * **Shapes**: any; out (). Throws as clipGradNorm_.
 */
export function getTotalNorm(
  tensors: Tensors,
  { normType = 2, errorIfNonfinite = false }: NormOptions = {},
): Tensor {
  const all = listOf(tensors);
  if (all.length === 0) return tensor(0, { dtype: "float32" });
  return noGrad(() => {
    const norm = vectorNorm(stack(all.map((x) => vectorNorm(x, normType))), normType);
    check(
      !errorIfNonfinite || numbers(isfinite(norm))[0] === 1,
      "getTotalNorm",
      () =>
        `The total norm of order ${formatPythonFloat(normType)} for gradients from \`parameters\` is non-finite, so it cannot be clipped. Set errorIfNonfinite to false to scale by it all the same`,
    );
    return norm;
  });
}

/** Scales all gradients by maxNorm / (totalNorm + 1e-6) if that is below 1. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.clip_grads_with_norm_.html */
export function clipGradsWithNorm_(
  parameters: Tensors,
  maxNorm: number,
  totalNorm: Tensor,
  _options: { foreach?: boolean | null } = {},
): void {
  noGrad(() => {
    const scale = clampMax(div(maxNorm, add(totalNorm, 1e-6)), 1);
    for (const grad of gradientsOf(listOf(parameters))) {
      copy_(grad, mul(grad, to(scale, grad.dtype)));
    }
  });
}

/** Makes every gradient's elements lie in [-clipValue, clipValue]. https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_value_.html */
export function clipGradValue_(
  parameters: Tensors,
  clipValue: number,
  _options: { foreach?: boolean | null } = {},
): void {
  noGrad(() => {
    for (const grad of gradientsOf(listOf(parameters))) {
      copy_(grad, clamp(grad, { min: -clipValue, max: clipValue }));
    }
  });
}

function listOf(tensors: Tensors): Tensor[] {
  return tensors instanceof Tensor ? [tensors] : [...tensors];
}

function gradientsOf(parameters: readonly Tensor[]): Tensor[] {
  return parameters.map((x) => x.grad).filter((grad) => grad !== null);
}
