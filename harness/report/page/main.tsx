import { render } from "preact";
import { App } from "./app.tsx";
import type { PageData } from "./data.ts";
import { modelOf } from "./model.ts";
import { unpack } from "./unpack.ts";

const place = document.getElementById("app");

unpack<PageData>("columns").then((data) => {
  if (place === null) return;
  place.replaceChildren();
  render(<App model={modelOf(data)} />, place);
  performance.mark("shown");
});
