import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { readOwn } from "../own-file.ts";
import { type Message, messageJson, type Plan } from "./talk.ts";

/** What is served, and who listens to what the page tells. */
export interface Site {
  readonly script: string;
  readonly plan: Plan;
  /** The folder of recorded cases, served below /fixtures. */
  readonly fixtures: string;
  readonly heard: (message: Message) => void;
}

/** A server of this machine for this machine alone. */
export interface Server {
  readonly address: string;
  readonly close: () => Promise<void>;
}

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Touchstone</title>
<link rel="icon" href="data:,">
</head>
<body>
<main><h1>Touchstone</h1><p id="state" role="status">Beginning</p></main>
<script src="/page.js"></script>
</body>
</html>
`;

/** With these a page may share memory among threads. */
const ISOLATED = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cache-Control": "no-store",
};
/** A file below /fixtures; no part of the path begins with a dot. */
const FIXTURE = /^\/fixtures\/((?:[\w-][\w.-]*\/)*[\w-][\w.-]*)$/;

/** Serves the page and the recorded cases. */
export async function serve(site: Site): Promise<Server> {
  const server = createServer((request, response) => {
    answer(site, request, response).catch((error: Error) => {
      response.writeHead(500).end(error.message);
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  site: Site,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { url = "/" } = request;
  const give = (type: string, body: string | Uint8Array): void => {
    response.writeHead(200, { ...ISOLATED, "Content-Type": type }).end(body);
  };
  if (request.method === "POST" && url === "/tell") {
    site.heard(messageJson.parse(JSON.parse(await textOf(request))));
    return give("text/plain", "");
  }
  if (url === "/") return give("text/html", PAGE);
  if (url === "/page.js") return give("text/javascript", site.script);
  if (url === "/plan.json") return give("application/json", JSON.stringify(site.plan));
  const [, file] = FIXTURE.exec(url) ?? [];
  if (file === undefined) {
    response.writeHead(404).end();
    return;
  }
  give("application/octet-stream", readOwn(path.join(site.fixtures, file), file));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}
