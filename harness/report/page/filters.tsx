import type { OutcomeName } from "./data.ts";
import { type Filter, NO_FILTER } from "./filter.ts";
import type { Model } from "./model.ts";
import { Select } from "./select.tsx";
import { grouped, OUTCOME_ORDER, OUTCOME_WORDS } from "./wording.ts";

interface Props {
  readonly model: Model;
  readonly filter: Filter;
  readonly narrow: (over: Partial<Filter>) => void;
}

const ASKS = [
  ["all", "all"],
  ["answers", "for an answer"],
  ["refusals", "for a refusal"],
  ["unchecked", "what went unchecked"],
] as const;

/** Which cases are shown. */
export function Filters({ model, filter, narrow }: Props) {
  const { data, families } = model;
  const { family } = filter;
  const layers = data.layers
    .map(({ name, family: of }, place) => [place, name, of] as const)
    .filter(([, , of]) => family < 0 || of === family);
  return (
    <search class="filters">
      <label class="search">
        <span>Search</span>
        <input
          id="search"
          type="search"
          placeholder="conv2d stride float64"
          value={filter.text}
          onInput={(event) => narrow({ text: event.currentTarget.value })}
        />
      </label>
      <Outcomes model={model} filter={filter} narrow={narrow} />
      <div class="controls">
        {model.engines.length > 1 && (
          <Select
            label="Engine"
            value={filter.engine}
            choices={[[-1, "any"], ...model.engines.map(({ label }, i) => [i, label] as const)]}
            choose={(engine) => narrow({ engine })}
          />
        )}
        <Select
          label="Family"
          value={family}
          choices={[[-1, "all"], ...families.map(({ place, name }) => [place, name] as const)]}
          choose={(chosen) => narrow({ family: chosen, layer: -1 })}
        />
        <Select
          label="Layer"
          value={filter.layer}
          choices={[[-1, "all"], ...layers.map(([place, name]) => [place, name] as const)]}
          choose={(layer) => narrow({ layer })}
        />
        <Select
          label="Type"
          value={filter.dtype}
          choices={[[-1, "all"], ...data.dtypes.map((name, i) => [i, name] as const)]}
          choose={(dtype) => narrow({ dtype })}
        />
        <Select
          label="Asks"
          value={filter.asks}
          choices={ASKS}
          choose={(asks) => narrow({ asks })}
        />
        <Select
          label="Order"
          value={filter.order}
          choices={[
            ["suite", "as in the suite"],
            ["worst", "greatest error first"],
          ]}
          choose={(order) => narrow({ order })}
        />
        <button type="button" class="quiet" onClick={() => narrow(NO_FILTER)}>
          Clear
        </button>
      </div>
    </search>
  );
}

function Outcomes({ model, filter, narrow }: Props) {
  const chosen = model.engines[filter.engine];
  const engines = chosen === undefined ? model.engines : [chosen];
  const count = (outcome: OutcomeName): number =>
    engines.reduce((sum, { summary }) => sum + summary.counts[outcome], 0);
  const toggle = (outcome: OutcomeName): void => {
    const without = filter.outcomes.filter((one) => one !== outcome);
    const had = without.length < filter.outcomes.length;
    narrow({ outcomes: had ? without : [...without, outcome] });
  };
  return (
    <fieldset class="outcomes">
      <legend class="hidden">Outcome</legend>
      {OUTCOME_ORDER.filter((outcome) => count(outcome) > 0).map((outcome) => (
        <label key={outcome} class={`chip ${outcome}`}>
          <input
            type="checkbox"
            checked={filter.outcomes.includes(outcome)}
            onChange={() => toggle(outcome)}
          />
          {OUTCOME_WORDS[outcome]} <span class="number">{grouped(count(outcome))}</span>
        </label>
      ))}
    </fieldset>
  );
}
