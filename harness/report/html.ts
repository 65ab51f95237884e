import { deflateRawSync } from "node:zlib";
import { bundlePage } from "./bundle.ts";
import { columnsOf, type Sources, suiteOf } from "./columns.ts";
import { detailsOf } from "./details.ts";

/** Nothing may be asked of any network. */
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";

/** One page that needs nothing else: its program, its style and its data are in it. */
export async function renderPage(sources: Sources): Promise<string> {
  const { script, style } = await bundlePage();
  const suite = suiteOf(sources.runs);
  const details = detailsOf(sources.runs, suite);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>Touchstone: conformance report</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<div id="app"><p class="loading">Reading the report…</p></div>
${packed("columns", columnsOf(sources, suite))}
${details.map((layer, place) => packed(`layer-${place}`, layer)).join("\n")}
<script>${script.replaceAll("</script", "<\\/script")}</script>
</body>
</html>
`;
}

/** Data that the page unpacks when it needs it. What JSON cannot say is null there. */
function packed(id: string, data: unknown): string {
  const bytes = deflateRawSync(JSON.stringify(data), { level: 9 });
  return `<script type="application/octet-stream" id="${id}">${bytes.toString("base64")}</script>`;
}
