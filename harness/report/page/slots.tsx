import type { SlotDetail } from "./data.ts";
import { brief, counted, share } from "./wording.ts";

/** Every tensor of an answer with its greatest error, beside PyTorch's own. */
export function Slots({ slots, open }: { slots: readonly SlotDetail[]; open: boolean }) {
  return (
    <details open={open}>
      <summary>{counted(slots.length, "tensor")} compared</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Tensor</th>
            <th scope="col">of limit</th>
            <th scope="col">PyTorch</th>
            <th scope="col">ULP</th>
            <th scope="col">PyTorch</th>
          </tr>
        </thead>
        <tbody>
          {slots.map(({ slot, share: own, referenceShare, known, ulp, referenceUlp }) => (
            <tr key={slot}>
              <th scope="row">{slot}</th>
              <td>{share(own)}</td>
              <td class="faint">{known ? share(referenceShare) : "–"}</td>
              <td>{brief(ulp)}</td>
              <td class="faint">{known ? brief(referenceUlp) : "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
