import { attach } from "../autograd.ts";
import { SCALAR_TYPE } from "../dtype.ts";
import { check, checkAs, EngineError } from "../errors.ts";
import { sameShape, showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { detached } from "./copy.ts";
import {
  factorQr,
  productOfReflectors,
  type Reflectors,
  reflectorGradients,
} from "./householder.ts";
import { fromMatrices, fromRows, matricesOf } from "./matrix.ts";

/**
 * The QR factorization as LAPACK leaves it: R above, the reflectors below the diagonal, and their scales.
 * https://docs.pytorch.org/docs/stable/generated/torch.geqrf.html
 *
 * **Shapes**: x (*, m, n); out (*, m, n) and (*, min(m, n)). Throws NotImplementedError for other than float32 and float64, and in
 * backward.
 */
export function geqrf(x: Tensor): [Tensor, Tensor] {
  check(x.ndim >= 2, "geqrf", () => "torch.geqrf: input must have at least 2 dimensions.");
  checkImplemented("geqrf", x);
  const factors = matricesOf(x).map(factorQr);
  const scales = [...x.shape.slice(0, -2), Math.min(x.size(-2), x.size(-1))];
  const taus = factors.map(({ tau }) => tau);
  const out = [fromMatrices(factors, x.shape, x.dtype), fromRows(taus, scales, x.dtype)];
  return attach("GeqrfBackward0", [x], out as [Tensor, Tensor], () => {
    const what = "the derivative for 'geqrf' is not implemented.";
    throw new EngineError("NotImplementedError", "geqrf", what);
  });
}

/**
 * The first n columns of H_0 H_1 …, where H_i = I - tau_i v vᵀ and v is 0 above the diagonal, 1 on it, and what x has below it.
 * https://docs.pytorch.org/docs/stable/generated/torch.linalg.householder_product.html
 *
 * **Shapes**: x (*, m, n) with m ≥ n; tau (*, k) with k ≤ n; out (*, m, n). Throws RuntimeError for other shapes and for two dtypes.
 */
export function householderProduct(x: Tensor, tau: Tensor): Tensor {
  checkShapes(x, tau);
  checkImplemented("orgqr", x);
  const scales = matricesOf(detached(tau), tau.size(-1), 1);
  const factors: Reflectors[] = matricesOf(detached(x)).map((matrix, i) => ({
    ...matrix,
    tau: scales[i]?.data ?? new Float64Array(),
  }));
  const products = factors.map((one) => productOfReflectors(one, one.columns));
  const out = fromMatrices(products, x.shape, x.dtype);
  return attach(
    "LinalgHouseholderProductBackward0",
    [x, tau],
    out,
    (g) => {
      if (!g || x.numel === 0 || tau.numel === 0) return [null, null];
      const found = matricesOf(g).map((dQ, i) =>
        reflectorGradients(factors[i] as Reflectors, products[i] as (typeof products)[number], dQ),
      );
      return [
        fromMatrices(
          found.map((one) => one.columns),
          x.shape,
          x.dtype,
        ),
        fromRows(
          found.map((one) => one.tau),
          tau.shape,
          x.dtype,
        ),
      ];
    },
    [x, tau],
  );
}

function checkShapes(x: Tensor, tau: Tensor): void {
  const refuse = (holds: boolean, what: () => string) =>
    check(holds, "householderProduct", () => `torch.linalg.householder_product: ${what()}`);
  refuse(x.ndim >= 2, () => "input must have at least 2 dimensions.");
  refuse(
    x.size(-2) >= x.size(-1),
    () => `input.shape[-2] must be greater than or equal to input.shape[-1]: ${showShape(x.shape)}`,
  );
  refuse(
    x.size(-1) >= tau.size(-1),
    () =>
      `input.shape[-1] must be greater than or equal to tau.shape[-1]: ${x.size(-1)} and ${tau.size(-1)}`,
  );
  refuse(
    x.ndim - tau.ndim === 1,
    () =>
      `Expected tau to have one dimension less than input, but got tau.ndim equal to ${tau.ndim} and input.ndim is equal to ${x.ndim}`,
  );
  const [batch, given] = [x.shape.slice(0, -2), tau.shape.slice(0, -1)];
  refuse(
    sameShape(batch, given),
    () =>
      `Expected batch dimensions of tau to be equal to input.shape[:-2], but got [${given.join(", ")}]`,
  );
  refuse(
    tau.dtype === x.dtype,
    () => `tau dtype ${SCALAR_TYPE[tau.dtype]} does not match input dtype ${SCALAR_TYPE[x.dtype]}`,
  );
}

function checkImplemented(routine: "geqrf" | "orgqr", x: Tensor): void {
  checkAs(
    "NotImplementedError",
    x.dtype === "float32" || x.dtype === "float64",
    routine,
    () => `"${routine}_cpu" not implemented for '${SCALAR_TYPE[x.dtype]}'`,
  );
}
