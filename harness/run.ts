import type { Answer, Case } from "./case.ts";
import { compare, crashed } from "./compare.ts";
import type { Engine, Unsupported } from "./engine.ts";
import { inTime } from "./in-time.ts";
import type { KnownFailures } from "./known.ts";
import type { Verdict } from "./verdict.ts";

/** What a run is made of. */
export interface RunPlan {
  readonly engine: Engine;
  readonly ids: readonly string[];
  readonly load: (id: string) => Case | Promise<Case>;
  readonly known?: KnownFailures;
  /** Stop at the first case that is not as it should be. */
  readonly bail?: boolean;
  readonly signal?: AbortSignal;
}

/** How a case counts. "xfail" failed as it is known to, "stale" passed although it is known to fail. */
export type Outcome = "pass" | "fail" | "unsupported" | "xfail" | "stale";

/** An engine's answer to one case, and what it is worth. */
export interface Judgement {
  readonly case: Case;
  /** Null where the engine crashed. */
  readonly answer: Answer | Unsupported | null;
  readonly verdict: Verdict;
}

/** A judgement, and how it counts in a run. */
export interface Judged extends Judgement {
  readonly outcome: Outcome;
  /** Why the case is known to fail. */
  readonly reason: string | null;
}

const BREATH_MS = 40;
/** What lets the event loop go on: browsers have no setImmediate. */
const afterOthers = globalThis.setImmediate ?? setTimeout;
/** Longer than a process may take to start and to answer. */
const ANSWER_MS = 120_000;

/**
 * Asks the engine each case in turn. Between cases it lets the event loop breathe, so that a signal is heard;
 * after an abort or a bail it ends early, which the one who counts sees by the number of cases.
 */
export async function* run(plan: RunPlan): AsyncGenerator<Judged, void, void> {
  let breath = performance.now();
  for (const id of plan.ids) {
    if (performance.now() - breath > BREATH_MS) {
      await new Promise<void>((resume) => afterOthers(resume));
      breath = performance.now();
    }
    if (plan.signal?.aborted) return;
    const loaded = plan.load(id);
    const one = loaded instanceof Promise ? await loaded : loaded;
    const judgement = await judge(plan.engine, one, plan.signal);
    const reason = plan.known?.reasonFor(id) ?? null;
    const outcome = outcomeOf(judgement.verdict, reason !== null);
    yield { ...judgement, outcome, reason };
    if (plan.bail === true && outcome !== "pass" && outcome !== "xfail") return;
  }
}

/** Asks an engine one case. An exception is a crash, not a refusal; so is an answer that never comes. */
export async function judge(engine: Engine, one: Case, signal?: AbortSignal): Promise<Judgement> {
  try {
    const given = engine.answer(one.call);
    const answer = given instanceof Promise ? await inTime(given, ANSWER_MS, signal) : given;
    return { case: one, answer, verdict: compare(one, answer, engine.lacks) };
  } catch (error) {
    return { case: one, answer: null, verdict: crashed(one, error) };
  }
}

function outcomeOf({ kind }: Verdict, known: boolean): Outcome {
  if (!known || kind === "unsupported") return kind;
  return kind === "fail" ? "xfail" : "stale";
}
