import type { Answer, Call } from "./case.ts";

/** The number of the protocol between suite and engine; see PROTOCOL.md. */
export const PROTOCOL = 1;

/**
 * What an engine may lack as a whole: the first word of a slot's or fact's name, a part of a refusal, or, as "refusal", that
 * it refuses what PyTorch refuses.
 */
export const ASPECTS = [
  "grad",
  "state",
  "initial",
  "input",
  "structure",
  "repr",
  "print",
  "node",
  "alias",
  "layout",
  "generator",
  "refusal",
  "phase",
  "class",
  "message",
] as const;
export type Aspect = (typeof ASPECTS)[number];

/** An engine says that it does not do what the call asks. It is counted, and never green. */
export interface Unsupported {
  readonly kind: "unsupported";
  readonly reason: string;
}

/**
 * Anything that answers calls: ours, a third party's, another process, a fake made for a test.
 * A layer's own refusal is an answer (`threw`). An exception out of `answer` is a crash, which fails the case.
 */
export interface Engine {
  readonly name: string;
  readonly version: string;
  readonly protocol: typeof PROTOCOL;
  /** What this engine never answers. Absent parts of these kinds are reported as unchecked. */
  readonly lacks?: readonly Aspect[];
  readonly answer: (call: Call) => Answer | Unsupported | Promise<Answer | Unsupported>;
  /** Called once, after the last answer. */
  readonly close?: () => void | Promise<void>;
}
