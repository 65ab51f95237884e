import { arraysOf, explainTold, reproduce, tell } from "../explain.ts";
import type { Judged } from "../run.ts";
import { showCall } from "../show.ts";
import { worstOf } from "../tally.ts";
import type { Fail } from "../verdict.ts";
import type { CaseReport, DifferenceReport } from "./document.ts";
import { errorMap, firstDiffering } from "./error-map.ts";

/** One case of a report: numbers and sentences, no arrays; `engine` is what --engine names, if it must. */
export function reportCase(judged: Judged, engine: string | null = null): CaseReport {
  const { case: one, verdict, outcome } = judged;
  const reason = verdict.kind === "unsupported" ? verdict.reason : judged.reason;
  const slots = verdict.kind === "unsupported" ? [] : [...verdict.slots];
  return {
    id: one.id,
    outcome,
    ...(reason === null ? {} : { reason }),
    dtype: one.call.dtype,
    tags: [...one.tags],
    refusal: one.answer.kind === "threw",
    call: showCall(one.call),
    worst: worstOf(slots),
    slots,
    unchecked: verdict.kind === "unsupported" ? [] : [...verdict.unchecked],
    command: reproduce(one.id, engine),
    ...(verdict.kind === "fail" ? reportFailure(judged, verdict, engine) : {}),
  };
}

function reportFailure(
  { case: one, answer }: Judged,
  fail: Fail,
  engine: string | null,
): Pick<CaseReport, "explanation" | "differences"> {
  const told = tell(one, answer, fail);
  const differences = told.map(({ where, sentence, lines, hints }, i): DifferenceReport => {
    const arrays = arraysOf(one.answer, answer, where);
    const limit = one.limits[where];
    const words = { where, sentence, lines: [...lines], hints: [...hints] };
    if (fail.differences[i]?.kind !== "numbers" || arrays === null || limit === undefined) {
      return { ...words, elements: [], map: null };
    }
    const elements = firstDiffering(...arrays, limit);
    return { ...words, elements, map: errorMap(...arrays, limit) };
  });
  return { explanation: explainTold(one, told, fail, engine), differences };
}
