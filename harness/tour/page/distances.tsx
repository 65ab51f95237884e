import { counted, share } from "../../report/page/wording.ts";
import type { Distance } from "../data.ts";

/** How far each tensor is from the truth, as a share of what is allowed, beside PyTorch's own error. */
export function Distances({ distances }: { distances: readonly Distance[] }) {
  const apart = distances.filter((one) => one.share > 0);
  const exact = distances.length - apart.length;
  return (
    <div class="distances">
      {apart.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">tensor</th>
              <th scope="col">worst difference, of its limit</th>
              <th scope="col">PyTorch’s own</th>
            </tr>
          </thead>
          <tbody>
            {apart.map((one) => (
              <tr key={one.slot}>
                <th scope="row">{one.slot}</th>
                <td>
                  <span class="gauge" aria-hidden="true">
                    <span style={{ width: `${Math.min(100, 100 * one.share)}%` }} />
                  </span>
                  {share(one.share)}
                </td>
                <td>{one.reference === null ? "–" : share(one.reference)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {exact > 0 && (
        <p class="faint">
          {counted(exact, apart.length > 0 ? "other tensor" : "tensor")} the same, to the last bit.
        </p>
      )}
    </div>
  );
}
