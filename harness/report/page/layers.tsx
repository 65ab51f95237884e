import type { Filter } from "./filter.ts";
import type { LayerTally, Model } from "./model.ts";
import { Bar } from "./outcome.tsx";
import { Tree } from "./tree.tsx";
import { grouped, share } from "./wording.ts";

interface Props {
  readonly model: Model;
  readonly look: (over: Partial<Filter>) => void;
}

/** Engines side by side, by family and class. */
export function Layers({ model, look }: Props) {
  const { engines, families } = model;
  const cells = (name: string, tallies: readonly LayerTally[], where: Partial<Filter>) =>
    tallies.map((tally, engine) => (
      <Tally
        key={engines[engine]?.label}
        tally={tally}
        label={`${name}, ${engines[engine]?.label}`}
        look={() => look({ ...where, engine })}
      />
    ));
  return (
    <section id="layers" aria-labelledby="layers-title" tabIndex={-1}>
      <h2 id="layers-title">By family and class</h2>
      <p class="lead">
        Cases that pass, and the greatest error as a share of its limit; a star where parts went
        unchecked. A cell leads to its cases.
      </p>
      <Tree
        label="Engines by family and class"
        head={["Family", ...engines.map(({ label }) => label)]}
        branches={families.map(({ place, name, layers, tallies }) => ({
          key: name,
          name,
          size: layers.length,
          cells: cells(name, tallies, { family: place }),
          leaves: () =>
            layers.map((layer) => ({
              key: layer.name,
              name: layer.name,
              cells: cells(layer.name, layer.tallies, { layer: layer.place }),
            })),
        }))}
      />
    </section>
  );
}

function Tally({ tally, label, look }: { tally: LayerTally; label: string; look: () => void }) {
  const { counts, total, worst, unchecked } = tally;
  if (total === 0) return <span class="faint">not asked</span>;
  const wrong = counts.fail + counts.stale;
  return (
    <button type="button" class="tally" onClick={look}>
      <span class="hidden">{label}: </span>
      <Bar counts={counts} total={total} />
      <span class={wrong > 0 ? "number bad" : "number"}>
        {grouped(counts.pass)}/{grouped(total)}
        <span class="hidden"> pass, {wrong} fail, greatest error</span>
      </span>
      <span class="number faint">
        {worst < 0 ? "–" : share(worst / 1000)}
        {unchecked > 0 ? " *" : ""}
      </span>
    </button>
  );
}
