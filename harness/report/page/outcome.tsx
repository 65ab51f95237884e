import type { OutcomeName } from "./data.ts";
import type { Counts } from "./model.ts";
import { counted, OUTCOME_ORDER, OUTCOME_WORDS } from "./wording.ts";

/** How a case came out, in colour and in words. */
export function Outcome({ outcome }: { outcome: OutcomeName | null }) {
  if (outcome === null) return <span class="pill none">not asked</span>;
  return <span class={`pill ${outcome}`}>{OUTCOME_WORDS[outcome]}</span>;
}

/** Outcomes as parts of a bar. It says nothing that does not stand beside it in words. */
export function Bar({ counts, total }: { counts: Counts; total: number }) {
  const parts = OUTCOME_ORDER.filter((outcome) => counts[outcome] > 0);
  return (
    <span class="bar" aria-hidden="true">
      {parts.map((outcome) => (
        <span
          key={outcome}
          class={outcome}
          style={{ flexGrow: counts[outcome] / total }}
          title={`${counted(counts[outcome], "case")}: ${OUTCOME_WORDS[outcome]}`}
        />
      ))}
    </span>
  );
}
