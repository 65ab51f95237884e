import { useEffect, useState } from "preact/hooks";
import { share } from "../../report/page/wording.ts";
import type { Edits, Plain, Printed, Told, TourExample } from "../data.ts";
import { Distances } from "./distances.tsx";
import type { EngineThread } from "./engine-thread.ts";
import { Options } from "./options.tsx";

interface Props {
  readonly example: TourExample;
  readonly engine: EngineThread;
  /** Told of what comes of the documented options. */
  readonly note: (id: string, told: Told) => void;
  readonly opened: boolean;
}

/** An example: its call, its options, and what comes of them beside what was recorded. */
export function Example({ example, engine, note, opened }: Props) {
  const [edits, setEdits] = useState<Edits>({});
  const [told, setTold] = useState<Told | null>(null);
  const [open, setOpen] = useState(opened);
  useEffect(() => {
    let wanted = true;
    engine.ask(example, edits).then((answer) => {
      if (Object.keys(edits).length === 0) note(example.id, answer);
      if (wanted) setTold(answer);
    });
    return () => {
      wanted = false;
    };
  }, [engine, example, edits, note]);
  const edit = (name: string, value: Plain): void =>
    setEdits((now) => withEdit(example, now, name, value));
  return (
    <details
      class="example"
      data-id={example.id}
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        <code>{told?.code.split("\n")[0] || example.id}</code> <Standing told={told} />
      </summary>
      {open && told !== null && (
        <div class="body">
          <pre class="code">{told.code}</pre>
          {example.id.endsWith("-reduced") && (
            <p class="faint">The documented example is larger; this is it in smaller sizes.</p>
          )}
          {example.options.length > 0 && (
            <Options example={example} edits={edits} edit={edit} reset={() => setEdits({})} />
          )}
          <Came told={told} />
        </div>
      )}
    </details>
  );
}

/** The edits with one more; a value that is the documented one is no edit. */
function withEdit({ options }: TourExample, edits: Edits, name: string, value: Plain): Edits {
  const { [name]: _, ...others } = edits;
  const documented = options.find((option) => option.name === name)?.value;
  const same = JSON.stringify(documented) === JSON.stringify(value);
  return same ? others : { ...others, [name]: value };
}

function Standing({ told }: { told: Told | null }) {
  if (told === null) return <span class="pill none">computing</span>;
  const { outcome } = told;
  if (outcome.kind === "broke") return <span class="pill fail">broke</span>;
  if (outcome.kind === "refused") return <span class="pill xfail">refused</span>;
  const { agreement } = outcome;
  if (agreement === null) return <span class="pill unsupported">options changed</span>;
  if (!agreement.agrees) return <span class="pill fail">differs</span>;
  const worst = Math.max(0, ...agreement.distances.map((one) => one.share));
  const said = worst === 0 ? "agrees exactly" : `agrees within ${share(worst)} of the limit`;
  return <span class="pill pass">{said}</span>;
}

function Came({ told: { inputs, recorded, outcome } }: { told: Told }) {
  const documented = outcome.kind === "answered" && outcome.agreement !== null;
  return (
    <>
      <div role="status" class="came">
        <Sentence outcome={outcome} />
      </div>
      <div class="sides">
        {outcome.kind === "answered" && <Side title="Computed here" printed={outcome.outputs} />}
        <Side
          title={`Recorded from PyTorch${documented ? "" : ", for the documented options"}`}
          printed={recorded}
        />
      </div>
      {documented && <Distances distances={outcome.agreement.distances} />}
      {inputs.length > 0 && (
        <details class="inputs">
          <summary>Given</summary>
          <Side title="Input" printed={inputs} />
        </details>
      )}
    </>
  );
}

function Sentence({ outcome }: { outcome: Told["outcome"] }) {
  if (outcome.kind === "broke") {
    return <p class="bad">The engine gave no answer: {outcome.message}.</p>;
  }
  if (outcome.kind === "refused") {
    return (
      <p class="refusal">
        <strong>{outcome.class}</strong> ({WHEN[outcome.phase] ?? outcome.phase}): {outcome.message}
      </p>
    );
  }
  const { agreement, drawnAnew } = outcome;
  if (agreement === null) {
    return (
      <p>
        For these options nothing was recorded.
        {drawnAnew && " The recorded weights do not fit them: others were drawn."}
      </p>
    );
  }
  if (agreement.agrees) return null;
  return <pre class="bad">{agreement.differences.join("\n")}</pre>;
}

const WHEN: Readonly<Record<string, string>> = {
  construct: "when the layer is made",
  forward: "when it is called",
  backward: "in backward",
};

function Side({ title, printed }: { title: string; printed: readonly Printed[] }) {
  return (
    <div class="side">
      {printed.map(({ slot, text }) => (
        <figure key={slot}>
          <figcaption>{printed.length > 1 ? `${title}: ${slot}` : title}</figcaption>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
          <pre tabIndex={0}>{text}</pre>
        </figure>
      ))}
    </div>
  );
}
