import type { Value } from "../../case.ts";

/** An option that is one number, or one an axis. */
export function perAxis(value: Value | undefined, axes: number): number[] {
  return Array.isArray(value) ? value.map(Number) : new Array<number>(axes).fill(Number(value));
}
