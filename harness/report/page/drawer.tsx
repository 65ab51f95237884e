import { useEffect, useRef, useState } from "preact/hooks";
import type { CaseDetail, ResultDetail } from "./data.ts";
import { Difference } from "./difference.tsx";
import { type Model, outcomeAt } from "./model.ts";
import { Outcome } from "./outcome.tsx";
import { Repro } from "./repro.tsx";
import { Slots } from "./slots.tsx";
import { unpack } from "./unpack.ts";

interface Props {
  readonly model: Model;
  readonly at: number;
  /** The cases among which one can go on. */
  readonly shown: readonly number[];
  /** Opens another case, or with -1 none. */
  readonly open: (at: number) => void;
}

/** A case, looked at closely. */
export function Drawer({ model, at, shown, open }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal();
  }, []);
  const detail = useDetail(model, at);
  const place = shown.indexOf(at);
  const go = (step: number): void => {
    const next = shown[place + step];
    if (next !== undefined) open(next);
  };
  return (
    <dialog ref={dialog} class="drawer" aria-labelledby="case-title" onClose={() => open(-1)}>
      <div class="drawer-head">
        <h2 id="case-title">{model.ids[at]}</h2>
        <div class="steps">
          <button type="button" class="quiet" disabled={place <= 0} onClick={() => go(-1)}>
            Previous
          </button>
          <button
            type="button"
            class="quiet"
            disabled={place < 0 || place === shown.length - 1}
            onClick={() => go(1)}
          >
            Next
          </button>
          <button type="button" class="quiet" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </div>
      </div>
      <div class="drawer-body">
        {detail === null ? <p>Reading…</p> : <Detail model={model} at={at} detail={detail} />}
      </div>
    </dialog>
  );
}

/** The details of a case, once its layer is unpacked. */
function useDetail(model: Model, at: number): CaseDetail | null {
  const [found, setFound] = useState<{ at: number; detail: CaseDetail } | null>(null);
  useEffect(() => {
    let wanted = true;
    const { layer } = model.data.cases;
    const place = layer[at] ?? 0;
    unpack<CaseDetail[]>(`layer-${place}`).then((cases) => {
      const detail = cases[at - layer.indexOf(place)];
      if (wanted && detail !== undefined) setFound({ at, detail });
    });
    return () => {
      wanted = false;
    };
  }, [model, at]);
  return found?.at === at ? found.detail : null;
}

function Detail({ model, at, detail }: { model: Model; at: number; detail: CaseDetail }) {
  return (
    <>
      <h3>Call</h3>
      <pre class="call">{detail.call}</pre>
      {detail.tags.length > 0 && <p class="faint">Shows {detail.tags.join(", ")}.</p>}
      {model.engines.map((engine, i) => {
        const result = detail.results[i];
        return (
          <section key={engine.label} class="engine-result">
            <h3>
              {engine.label} <Outcome outcome={outcomeAt(engine, at)} />
            </h3>
            {result && <Result result={result} />}
          </section>
        );
      })}
    </>
  );
}

function Result({ result }: { result: ResultDetail }) {
  const { command, reason, differences, slots, unchecked } = result;
  return (
    <>
      {reason !== undefined && <p>{reason}</p>}
      {differences.map((difference) => (
        <Difference key={`${difference.where} ${difference.sentence}`} difference={difference} />
      ))}
      {unchecked.length > 0 && <p>Unchecked: {unchecked.join(", ")}.</p>}
      {slots.length > 0 && <Slots slots={slots} open={differences.length === 0} />}
      <Repro command={command} />
    </>
  );
}
