import type * as fc from "fast-check";
import type { Judgement } from "../run.ts";
import type { Verdict } from "../verdict.ts";
import { judgeLive, type Live } from "./live.ts";
import type { Question } from "./question.ts";

/** A question that an engine answers otherwise than PyTorch. */
export interface Counterexample {
  readonly question: Question;
  readonly judgement: Judgement;
  /** How many smaller questions were tried. */
  readonly attempts: number;
}

const AT_ONCE = 6;
const MOST_ATTEMPTS = 300;

/**
 * The smallest question, among those that fast-check derives from one, that still fails in the same manner.
 * Several are asked at a time; the first in fast-check's order counts, so that the way is the same every time.
 */
export async function shrink(
  live: Live,
  arbitrary: fc.Arbitrary<Question>,
  drawn: fc.Value<Question>,
  found: Judgement,
  stop: () => boolean,
): Promise<Counterexample> {
  const manner = mannerOf(found.verdict);
  let [best, judgement, attempts] = [drawn, found, 0];
  let smaller = arbitrary.shrink(best.value, best.context);
  while (attempts < MOST_ATTEMPTS && !stop()) {
    const candidates = [...smaller.take(AT_ONCE)];
    if (candidates.length === 0) break;
    attempts += candidates.length;
    const judged = await Promise.all(candidates.map(({ value }) => judgeLive(live, value.sketch)));
    const at = judged.findIndex(
      (one) => one.kind === "judged" && mannerOf(one.judgement.verdict) === manner,
    );
    const [next, one] = [candidates[at], judged[at]];
    if (next === undefined || one?.kind !== "judged") continue;
    [best, judgement] = [next, one.judgement];
    smaller = arbitrary.shrink(best.value, best.context);
  }
  return { question: best.value, judgement, attempts };
}

/** In what an answer differs, apart from numbers; "" where it does not. */
export function mannerOf(verdict: Verdict): string {
  if (verdict.kind !== "fail") return verdict.kind === "unsupported" ? "unsupported" : "";
  const first = verdict.differences[0];
  if (first === undefined) return "";
  if (first.kind === "answer") return `answer ${first.want.startsWith("returned")}`;
  return `${first.kind} ${first.where.split(".").slice(0, 2).join(".")}`;
}
