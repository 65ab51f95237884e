import { check } from "../errors.ts";
import type { Tensor } from "../tensor.ts";

/** Refuses what is not (N, C, L) or (C, L). */
export function checkLineRank(where: string, x: Tensor): void {
  check(
    x.ndim === 2 || x.ndim === 3,
    where,
    () =>
      `Expected 2 to 3 dimensions, but got ${x.ndim}-dimensional tensor for argument #1 'self' (while checking arguments for ${where})`,
  );
}
