import type { Tensor } from "../tensor.ts";
import { followMap } from "./follow.ts";
import { mapElements } from "./map-elements.ts";
import { add, div, mul, neg, pow, sub } from "./pointwise.ts";

export { reciprocal } from "./pointwise.ts";

/** e to the power x. https://docs.pytorch.org/docs/stable/generated/torch.exp.html */
export function exp(x: Tensor): Tensor {
  return followMap("exp", "ExpBackward0", x, "output", (g, _, y) => mul(g, y));
}

/** 2 to the power x. https://docs.pytorch.org/docs/stable/generated/torch.exp2.html */
export function exp2(x: Tensor): Tensor {
  return followMap("exp2", "Exp2Backward0", x, "output", (g, _, y) => mul(mul(g, y), Math.LN2));
}

/** exp(x) - 1, exact near 0. https://docs.pytorch.org/docs/stable/generated/torch.expm1.html */
export function expm1(x: Tensor): Tensor {
  return followMap("expm1", "Expm1Backward0", x, "output", (g, _, y) => mul(g, add(y, 1)));
}

/** The natural logarithm. https://docs.pytorch.org/docs/stable/generated/torch.log.html */
export function log(x: Tensor): Tensor {
  return followMap("log", "LogBackward0", x, "input", (g) => div(g, x));
}

/** The logarithm to base 2. https://docs.pytorch.org/docs/stable/generated/torch.log2.html */
export function log2(x: Tensor): Tensor {
  return followMap("log2", "Log2Backward0", x, "input", (g) => div(g, mul(x, Math.LN2)));
}

/** The logarithm to base 10. https://docs.pytorch.org/docs/stable/generated/torch.log10.html */
export function log10(x: Tensor): Tensor {
  return followMap("log10", "Log10Backward0", x, "input", (g) => div(g, mul(x, Math.LN10)));
}

/** log(1 + x), exact near 0. https://docs.pytorch.org/docs/stable/generated/torch.log1p.html */
export function log1p(x: Tensor): Tensor {
  return followMap("log1p", "Log1PBackward0", x, "input", (g) => div(g, add(x, 1)));
}

/** The square root. https://docs.pytorch.org/docs/stable/generated/torch.sqrt.html */
export function sqrt(x: Tensor): Tensor {
  return followMap("sqrt", "SqrtBackward0", x, "output", (g, _, y) => div(g, mul(y, 2)));
}

/** 1 / sqrt(x). https://docs.pytorch.org/docs/stable/generated/torch.rsqrt.html */
export function rsqrt(x: Tensor): Tensor {
  return followMap("rsqrt", "RsqrtBackward0", x, "output", (g, _, y) =>
    mul(mul(g, -0.5), pow(y, 3)),
  );
}

/** x squared. https://docs.pytorch.org/docs/stable/generated/torch.square.html */
export function square(x: Tensor): Tensor {
  return pow(x, 2);
}

const SLOPE_OF_ERF = 1.1283791670955126;

/** The error function. https://docs.pytorch.org/docs/stable/special.html#torch.special.erf */
export function erf(x: Tensor): Tensor {
  return followMap("erf", "ErfBackward0", x, "input", (g) => mul(g, mul(bell(x), SLOPE_OF_ERF)));
}

/** 1 - erf(x), exact in the tail. https://docs.pytorch.org/docs/stable/special.html#torch.special.erfc */
export function erfc(x: Tensor): Tensor {
  return followMap("erfc", "ErfcBackward0", x, "input", (g) => mul(g, mul(bell(x), -SLOPE_OF_ERF)));
}

function bell(x: Tensor): Tensor {
  return mapElements("exp", neg(mul(x, x)));
}

/** The sine. https://docs.pytorch.org/docs/stable/generated/torch.sin.html */
export function sin(x: Tensor): Tensor {
  return followMap("sin", "SinBackward0", x, "input", (g) => mul(g, mapElements("cos", x)));
}

/** The cosine. https://docs.pytorch.org/docs/stable/generated/torch.cos.html */
export function cos(x: Tensor): Tensor {
  return followMap("cos", "CosBackward0", x, "input", (g) => mul(g, neg(mapElements("sin", x))));
}

/** The tangent. https://docs.pytorch.org/docs/stable/generated/torch.tan.html */
export function tan(x: Tensor): Tensor {
  return followMap("tan", "TanBackward0", x, "output", (g, _, y) => mul(g, add(mul(y, y), 1)));
}

/** The arc sine. https://docs.pytorch.org/docs/stable/generated/torch.asin.html */
export function asin(x: Tensor): Tensor {
  return followMap("asin", "AsinBackward0", x, "input", (g) => mul(g, rsqrt(sub(1, mul(x, x)))));
}

/** The arc cosine. https://docs.pytorch.org/docs/stable/generated/torch.acos.html */
export function acos(x: Tensor): Tensor {
  return followMap("acos", "AcosBackward0", x, "input", (g) =>
    mul(g, neg(rsqrt(sub(1, mul(x, x))))),
  );
}

/** The arc tangent. https://docs.pytorch.org/docs/stable/generated/torch.atan.html */
export function atan(x: Tensor): Tensor {
  return followMap("atan", "AtanBackward0", x, "input", (g) => div(g, add(mul(x, x), 1)));
}

/** The hyperbolic sine. https://docs.pytorch.org/docs/stable/generated/torch.sinh.html */
export function sinh(x: Tensor): Tensor {
  return followMap("sinh", "SinhBackward0", x, "input", (g) => mul(g, mapElements("cosh", x)));
}

/** The hyperbolic cosine. https://docs.pytorch.org/docs/stable/generated/torch.cosh.html */
export function cosh(x: Tensor): Tensor {
  return followMap("cosh", "CoshBackward0", x, "input", (g) => mul(g, mapElements("sinh", x)));
}

/** The inverse hyperbolic sine. https://docs.pytorch.org/docs/stable/generated/torch.asinh.html */
export function asinh(x: Tensor): Tensor {
  return followMap("asinh", "AsinhBackward0", x, "input", (g) => mul(g, rsqrt(add(mul(x, x), 1))));
}

/** The inverse hyperbolic cosine. https://docs.pytorch.org/docs/stable/generated/torch.acosh.html */
export function acosh(x: Tensor): Tensor {
  return followMap("acosh", "AcoshBackward0", x, "input", (g) => mul(g, rsqrt(sub(mul(x, x), 1))));
}

/** The inverse hyperbolic tangent. https://docs.pytorch.org/docs/stable/generated/torch.atanh.html */
export function atanh(x: Tensor): Tensor {
  return followMap("atanh", "AtanhBackward0", x, "input", (g) => div(g, sub(1, mul(x, x))));
}
