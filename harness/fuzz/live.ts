import type { Case } from "../case.ts";
import type { Engine } from "../engine.ts";
import type { Oracle, Reply } from "../oracle.ts";
import { type Judgement, judge } from "../run.ts";
import type { Sketch } from "../sketch.ts";

/** What became of a sketch. */
export type Judged =
  | { readonly kind: "judged"; readonly judgement: Judgement; readonly seconds: number }
  | { readonly kind: "unfit"; readonly why: string; readonly seconds: number };

/** The judge between a live PyTorch and an engine. */
export interface Live {
  readonly oracle: Oracle;
  readonly engine: Engine;
}

/** An engine whose messages are nobody's business: fuzzing compares the phase and class of refusals. */
export function speechless(engine: Engine): Engine {
  return { ...engine, lacks: [...(engine.lacks ?? []), "message"] };
}

/**
 * Asks PyTorch in haste, and with all care where the engine's numbers are then in doubt: the limits of haste are
 * never wider.
 */
export async function judgeLive({ oracle, engine }: Live, sketch: Sketch): Promise<Judged> {
  const hasty = await oracle.ask(sketch, false);
  if (hasty.kind === "unfit") return { kind: "unfit", why: hasty.why, seconds: hasty.seconds };
  const judgement = await judge(engine, hasty.case);
  const { verdict } = judgement;
  const doubtful =
    verdict.kind === "fail" && verdict.differences.some(({ kind }) => kind === "numbers");
  if (!doubtful) return { kind: "judged", judgement, seconds: hasty.seconds };
  const careful = await oracle.ask(sketch, true);
  const seconds = hasty.seconds + careful.seconds;
  if (careful.kind === "unfit") return { kind: "unfit", why: careful.why, seconds };
  return { kind: "judged", judgement: await judge(engine, careful.case), seconds };
}

/** The case as it is kept: with whole limits. */
export async function keepsake({ oracle }: Live, sketch: Sketch): Promise<Case | null> {
  const reply: Reply = await oracle.ask(sketch, true);
  return reply.kind === "case" ? reply.case : null;
}
