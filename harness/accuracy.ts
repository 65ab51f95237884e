import type { SlotStatistics } from "./verdict.ts";

/** How near to the truth an engine's float32 outputs and gradients are, beside PyTorch's own. Errors are in units of their limit. */
export interface Accuracy {
  /** Slots that were measured. */
  readonly slots: number;
  /** Those on which the engine is no worse than PyTorch. */
  readonly noWorse: number;
  /** The greatest errors of all slots. */
  readonly worst: Pair;
  /** Half of the slots have at most this greatest error. */
  readonly median: Pair;
}

/** The engine's error, and PyTorch's. */
export interface Pair {
  readonly engine: number;
  readonly reference: number;
}

const SLACK = 1.1;
/** What one rounding of the truth may be off, with the truth's own last bits. */
const ONE_ROUNDING = 0.5 + 2 ** -20;

/** Float32 outputs and gradients that are compared within a limit: there PyTorch's own error is known. */
export function isMeasured({ slot, dtype, referenceShare }: SlotStatistics): boolean {
  return dtype === "float32" && referenceShare !== null && /^(output|grad)\./.test(slot);
}

/**
 * Whether the greatest error in a slot is at most 1.1 times PyTorch's greatest there, both in units of the limit,
 * or is within one rounding of the truth, which no float32 number can better for sure.
 */
export function isNoWorse({ share, referenceShare, mostUlp }: SlotStatistics): boolean {
  return share <= SLACK * (referenceShare ?? 0) || mostUlp <= ONE_ROUNDING;
}

/** What the measured ones among these slots come to, or null where there are none. */
export function accuracyOf(slots: readonly SlotStatistics[]): Accuracy | null {
  const measured = slots.filter(isMeasured);
  if (measured.length === 0) return null;
  const engine = measured.map(({ share }) => share).sort((a, b) => a - b);
  const reference = measured.map(({ referenceShare }) => referenceShare ?? 0).sort((a, b) => a - b);
  const pair = (at: number): Pair => ({ engine: engine[at] ?? 0, reference: reference[at] ?? 0 });
  return {
    slots: measured.length,
    noWorse: measured.filter(isNoWorse).length,
    worst: pair(measured.length - 1),
    median: pair(Math.ceil(measured.length / 2) - 1),
  };
}
