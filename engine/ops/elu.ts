import { check } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { checkInplaceSlope, type InplaceOptions } from "./activation.ts";
import { checkFloating } from "./check-floating.ts";
import { activate, functionGradient } from "./elementwise.ts";

/** Options of elu. */
export interface EluOptions extends InplaceOptions {
  alpha?: number;
}

/** x where positive, else alpha · (exp(x) - 1). https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.elu.html */
export function elu(x: Tensor, { alpha = 1, inplace = false }: EluOptions = {}): Tensor {
  return scaledElu(x, alpha, 1, inplace);
}

/** ELU whose fixed points keep mean 0 and variance 1 (Klambauer et al. 2017). https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.selu.html */
export function selu(x: Tensor, { inplace = false }: InplaceOptions = {}): Tensor {
  return scaledElu(x, 1.6732632423543772, 1.0507009873554805, inplace);
}

/** x where positive, else alpha · (exp(x / alpha) - 1). https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.celu.html */
export function celu(x: Tensor, { alpha = 1, inplace = false }: EluOptions = {}): Tensor {
  check(alpha !== 0, "celu", () => "ZeroDivisionError: alpha cannot be 0 for CELU");
  checkFloating(x.dtype, "celu", "elu_cpu");
  return applyElu(x, "Celu", inplace, [alpha, 1, 1 / alpha], (round) => [
    round(alpha),
    1,
    round(1 / Math.fround(alpha)),
  ]);
}

function scaledElu(x: Tensor, alpha: number, scale: number, inplace: boolean): Tensor {
  checkFloating(x.dtype, "elu", "elu_cpu");
  return applyElu(x, "Elu", inplace, [alpha * scale, scale, 1], (round) => [
    round(round(alpha) * round(scale)),
    round(scale),
    1,
  ]);
}

/**
 * `parameters` are what the kernels are told forwards, and `slopes` backwards, rounded as PyTorch rounds them: a gradient that
 * is made of the output vanishes only where both saturate at the same number.
 */
function applyElu(
  x: Tensor,
  kind: "Elu" | "Celu",
  inplace: boolean,
  parameters: readonly number[],
  slopes: (round: (value: number) => number) => readonly number[],
): Tensor {
  return activate(
    x,
    {
      name: "elu",
      parameters,
      node: `${kind}Backward${inplace ? 1 : 0}`,
      gradient: (g, saved) => {
        checkInplaceSlope(inplace, parameters[0] as number, "elu");
        const round = x.dtype === "float64" ? Number : Math.fround;
        return functionGradient(inplace ? "eluOfOutput" : "elu", g, saved, slopes(round));
      },
    },
    inplace,
  );
}
