import { type Dtype, isFloating, SCALAR_TYPE } from "../dtype.ts";
import { checkAs } from "../errors.ts";

/** Refuses integers where PyTorch has no kernel for them; `kernel` is its name there. */
export function checkFloating(dtype: Dtype, where: string, kernel: string): void {
  checkAs(
    "NotImplementedError",
    isFloating(dtype),
    where,
    () => `"${kernel}" not implemented for '${SCALAR_TYPE[dtype]}'`,
  );
}
