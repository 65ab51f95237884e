import type { Call, Value } from "../case.ts";
import type { Argument } from "../sketch.ts";
import { axesOf } from "./batch-axes.ts";
import type { Posed } from "./property.ts";

/** A call of another layer, or of the same one otherwise: of its forward pass alone. */
export function related(
  call: Call,
  over: Partial<Pick<Call, "layer" | "args" | "options" | "state" | "inputs" | "keywords">>,
): Call {
  return { ...call, keywords: {}, ...over, training: false, upstream: {} };
}

/** What was posed, to be evaluated, without some options and with others. */
export function posedWith(
  posed: Posed,
  without: readonly string[],
  options: Readonly<Record<string, Argument>> = {},
): Posed {
  const kept = Object.entries(posed.asked.options).filter(([name]) => !without.includes(name));
  const all = { ...Object.fromEntries(kept), ...options };
  return { ...posed, training: false, asked: { ...posed.asked, options: all } };
}

/** Those options that a call has, of these. */
export function optionsOf(call: Call, ...names: string[]): Record<string, Value> {
  return Object.fromEntries(Object.entries(call.options).filter(([name]) => names.includes(name)));
}

/** What an option or argument gives each axis of space. */
export function perAxis(call: Call, value: Value | undefined, otherwise: number): number[] {
  const axes = axesOf(call.layer) || 2;
  return Array.from({ length: axes }, (_, i) =>
    Number(Array.isArray(value) ? value[i] : typeof value === "number" ? value : otherwise),
  );
}
