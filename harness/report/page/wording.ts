import type { OutcomeName } from "./data.ts";

export const OUTCOME_WORDS: Readonly<Record<OutcomeName, string>> = {
  pass: "pass",
  fail: "fail",
  unsupported: "unsupported",
  xfail: "known failure",
  stale: "stale",
};

export const OUTCOME_ORDER = ["pass", "fail", "stale", "xfail", "unsupported"] as const;

/** What a benchmark computed with, which holds for all WebAssembly of its process. */
export function vectorsText(bits: number): string {
  if (bits === 128) return "128-bit vectors";
  return `${bits}-bit vectors (V8's experimental revectorization, in this process also for the WASM libraries)`;
}

/** 13,736 */
export function grouped(count: number): string {
  return count.toLocaleString("en");
}

/** "1 case", "2 cases" */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** A share of a limit: "2.3 %", "12 ×"; null is beyond any number. */
export function share(value: number | null): string {
  if (value === null) return "∞";
  if (value === 0) return "0 %";
  if (value >= 10) return `×${value.toLocaleString("en", COMPACT)}`;
  return `${(100 * value).toFixed(value < 0.0995 ? 1 : 0)} %`;
}

const COMPACT = { notation: "compact", maximumSignificantDigits: 2 } as const;

/** Rounded down: 100 % means all. */
export function wholePercent(part: number, whole: number): string {
  return `${Math.floor((100 * part) / whole)} %`;
}

/** Three digits. */
export function brief(value: number | null): string {
  if (value === null) return "∞";
  if (value !== 0 && value < 1e-300) return "sign";
  return value >= 1e6 || (value < 0.01 && value > 0)
    ? value.toExponential(1)
    : `${Number(value.toPrecision(3))}`;
}
