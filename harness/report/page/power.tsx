import type { PageData, PowerFault } from "./data.ts";
import type { Filter } from "./filter.ts";
import { type Leaf, Tree } from "./tree.tsx";
import { counted, grouped } from "./wording.ts";

interface Props {
  readonly power: NonNullable<PageData["power"]>;
  readonly look: (over: Partial<Filter>) => void;
}

/** What the suite catches of faults that were seeded in an engine, and what it says of correct ones. */
export function Power({ power, look }: Props) {
  const { faults, variants } = power;
  const leaf = (fault: PowerFault): Leaf => ({
    key: fault.name,
    name: fault.name,
    cells: [
      fault.kind,
      fault.by === null ? (
        <span class="bad">nothing</span>
      ) : (
        <button type="button" class="link" onClick={() => look({ text: fault.by ?? "" })}>
          {fault.by}
        </button>
      ),
    ],
  });
  const branches = [...new Set(faults.map(({ family }) => family))].map((family) => {
    const rows = faults.filter((fault) => fault.family === family);
    const cells = ["", <Caught key="caught" faults={rows} />];
    return { key: family, name: family, size: rows.length, cells, leaves: () => rows.map(leaf) };
  });
  return (
    <section id="power" aria-labelledby="power-title" tabIndex={-1}>
      <h2 id="power-title">Power</h2>
      <p class="lead">{power.sentence}</p>
      <Tree
        label="Seeded faults by family"
        head={["Family", "what", "caught by"]}
        branches={branches}
      />
      <table>
        <thead>
          <tr>
            <th scope="col">Correct engine</th>
            <th scope="col">how it computes</th>
            <th scope="col">false alarms</th>
          </tr>
        </thead>
        <tbody>
          {variants.map(({ name, how, alarms, cases }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{how}</td>
              <td class={alarms === 0 ? "good" : "bad"}>
                {grouped(alarms)} of {counted(cases, "case")}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Caught({ faults }: { faults: readonly PowerFault[] }) {
  const caught = faults.filter(({ by }) => by !== null).length;
  return (
    <span class={caught === faults.length ? "number good" : "number bad"}>
      {grouped(caught)}/{grouped(faults.length)}
    </span>
  );
}
