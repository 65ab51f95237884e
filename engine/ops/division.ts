import { attach } from "../autograd.ts";
import { check, checkAs, EngineError } from "../errors.ts";
import { Tensor } from "../tensor.ts";
import { zerosLike } from "./create.ts";
import { binary, div, mul, neg } from "./pointwise.ts";
import { asTensors, type Operand, typeOf } from "./promotion.ts";
import { zipElements } from "./zip-elements.ts";

/** Options of div. */
export interface DivideOptions {
  /** null divides truly, "trunc" rounds the quotient towards 0, "floor" down. */
  roundingMode?: "trunc" | "floor" | null;
}

/** a / b, rounded if `roundingMode` says so. https://docs.pytorch.org/docs/stable/generated/torch.div.html */
export function divide(
  a: Operand,
  b: Operand,
  { roundingMode = null }: DivideOptions = {},
): Tensor {
  if (roundingMode === null) return div(a, b);
  check(
    roundingMode === "trunc" || roundingMode === "floor",
    "div",
    () =>
      `div expected rounding_mode to be one of None, 'trunc', or 'floor' but found '${roundingMode}'`,
  );
  checkNumbers("div", `div_${roundingMode}_cpu`, a, b);
  const name = roundingMode === "floor" ? "floorDivide" : "truncDivide";
  return binary(name, "DivBackward2", a, b, (g) => [zerosLike(g), zerosLike(g)]);
}

/** a / b rounded down; it has no gradient. https://docs.pytorch.org/docs/stable/generated/torch.floor_divide.html */
export function floorDivide(a: Operand, b: Operand): Tensor {
  checkNumbers("floorDivide", "div_floor_cpu", a, b);
  const [p, q] = asTensors(a, b);
  const out = zipElements("floorDivide", p, q, typeOf(a, b));
  return attach("NotImplemented", [p, q], out, () => {
    throw new EngineError(
      "RuntimeError",
      "floorDivide",
      "derivative for aten::floor_divide is not implemented",
    );
  });
}

/** a - b floor(a / b), with b's sign. https://docs.pytorch.org/docs/stable/generated/torch.remainder.html */
export function remainder(a: Operand, b: Operand): Tensor {
  checkNumbers("remainder", "remainder_cpu", a, b);
  const node = b instanceof Tensor ? "RemainderBackward1" : "RemainderBackward0";
  return binary("remainder", node, a, b, (g) => [g, times(g, a, b, "floor")], [a, b]);
}

/** a - b trunc(a / b), with a's sign. https://docs.pytorch.org/docs/stable/generated/torch.fmod.html */
export function fmod(a: Tensor, b: Operand): Tensor {
  checkNumbers("fmod", "fmod_cpu", a, b);
  const node = b instanceof Tensor ? "FmodBackward1" : "FmodBackward0";
  return binary("fmod", node, a, b, (g) => [g, times(g, a, b, "trunc")], [a, b]);
}

/** The divisor's gradient: minus the rounded quotient. */
function times(g: Tensor, a: Operand, b: Operand, roundingMode: "floor" | "trunc"): Tensor {
  if (!(b instanceof Tensor && b.requiresGrad)) return g;
  return neg(mul(g, divide(a, b, { roundingMode })));
}

function checkNumbers(where: string, kernel: string, a: Operand, b: Operand): void {
  checkAs(
    "NotImplementedError",
    typeOf(a, b) !== "bool",
    where,
    () => `"${kernel}" not implemented for 'Bool'`,
  );
}
