import type { Dtype } from "./array.ts";

/** What comparing an engine's answer with PyTorch's found. */
export type Verdict = Pass | Fail | NotAnswered;

/** Everything that was looked at agrees. */
export interface Pass {
  readonly kind: "pass";
  readonly slots: readonly SlotStatistics[];
  /** Slots and facts that nobody looked at, as the engine lacks them. */
  readonly unchecked: readonly string[];
}

/** Something differs. */
export interface Fail {
  readonly kind: "fail";
  readonly differences: readonly Difference[];
  readonly slots: readonly SlotStatistics[];
  readonly unchecked: readonly string[];
}

/** The engine said that it does not do this. */
export interface NotAnswered {
  readonly kind: "unsupported";
  readonly reason: string;
}

/** How far the numbers of one slot are from the truth, over its finite elements. */
export interface SlotStatistics {
  readonly slot: string;
  readonly dtype: Dtype;
  /** The greatest error in units of its limit: above 1 is a difference. 0 for slots compared by bits. */
  readonly share: number;
  /** The same of PyTorch's own answer; null where that is all the truth there is. */
  readonly referenceShare: number | null;
  /** The greatest error in units in the last place. */
  readonly mostUlp: number;
  /** Half of the elements have at most this error, in units in the last place, rounded up to a power of two. */
  readonly medianUlp: number;
  /** The greatest error of PyTorch's own answer in units in the last place; null as `referenceShare` is. */
  readonly referenceMostUlp: number | null;
  readonly referenceLimited: boolean;
  /** Where only a sample was compared: its elements, and those of the whole tensor. */
  readonly sampled?: { readonly compared: number; readonly of: number };
}

/** One thing that differs. */
export type Difference = TextDifference | NumberDifference;

/** A difference that is told by two texts. */
export interface TextDifference {
  readonly kind:
    | "crash"
    | "malformed"
    | "answer"
    | "phase"
    | "class"
    | "message"
    | "missing"
    | "extra"
    | "dtype"
    | "shape"
    | "count"
    | "fact";
  /** The slot or fact, or "" where it is the answer as a whole. */
  readonly where: string;
  readonly want: string;
  readonly got: string;
}

/** Elements of one slot that differ. */
export interface NumberDifference {
  readonly kind: "numbers";
  readonly where: string;
  readonly byBits: boolean;
  readonly differing: number;
  readonly total: number;
  /** How many of the differing elements are NaN or infinite on one side. */
  readonly nonFinite: number;
  readonly worst: WorstElement;
  /** Elements of the whole tensor, where these are a sample of it. */
  readonly sampledOf?: number;
}

/** The element furthest out, in units of the limit; a finite one if there is any. */
export interface WorstElement {
  /** Its place in the flat array. */
  readonly at: number;
  readonly want: number | bigint;
  readonly got: number | bigint;
  readonly error: number;
  /** 0 where the slot is compared by bits. */
  readonly limit: number;
  /** NaN for integers and for what is not finite. */
  readonly ulp: number;
}
