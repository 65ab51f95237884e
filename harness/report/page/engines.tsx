import type { Accuracy, EngineData, EngineSummary, Standing } from "./data.ts";
import type { Filter } from "./filter.ts";
import type { Model } from "./model.ts";
import { Bar } from "./outcome.tsx";
import { counted, grouped, OUTCOME_ORDER, OUTCOME_WORDS, share, wholePercent } from "./wording.ts";

interface Props {
  readonly model: Model;
  readonly look: (over: Partial<Filter>) => void;
}

/** A card for each engine: what its run came to. */
export function Engines({ model, look }: Props) {
  return (
    <section id="engines" aria-labelledby="engines-title" tabIndex={-1}>
      <h2 id="engines-title">Engines</h2>
      <div class="cards">
        {model.engines.map((engine, place) => (
          <Card
            key={engine.label}
            engine={engine}
            look={(over) => look({ engine: place, ...over })}
          />
        ))}
      </div>
    </section>
  );
}

const STANDINGS: Readonly<Record<Standing, string>> = {
  green: "conforms",
  known: "conforms but for known failures",
  red: "does not conform",
  partial: "a part of a run",
};

function Card({ engine, look }: { engine: EngineData; look: Props["look"] }) {
  const { label, standing, summary, selection, lacks } = engine;
  return (
    <article class={`card ${standing}`}>
      <h3>
        {label} <span class={`standing ${standing}`}>{STANDINGS[standing]}</span>
      </h3>
      <p class="share">
        <strong>{grouped(summary.counts.pass)}</strong> of {grouped(summary.selected)} pass
      </p>
      <Bar counts={summary.counts} total={summary.selected} />
      <Counts summary={summary} look={look} />
      {summary.accuracy && <AccuracyLines accuracy={summary.accuracy} />}
      <p class="faint">
        {summary.seconds.toFixed(1)} s, {grouped(summary.casesPerSecond)} cases a second
        {selection && (
          <>
            , <code>{selection}</code>
          </>
        )}
      </p>
      {lacks.length > 0 && <p class="faint">It never answers: {lacks.join(", ")}.</p>}
    </article>
  );
}

function Counts({ summary, look }: { summary: EngineSummary; look: Props["look"] }) {
  const { counts, cases, selected, unchecked, referenceLimited } = summary;
  const others = OUTCOME_ORDER.filter(
    (one) => one !== "pass" && (one === "fail" || counts[one] > 0),
  );
  return (
    <ul class="counts">
      {others.map((outcome) => (
        <li key={outcome}>
          <button
            type="button"
            class={`count ${outcome}`}
            disabled={counts[outcome] === 0}
            onClick={() => look({ outcomes: [outcome] })}
          >
            <strong>{grouped(counts[outcome])}</strong> {OUTCOME_WORDS[outcome]}
          </button>
        </li>
      ))}
      {unchecked > 0 && (
        <li>
          <button type="button" class="count" onClick={() => look({ asks: "unchecked" })}>
            <strong>{grouped(unchecked)}</strong> unchecked
          </button>
        </li>
      )}
      {cases < selected && (
        <li class="count">
          <strong>{grouped(selected - cases)}</strong> not run
        </li>
      )}
      {referenceLimited > 0 && (
        <li class="count">
          <strong>{grouped(referenceLimited)}</strong> limited by PyTorch
        </li>
      )}
    </ul>
  );
}

function AccuracyLines({ accuracy }: { accuracy: Accuracy }) {
  const { slots, noWorse, worst, median } = accuracy;
  return (
    <dl class="accuracy">
      <dt>No worse than PyTorch</dt>
      <dd title={`on ${grouped(noWorse)} of ${counted(slots, "float32 output")} and gradients`}>
        {wholePercent(noWorse, slots)}
      </dd>
      <dt>Worst error, of its limit</dt>
      <dd>
        {share(worst.engine)} <span class="faint">PyTorch {share(worst.reference)}</span>
      </dd>
      <dt>Median</dt>
      <dd>
        {share(median.engine)} <span class="faint">PyTorch {share(median.reference)}</span>
      </dd>
    </dl>
  );
}
