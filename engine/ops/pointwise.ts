import { attach } from "../autograd.ts";
import { isFloating } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { Tensor } from "../tensor.ts";
import { choose } from "./choose.ts";
import { compareElements } from "./compare-elements.ts";
import { to } from "./copy.ts";
import { zerosLike } from "./create.ts";
import { mapElements, type UnaryName } from "./map-elements.ts";
import { asTensors, type Operand, resultType, scalarLike, typeOf } from "./promotion.ts";
import { sumTo } from "./sum-axes.ts";
import { type BinaryName, zipElements } from "./zip-elements.ts";

export type { UnaryName } from "./map-elements.ts";
export { mapElements, type Operand, resultType, scalarLike, zipElements };

/** Options of add and sub. */
export interface AlphaOptions {
  /** What the second operand is multiplied by. */
  alpha?: number;
}

/** a + alpha b. https://docs.pytorch.org/docs/stable/generated/torch.add.html */
export function add(a: Operand, b: Operand, { alpha = 1 }: AlphaOptions = {}): Tensor {
  return binary("add", "AddBackward0", a, scaled(b, alpha, a), (g) => [g, g]);
}

/** a - alpha b. https://docs.pytorch.org/docs/stable/generated/torch.sub.html */
export function sub(a: Operand, b: Operand, { alpha = 1 }: AlphaOptions = {}): Tensor {
  const bools = [a, b].filter((x) => x instanceof Tensor && x.dtype === "bool").length;
  check(
    bools === 0,
    "sub",
    () =>
      `Subtraction, the \`-\` operator, with ${bools === 2 ? "two bool tensors" : "a bool tensor"} is not supported.`,
  );
  const node = a instanceof Tensor ? "SubBackward0" : "RsubBackward1";
  return binary("sub", node, a, scaled(b, alpha, a), (g) => [g, neg(g)]);
}

function scaled(b: Operand, alpha: number, a: Operand): Operand {
  if (alpha === 1) return b;
  check(
    Number.isInteger(alpha) || isFloating(typeOf(a, b)),
    "add",
    () =>
      `For integral input tensors, argument alpha must not be a floating point number. Got ${alpha}`,
  );
  return typeof b === "number" ? b * alpha : mul(b, alpha);
}

/** a * b. https://docs.pytorch.org/docs/stable/generated/torch.mul.html */
export function mul(a: Operand, b: Operand): Tensor {
  const saved = [a, b];
  return binary("mul", "MulBackward0", a, b, (g) => [mul(g, b), mul(g, a)], saved);
}

/** a / b; integers divide to the default float type. https://docs.pytorch.org/docs/stable/generated/torch.div.html */
export function div(a: Operand, b: Operand): Tensor {
  if (!(a instanceof Tensor)) return mul(reciprocal(b as Tensor), a);
  const byDivisor = (g: Tensor) => mul(neg(g), div(div(a, b), b));
  return binary("div", "DivBackward0", a, b, (g) => [div(g, b), byDivisor(g)], [a, b]);
}

/** 1 / x. https://docs.pytorch.org/docs/stable/generated/torch.reciprocal.html */
export function reciprocal(x: Tensor): Tensor {
  const out = mapElements("reciprocal", x);
  return attach("ReciprocalBackward0", [x], out, (g) => [g && mul(neg(g), mul(out, out))], [out]);
}

/** The greater of each pair; NaN wins. At a tie each gets half of the gradient. */
export function maximum(a: Tensor, b: Tensor): Tensor {
  return binary("maximum", "MaximumBackward0", a, b, (g) => sharedBy(g, a, b, "lt"), [a, b]);
}

/** The lesser of each pair; NaN wins. At a tie each gets half of the gradient. */
export function minimum(a: Tensor, b: Tensor): Tensor {
  return binary("minimum", "MinimumBackward0", a, b, (g) => sharedBy(g, a, b, "gt"), [a, b]);
}

/** A gradient of a and b: none for the one that loses, half for each where they are equal. */
function sharedBy(g: Tensor, a: Tensor, b: Tensor, loses: "lt" | "gt"): [Tensor, Tensor] {
  const zero = scalarLike(0, g);
  const halved = choose(compareElements("eq", a, b), mul(g, 0.5), g, g.shape);
  const [lost, won] = [compareElements(loses, a, b), compareElements(loses, b, a)];
  return [
    choose(lost, to(zero, g.dtype), halved, g.shape),
    choose(won, to(zero, g.dtype), halved, g.shape),
  ];
}

/** Elementwise a to the power b. https://docs.pytorch.org/docs/stable/generated/torch.pow.html */
export function pow(a: Operand, b: Operand): Tensor {
  checkPower(a, b);
  if (typeof b === "number") return powScalar(a as Tensor, b);
  const byBase = (g: Tensor) => mul(g, mul(b, pow(a, sub(b, 1))));
  const node = a instanceof Tensor ? "PowBackward1" : "PowBackward2";
  return binary(
    "pow",
    node,
    a,
    b,
    (g) => [
      a instanceof Tensor && a.requiresGrad ? zeroedAt(b, byBase(g)) : g,
      byExponent(g, a, b),
    ],
    [a, b],
  );
}

function checkPower(a: Operand, b: Operand): void {
  const dtype = typeOf(a, b);
  checkAs(
    "NotImplementedError",
    dtype !== "bool",
    "pow",
    () => "\"pow\" not implemented for 'Bool'",
  );
  check(
    isFloating(dtype) || b instanceof Tensor || b >= 0,
    "pow",
    () => `Integers to negative integer powers are not allowed. Got ${b}`,
  );
}

/** The gradient of an exponent; where the base is 0 and the exponent is not negative, there is none. */
function byExponent(g: Tensor, a: Operand, b: Tensor): Tensor {
  if (!b.requiresGrad) return g;
  const [base] = asTensors(a, b);
  const full = mul(g, mul(pow(a, b), mapElements("log", base)));
  const still = compareElements("ge", b, scalarLike(0, b));
  const atZero = compareElements("eq", base, scalarLike(0, base));
  const zero = to(scalarLike(0, full), full.dtype);
  return choose(atZero, choose(still, zero, full, full.shape), full, full.shape);
}

/** `value`, but 0 where the exponent is 0. */
function zeroedAt(exponent: Tensor, value: Tensor): Tensor {
  const at = compareElements("eq", exponent, scalarLike(0, exponent));
  return choose(at, to(scalarLike(0, value), value.dtype), value, value.shape);
}

function powScalar(x: Tensor, exponent: number): Tensor {
  const out = powElements(x, exponent);
  return attach(
    "PowBackward0",
    [x],
    out,
    (g) => {
      if (!g) return [null];
      return [exponent === 0 ? zerosLike(x) : mul(g, mul(pow(x, exponent - 1), exponent))];
    },
    [x],
  );
}

/** What a function by name or products give as PyTorch gives it is not left to the general power. */
function powElements(x: Tensor, exponent: number): Tensor {
  const name = POWERS.get(exponent);
  if (name && isFloating(x.dtype)) return mapElements(name, x);
  if (exponent === 2) return zipElements("mul", x, x, typeOf(x, exponent));
  return zipElements("pow", x, scalarLike(exponent, x), typeOf(x, exponent));
}

const POWERS: ReadonlyMap<number, UnaryName> = new Map([
  [0.5, "sqrt"],
  [-0.5, "rsqrt"],
  [-1, "reciprocal"],
]);

/** -x. https://docs.pytorch.org/docs/stable/generated/torch.neg.html */
export function neg(x: Tensor): Tensor {
  check(
    x.dtype !== "bool",
    "neg",
    () => "Negation, the `-` operator, on a bool tensor is not supported.",
  );
  const out = isFloating(x.dtype)
    ? mapElements("neg", x)
    : zipElements("sub", scalarLike(0, x), x, x.dtype);
  return attach("NegBackward0", [x], out, (g) => [g && neg(g)]);
}

/** A function of two with a gradient for each, summed over what was broadcast and in the operand's dtype. */
export function binary(
  name: BinaryName,
  node: string,
  a: Operand,
  b: Operand,
  backward: (g: Tensor) => readonly [Tensor, Tensor],
  reads: readonly Operand[] = [],
): Tensor {
  const [p, q] = asTensors(a, b);
  const out = zipElements(name, p, q, typeOf(a, b));
  return attach(
    node,
    [p, q],
    out,
    (g) => {
      if (!g) return [null, null];
      const [dp, dq] = backward(g);
      return [
        p.requiresGrad ? to(sumTo(dp, p.shape), p.dtype) : null,
        q.requiresGrad ? to(sumTo(dq, q.shape), q.dtype) : null,
      ];
    },
    reads.filter((x) => x instanceof Tensor),
  );
}
