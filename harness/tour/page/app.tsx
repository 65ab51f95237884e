import { useCallback, useState } from "preact/hooks";
import { ThemeButton } from "../../report/page/theme.tsx";
import { counted } from "../../report/page/wording.ts";
import type { Told, TourData, TourGroup } from "../data.ts";
import type { EngineThread } from "./engine-thread.ts";
import { Example } from "./example.tsx";

interface Props {
  readonly data: TourData;
  readonly engine: EngineThread;
}

/** All sections, and how many of their examples agree so far. */
export function App({ data, engine }: Props) {
  const [agreed, setAgreed] = useState<ReadonlyMap<string, boolean>>(new Map());
  const note = useCallback((id: string, { outcome }: Told): void => {
    const agrees = outcome.kind === "answered" && outcome.agreement?.agrees === true;
    setAgreed((now) => new Map([...now, [id, agrees]]));
  }, []);
  const total = data.sections.flatMap(({ groups }) => groups.flatMap(({ examples }) => examples));
  return (
    <>
      <a class="skip" href="#tour">
        Skip to the layers
      </a>
      <header>
        <div class="title">
          <h1>Touchstone</h1>
          <p>A tour of the layers, computed in this browser</p>
        </div>
        <ThemeButton />
      </header>
      <main id="tour" tabIndex={-1}>
        <Sum agreed={agreed} total={total.length} torch={data.torch} />
        <nav class="sections" aria-label="Sections">
          {data.sections.map(({ title }, i) => (
            <a key={title} href={`#section-${i}`}>
              {title}
            </a>
          ))}
        </nav>
        {data.sections.map(({ title, groups }, i) => (
          <section key={title} id={`section-${i}`} aria-labelledby={`title-${i}`}>
            <h2 id={`title-${i}`}>{title}</h2>
            {groups.map((group) => (
              <Group key={group.title} group={group} engine={engine} note={note} />
            ))}
          </section>
        ))}
      </main>
    </>
  );
}

function Sum(props: { agreed: ReadonlyMap<string, boolean>; total: number; torch: string }) {
  const { agreed, total, torch } = props;
  const right = [...agreed.values()].filter((agrees) => agrees).length;
  const wrong = agreed.size - right;
  const rest = total - agreed.size;
  return (
    <p class="sum" role="status">
      <strong class={wrong > 0 ? "bad" : "good"}>
        {right} of {counted(total, "documented example")}
      </strong>{" "}
      {right === 1 ? "agrees" : "agree"} with PyTorch {torch}
      {wrong > 0 && <span class="bad">, {wrong} differ</span>}
      {rest > 0 && <span class="faint">, {rest} are being computed</span>}. Change an option, and
      the layer is computed anew.
    </p>
  );
}

interface GroupProps {
  readonly group: TourGroup;
  readonly engine: EngineThread;
  readonly note: (id: string, told: Told) => void;
}

function Group({ group: { title, link, examples }, engine, note }: GroupProps) {
  return (
    <div class="group">
      <h3>
        {title}
        {link !== null && (
          <a class="elsewhere" href={link}>
            PyTorch’s page<span class="hidden"> on {title}</span>
          </a>
        )}
      </h3>
      {examples.map((example) => (
        <Example
          key={example.id}
          example={example}
          engine={engine}
          note={note}
          opened={link === null}
        />
      ))}
    </div>
  );
}
