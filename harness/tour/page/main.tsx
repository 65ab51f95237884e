import { render } from "preact";
import type { TourData } from "../data.ts";
import { App } from "./app.tsx";
import { EngineThread } from "./engine-thread.ts";
import { unpack } from "./unpack.ts";

begin();

async function begin(): Promise<void> {
  const place = document.getElementById("app");
  const data: TourData = JSON.parse(new TextDecoder().decode(await unpack("tour")));
  const packed = document.querySelectorAll<HTMLElement>("[id^='pack/']");
  const files = await Promise.all(
    [...packed].map(async ({ id }) => [id.slice("pack/".length), await unpack(id)] as const),
  );
  const ids = data.sections.flatMap(({ groups }) =>
    groups.flatMap(({ examples }) => examples.map(({ id }) => id)),
  );
  const source = document.getElementById("engine")?.textContent ?? "";
  const engine = new EngineThread(source, { files: new Map(files), ids });
  if (place === null) return;
  place.replaceChildren();
  render(<App data={data} engine={engine} />, place);
}
