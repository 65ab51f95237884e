import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openServed } from "#harness/browser/page/served";
import { type Server, serve } from "#harness/browser/serve";
import type { Message } from "#harness/browser/talk";
import { openFixtures } from "#harness/fixtures";

describe("the server of the page", () => {
  const heard: Message[] = [];
  let server: Server;
  beforeAll(async () => {
    const plan = { corpora: [], known: {}, threads: 1 };
    const listen = (message: Message): number => heard.push(message);
    server = await serve({ script: "1", plan, fixtures: "fixtures", heard: listen });
  });
  afterAll(() => server.close());

  test("isolates the page, so that it may have threads", async () => {
    const { headers } = await fetch(server.address);
    expect(headers.get("Cross-Origin-Opener-Policy")).toBe("same-origin");
    expect(headers.get("Cross-Origin-Embedder-Policy")).toBe("require-corp");
  });

  test("gives the cases that lie in the folder", async () => {
    const load = await openServed(`${server.address}fixtures`);
    const here = openFixtures("fixtures");
    for (const id of ["nn.Linear/defaults", "nn.Linear/defaults-float64", "documented/relu"]) {
      expect(await load(id)).toEqual(here.load(id));
    }
  });

  test.each(["fixtures/../package.json", "fixtures/..%2Fpackage.json", "fixtures/.git", "x"])(
    "gives nothing else: %s",
    async (place) => {
      const { status } = await fetch(new URL(place, server.address));
      expect(status).toBe(404);
    },
  );

  test("hears what is said, and nothing that is no message", async () => {
    const say = (message: unknown) =>
      fetch(`${server.address}tell`, { method: "POST", body: JSON.stringify(message) });
    const begun: Message = { kind: "begun", agent: "somebody" };
    expect([(await say(begun)).status, (await say({ kind: "hello" })).status]).toEqual([200, 500]);
    expect(heard).toEqual([begun]);
  });
});
