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

/** How often PyTorch measures anew each time the engine's numbers are in doubt, having measured nothing at first. */
const CARE = [1, 4, 16, 64] as const;

/** Asks PyTorch in haste, and with more care where the engine's numbers are then in doubt: the limits of haste are never wider. */
export async function judgeLive(live: Live, sketch: Sketch): Promise<Judged> {
  let judged = await judgeWith(live, sketch, 0);
  for (const reruns of CARE) {
    if (judged.kind === "unfit" || !isDoubtful(judged.judgement)) break;
    const { seconds } = judged;
    judged = await judgeWith(live, sketch, reruns);
    judged = { ...judged, seconds: judged.seconds + seconds };
  }
  return judged;
}

async function judgeWith(
  { oracle, engine }: Live,
  sketch: Sketch,
  reruns: number,
): Promise<Judged> {
  const { seconds, ...reply } = await oracle.ask(sketch, reruns);
  if (reply.kind === "unfit") return { kind: "unfit", why: reply.why, seconds };
  return { kind: "judged", judgement: await judge(engine, reply.case), seconds };
}

function isDoubtful({ verdict }: Judgement): boolean {
  return verdict.kind === "fail" && verdict.differences.some(({ kind }) => kind === "numbers");
}

/** The case as it is kept: with whole limits. */
export async function keepsake({ oracle }: Live, sketch: Sketch): Promise<Case | null> {
  const reply: Reply = await oracle.ask(sketch);
  return reply.kind === "case" ? reply.case : null;
}
