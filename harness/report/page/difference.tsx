import type { DifferenceDetail } from "./data.ts";
import { HeatMap } from "./heat-map.tsx";
import { brief } from "./wording.ts";

const UNITS = { limit: "times its limit", ulp: "ULP", one: "off by" } as const;

/** One thing that differs: what, where, how far, and what the differences have in common. */
export function Difference({ difference }: { difference: DifferenceDetail }) {
  const { sentence, lines, hints, map, elements } = difference;
  return (
    <div class="difference">
      <h4>{sentence}</h4>
      <pre>{lines.join("\n")}</pre>
      {hints.map((hint) => (
        <p key={hint} class="hint">
          {hint}
        </p>
      ))}
      {map !== null && <HeatMap map={map} />}
      {elements.length > 0 && <Elements difference={difference} />}
    </div>
  );
}

function Elements({ difference: { elements, map } }: { difference: DifferenceDetail }) {
  return (
    <details>
      <summary>The first elements that differ</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">At</th>
            <th scope="col">Want</th>
            <th scope="col">Got</th>
            <th scope="col">{UNITS[map?.unit ?? "one"]}</th>
          </tr>
        </thead>
        <tbody>
          {elements.map(({ index, want, got, error }) => (
            <tr key={index.join()}>
              <th scope="row">[{index.join(", ")}]</th>
              <td>{want}</td>
              <td>{got}</td>
              <td>{brief(error)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
