import { type Dtype, type Elements, isFloating, SCALAR_TYPE } from "../dtype.ts";
import { checkAs } from "../errors.ts";
import { toBfloat16, toFloat16 } from "../half.ts";
import type { Generator } from "./generator.ts";

/** Stores the numbers of `draw` in order, converted to the dtype as a C cast converts them. */
export function fill(out: Elements, dtype: Dtype, draw: () => number): void {
  const cast = castTo(dtype);
  if (out instanceof BigInt64Array) {
    for (let i = 0; i < out.length; i++) out[i] = BigInt(Math.trunc(draw()));
  } else {
    for (let i = 0; i < out.length; i++) out[i] = cast(draw());
  }
}

/** Refuses integers where PyTorch's kernel of that name has none. */
export function checkFloating(dtype: Dtype, where: string, kernel: string): void {
  checkAs(
    "NotImplementedError",
    isFloating(dtype),
    where,
    () => `"${kernel}" not implemented for '${SCALAR_TYPE[dtype]}'`,
  );
}

/** Older releases drew float16 and bfloat16 from fewer bits; that rule is not known well enough to be followed. */
export function checkProfile(generator: Generator, holds: boolean, where: string): void {
  checkAs(
    "NotImplementedError",
    generator.profile === "torch-2.12+" || holds,
    where,
    () => `a generator of profile ${generator.profile} does not draw this as that release did`,
  );
}

function castTo(dtype: Dtype): (value: number) => number {
  if (dtype === "float16") return toFloat16;
  if (dtype === "bfloat16") return toBfloat16;
  if (dtype === "bool") return (value) => (value === 0 ? 0 : 1);
  return (value) => value;
}
