import { useEffect, useMemo, useState } from "preact/hooks";
import { Accuracy } from "./accuracy.tsx";
import { type Place, readAddress, writeAddress } from "./address.ts";
import { Cases } from "./cases.tsx";
import { Coverage } from "./coverage.tsx";
import { Drawer } from "./drawer.tsx";
import { Engines } from "./engines.tsx";
import { type Filter, kept, NO_FILTER } from "./filter.ts";
import { Layers } from "./layers.tsx";
import type { Model } from "./model.ts";
import { Power } from "./power.tsx";
import { Speed } from "./speed.tsx";
import { ThemeButton } from "./theme.tsx";
import { counted } from "./wording.ts";

export function App({ model }: { model: Model }) {
  const [place, setPlace] = useState<Place>(() => readAddress(model));
  const shown = useMemo(() => kept(model, place.filter), [model, place.filter]);
  useEffect(() => writeAddress(model, place), [model, place]);
  const narrow = (over: Partial<Filter>): void =>
    setPlace((now) => ({ ...now, filter: { ...now.filter, ...over } }));
  const look = (over: Partial<Filter>): void => {
    setPlace((now) => ({ ...now, filter: { ...NO_FILTER, ...over } }));
    document.getElementById("cases")?.scrollIntoView();
    document.getElementById("search")?.focus({ preventScroll: true });
  };
  const open = (opened: number): void => setPlace((now) => ({ ...now, opened }));
  const { coverage, bench, power } = model.data;
  return (
    <>
      <a class="skip" href="#cases">
        Skip to the cases
      </a>
      <Head model={model} />
      <main>
        <Engines model={model} look={look} />
        <Layers model={model} look={look} />
        <Accuracy model={model} />
        {coverage && <Coverage model={model} coverage={coverage} look={look} />}
        {power && <Power power={power} look={look} />}
        {bench && <Speed sessions={bench} />}
        <Cases model={model} filter={place.filter} shown={shown} narrow={narrow} open={open} />
      </main>
      {place.opened >= 0 && <Drawer model={model} at={place.opened} shown={shown} open={open} />}
    </>
  );
}

function Head({ model }: { model: Model }) {
  const { reference, coverage, bench, power } = model.data;
  const sections = [
    ["engines", "Engines"],
    ["layers", "Layers"],
    ["accuracy", "Accuracy"],
    ...(coverage ? [["coverage", "Coverage"]] : []),
    ...(power ? [["power", "Power"]] : []),
    ...(bench ? [["speed", "Speed"]] : []),
    ["cases", "Cases"],
  ];
  return (
    <header>
      <div class="title">
        <h1>Touchstone</h1>
        <p>
          {counted(model.ids.length, "case")} against PyTorch {reference.torch}, recorded on{" "}
          {reference.platform}
        </p>
      </div>
      <nav aria-label="Sections">
        {sections.map(([id, name]) => (
          <a key={id} href={`#${id}`} onClick={jumpTo(id ?? "")}>
            {name}
          </a>
        ))}
      </nav>
      <ThemeButton />
    </header>
  );
}

/** The address is the filter's, so a link to a section must not change it. */
function jumpTo(id: string): (event: Event) => void {
  return (event) => {
    event.preventDefault();
    const section = document.getElementById(id);
    section?.scrollIntoView();
    section?.focus({ preventScroll: true });
  };
}
