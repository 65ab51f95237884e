import { readFileSync } from "node:fs";
import path from "node:path";
import { deflateRawSync } from "node:zlib";
import { bundle } from "../bundle.ts";
import type { Case } from "../case.ts";
import { encodeCase } from "../encode.ts";
import { packFiles } from "../pack.ts";
import type { Tour } from "./gather.ts";

const HERE = import.meta.dirname;
const BASE = path.join(HERE, "..", "report", "page", "base.css");

/** Nothing may be asked of any network; the engine is WebAssembly in a thread of its own. */
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:; worker-src blob:; style-src 'unsafe-inline'; img-src data:";

/** The tour as one page that needs nothing else: engine, recorded cases and all. */
export async function renderTour({ data, cases }: Tour): Promise<string> {
  const engine = await bundle(path.join(HERE, "thread", "main"));
  const script = await bundle(path.join(HERE, "page", "main"), ".tsx");
  const style = [BASE, path.join(HERE, "page", "tour.css")].map((file) =>
    readFileSync(file, "utf8"),
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>Touchstone: a tour of the layers</title>
<link rel="icon" href="data:,">
<style>${style.join("\n")}</style>
</head>
<body>
<div id="app"><p class="loading">Reading the examples…</p></div>
${embedded("tour", JSON.stringify(data))}
${[...packFilesOf(cases)].map(([name, bytes]) => embedded(`pack/${name}`, bytes)).join("\n")}
<script type="text/plain" id="engine">${closed(engine)}</script>
<script>${closed(script)}</script>
</body>
</html>
`;
}

function packFilesOf(cases: readonly Case[]): Map<string, Uint8Array> {
  return packFiles(cases.map(encodeCase));
}

/** Bytes that the page unpacks. */
function embedded(id: string, bytes: string | Uint8Array): string {
  const packed = deflateRawSync(bytes, { level: 9 }).toString("base64");
  return `<script type="application/octet-stream" id="${id}">${packed}</script>`;
}

/** A program that does not end the element it stands in. */
function closed(script: string): string {
  return script.replaceAll("</script", "<\\/script");
}
