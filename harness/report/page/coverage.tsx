import { COVERED, type CoverageRow, type Covered, type PageData } from "./data.ts";
import type { Filter } from "./filter.ts";
import type { Model } from "./model.ts";
import { type Leaf, Tree } from "./tree.tsx";
import { grouped } from "./wording.ts";

interface Props {
  readonly model: Model;
  readonly coverage: NonNullable<PageData["coverage"]>;
  readonly look: (over: Partial<Filter>) => void;
}

/** What of PyTorch's surface the suite shows. */
export function Coverage({ model, coverage, look }: Props) {
  const places = new Map(model.data.layers.map(({ name }, place) => [name, place]));
  const leaf = (row: CoverageRow): Leaf => {
    const place = places.get(row.name);
    const name =
      place === undefined ? (
        row.name
      ) : (
        <button type="button" class="link" onClick={() => look({ layer: place })}>
          {row.name}
        </button>
      );
    return { key: row.name, name, cells: [...cellsOf([row]), <Missing key="m" rows={[row]} />] };
  };
  const branches = model.data.families.flatMap((name, family) => {
    const rows = coverage.rows.filter((row) => row.family === family);
    if (rows.length === 0) return [];
    const cells = [...cellsOf(rows), <Missing key="m" rows={rows} />];
    return [{ key: name, name, size: rows.length, cells, leaves: () => rows.map(leaf) }];
  });
  return (
    <section id="coverage" aria-labelledby="coverage-title" tabIndex={-1}>
      <h2 id="coverage-title">Coverage</h2>
      <p class="lead">
        What PyTorch has, and what the cases show of it:{" "}
        {Object.entries(coverage.summary)
          .map(
            ([name, { covered, required }]) => `${grouped(covered)}/${grouped(required)} ${name}`,
          )
          .join(", ")}
        .
      </p>
      <Tree
        label="Coverage by family and class"
        head={["Family", "cases", ...COVERED, "missing"]}
        branches={branches}
      />
    </section>
  );
}

function cellsOf(rows: readonly CoverageRow[]) {
  const cases = rows.reduce((sum, row) => sum + row.cases, 0);
  return [
    <span key="cases" class="number">
      {grouped(cases)}
    </span>,
    ...COVERED.map((name) => <Share key={name} share={sumOf(rows.map((row) => row[name]))} />),
  ];
}

function Share({ share: { covered, required } }: { share: Covered }) {
  if (required === 0) return <span class="faint">–</span>;
  return (
    <span class={covered === required ? "number good" : "number bad"}>
      {grouped(covered)}/{grouped(required)}
    </span>
  );
}

function Missing({ rows }: { rows: readonly CoverageRow[] }) {
  const missing = rows.flatMap((row) => row.missing);
  if (missing.length === 0) return null;
  return <span class="missing">{rows.length > 1 ? missing.length : missing.join("; ")}</span>;
}

function sumOf(shares: readonly Covered[]): Covered {
  return {
    required: shares.reduce((sum, one) => sum + one.required, 0),
    covered: shares.reduce((sum, one) => sum + one.covered, 0),
  };
}
