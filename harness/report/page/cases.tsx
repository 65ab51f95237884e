import { useEffect, useState } from "preact/hooks";
import type { Filter } from "./filter.ts";
import { Filters } from "./filters.tsx";
import { type Model, outcomeAt } from "./model.ts";
import { Outcome } from "./outcome.tsx";
import { counted, grouped, share } from "./wording.ts";

const PAGE = 100;

interface Props {
  readonly model: Model;
  readonly filter: Filter;
  /** The cases that the filter keeps. */
  readonly shown: readonly number[];
  readonly narrow: (over: Partial<Filter>) => void;
  readonly open: (at: number) => void;
}

/** The cases, to be searched and opened. A hundred at a time: a table of all would be slow to read aloud, too. */
export function Cases({ model, filter, shown, narrow, open }: Props) {
  const [page, setPage] = useState(0);
  useEffect(() => setPage(0), [shown]);
  const start = page * PAGE;
  const rows = shown.slice(start, start + PAGE);
  return (
    <section id="cases" aria-labelledby="cases-title" tabIndex={-1}>
      <h2 id="cases-title">Cases</h2>
      <Filters model={model} filter={filter} narrow={narrow} />
      <p class="found" role="status">
        {counted(shown.length, "case")}
        {shown.length > PAGE && `, ${grouped(start + 1)} to ${grouped(start + rows.length)} shown`}
      </p>
      {rows.length > 0 && <Table model={model} rows={rows} open={open} />}
      {shown.length > PAGE && (
        <nav class="pages" aria-label="Pages of cases">
          <button type="button" disabled={page === 0} onClick={() => setPage(page - 1)}>
            Previous
          </button>
          <span>
            Page {page + 1} of {Math.ceil(shown.length / PAGE)}
          </span>
          <button
            type="button"
            disabled={start + PAGE >= shown.length}
            onClick={() => setPage(page + 1)}
          >
            Next
          </button>
        </nav>
      )}
    </section>
  );
}

function Table({ model, rows, open }: Pick<Props, "model" | "open"> & { rows: readonly number[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section class="scroll" aria-label="The cases that were found" tabIndex={0}>
      <table class="cases">
        <thead>
          <tr>
            <th scope="col">Case</th>
            <th scope="col">Type</th>
            {model.engines.map(({ label }) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((at) => (
            <Row key={at} model={model} at={at} open={open} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ model, at, open }: Pick<Props, "model" | "open"> & { at: number }) {
  const { data, ids, engines } = model;
  const [layer = "", name = ""] = ids[at]?.split("/") ?? [];
  return (
    <tr>
      <th scope="row">
        <button type="button" class="link" onClick={() => open(at)}>
          <span class="faint">{layer}/</span>
          {name}
        </button>
      </th>
      <td class="faint">{data.dtypes[data.cases.dtype[at] ?? 0]}</td>
      {engines.map((engine) => (
        <td key={engine.label}>
          <span class="result">
            <Outcome outcome={outcomeAt(engine, at)} />
            <span class="number faint">
              {(engine.worst[at] ?? -1) < 0 ? "" : share((engine.worst[at] ?? 0) / 1000)}
              {(engine.unchecked[at] ?? 0) > 0 ? " *" : ""}
            </span>
          </span>
        </td>
      ))}
    </tr>
  );
}
