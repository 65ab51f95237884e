import { checkAs } from "../errors.ts";
import type { Tensor } from "../tensor.ts";

/** Refuses an input of other ranks: "expected 2D or 3D input (got 1D input)". */
export function checkRank(where: string, x: Tensor, ranks: readonly number[]): void {
  checkAs(
    "ValueError",
    ranks.includes(x.ndim),
    where,
    () => `expected ${ranks.map((rank) => `${rank}D`).join(" or ")} input (got ${x.ndim}D input)`,
  );
}
