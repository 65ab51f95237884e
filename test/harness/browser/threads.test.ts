import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { CHROMIUM, PATIENCE_MS, startBrowser } from "#harness/browser/chromium";
import { type Server, serve } from "#harness/browser/serve";
import { bundle } from "#harness/bundle";
import { type Shared, share } from "./threads-page.ts";

if (CHROMIUM === null) {
  test.skip("threads in a page: no chromium was found; install it or set CHROMIUM to its path", () =>
    undefined);
}

describe.skipIf(CHROMIUM === null)("threads in a page", { timeout: PATIENCE_MS }, () => {
  let browser: Browser;
  let server: Server;
  let script: string;
  beforeAll(async () => {
    script = await bundle(path.join(import.meta.dirname, "threads-page"));
    const plan = { corpora: [], known: {}, threads: 1 };
    server = await serve({ script, plan, fixtures: "fixtures", heard: () => undefined });
    browser = await startBrowser();
  }, PATIENCE_MS);
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  const inPage = (page: Page, threads: number): Promise<Shared> =>
    page.evaluate<Shared>(`share(${threads})`);

  test("take their share of the work, and give the bits of one, and of Node", async () => {
    const page = await browser.newPage();
    await page.goto(server.address);
    const alone = await inPage(page, 1);
    expect(alone).toEqual({ threads: 1, parts: 0, numbers: share(1).numbers });
    await vi.waitFor(
      async () => {
        const shared = await inPage(page, 2);
        expect(shared.threads).toBe(2);
        expect(shared.numbers).toEqual(alone.numbers);
        expect(shared.parts).toBeGreaterThan(0);
      },
      { timeout: PATIENCE_MS },
    );
    expect(page.workers()).toHaveLength(1);
  });

  test("are one where the page is not cross-origin isolated, with the same bits", async () => {
    const page = await browser.newPage();
    await page.setContent("<!doctype html>");
    await page.addScriptTag({ content: script });
    expect(await inPage(page, 4)).toEqual({ threads: 1, parts: 0, numbers: share(1).numbers });
  });
});
