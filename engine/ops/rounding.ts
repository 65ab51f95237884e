import { attach } from "../autograd.ts";
import { isFloating, SCALAR_TYPE } from "../dtype.ts";
import { checkAs } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { clone, detached, to } from "./copy.ts";
import { fullLike, zerosLike } from "./create.ts";
import { followMap, followPointwise } from "./follow.ts";
import { mapElements } from "./map-elements.ts";
import { div, mul } from "./pointwise.ts";
import { scalarLike } from "./promotion.ts";
import { zipElements } from "./zip-elements.ts";

/** The greatest whole number not above x. https://docs.pytorch.org/docs/stable/generated/torch.floor.html */
export function floor(x: Tensor): Tensor {
  return rounded("floor", "FloorBackward0", x);
}

/** The least whole number not below x. https://docs.pytorch.org/docs/stable/generated/torch.ceil.html */
export function ceil(x: Tensor): Tensor {
  return rounded("ceil", "CeilBackward0", x);
}

/** x without its fraction. https://docs.pytorch.org/docs/stable/generated/torch.trunc.html */
export function trunc(x: Tensor): Tensor {
  return rounded("trunc", "TruncBackward0", x);
}

/** Options of round. */
export interface RoundOptions {
  /** Digits after the point that stay; negative ones round to tens, hundreds ... */
  decimals?: number;
}

/** The nearest whole number, the even one of two. https://docs.pytorch.org/docs/stable/generated/torch.round.html */
export function round(x: Tensor, { decimals }: RoundOptions = {}): Tensor {
  if (decimals === undefined || decimals === 0 || !isFloating(x.dtype)) {
    return rounded("round", "RoundBackward0", x);
  }
  const factor = 10 ** Math.abs(decimals);
  return followPointwise(
    "RoundBackward1",
    [x],
    (v) => {
      const scaled = mapElements("round", decimals > 0 ? mul(v, factor) : div(v, factor));
      return decimals > 0 ? div(scaled, factor) : mul(scaled, factor);
    },
    (g) => [() => zerosLike(g)],
  );
}

function rounded(name: "floor" | "ceil" | "trunc" | "round", node: string, x: Tensor): Tensor {
  checkAs(
    "NotImplementedError",
    x.dtype !== "bool",
    name,
    () => `"${name}_vml_cpu" not implemented for 'Bool'`,
  );
  if (!isFloating(x.dtype)) return clone(x);
  return followMap(name, node, x, "nothing", (g) => zerosLike(g));
}

/** x less its whole part. https://docs.pytorch.org/docs/stable/generated/torch.frac.html */
export function frac(x: Tensor): Tensor {
  checkAs(
    "NotImplementedError",
    isFloating(x.dtype),
    "frac",
    () => `"frac_cpu" not implemented for '${SCALAR_TYPE[x.dtype]}'`,
  );
  return followMap("frac", "FracBackward0", x, "nothing", (g) => g);
}

/** |x|. https://docs.pytorch.org/docs/stable/generated/torch.abs.html */
export function abs(x: Tensor): Tensor {
  checkAs(
    "NotImplementedError",
    x.dtype !== "bool",
    "abs",
    () => "\"abs_cpu\" not implemented for 'Bool'",
  );
  if (x.dtype === "uint8") return clone(x);
  if (!isFloating(x.dtype))
    return zipElements("maximum", x, zipElements("sub", scalarLike(0, x), x, x.dtype));
  return followMap("abs", "AbsBackward0", x, "input", (g) => mul(g, mapElements("sign", x)));
}

/** -1, 0 or 1. https://docs.pytorch.org/docs/stable/generated/torch.sign.html */
export function sign(x: Tensor): Tensor {
  if (x.dtype === "bool") return clone(x);
  const out = isFloating(x.dtype) ? mapElements("sign", x) : wholeSign(x);
  return attach("SignBackward0", [x], out, (g) => [g && zerosLike(g)]);
}

function wholeSign(x: Tensor): Tensor {
  const bounded = zipElements("minimum", detached(x), fullLike(x, 1));
  return x.dtype === "uint8"
    ? bounded
    : to(zipElements("maximum", bounded, fullLike(x, -1)), x.dtype);
}
