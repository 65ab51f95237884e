import type { Value } from "../../case.ts";

/** A shape as an option gives it: a number, a tuple or a list. */
export function sizes(value: Value | undefined): number[] {
  if (Array.isArray(value)) return value.map(Number);
  if (value !== null && typeof value === "object" && "kind" in value && value.kind === "list") {
    return value.items.map(Number);
  }
  return [Number(value)];
}
