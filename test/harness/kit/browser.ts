import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { AxeResults } from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { PATIENCE_MS } from "#harness/browser/chromium";
import { emptyFolder } from "./folder.ts";

const AXE = createRequire(import.meta.url).resolve("axe-core");

/** A page that was opened from a file, and everything that it complained of or asked a network for. */
export interface Opened {
  readonly page: Page;
  readonly complaints: string[];
}

/** Opens a page from a file, as somebody does who was sent it. It is closed after the test. */
export async function openPage(
  browser: Browser,
  html: string,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const file = path.join(emptyFolder(), "report.html");
  writeFileSync(file, html);
  const page = await browser.newPage({ viewport: { width: 1360, height: 950 }, ...options });
  onTestFinished(() => page.close());
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`${error}`));
  page.on("request", (request) => {
    if (!/^(file|data|blob):/.test(request.url())) complaints.push(`asked for ${request.url()}`);
  });
  await page.goto(pathToFileURL(file).href);
  await page.waitForSelector("main");
  return { page, complaints };
}

/** What axe finds wrong. */
export async function flaws(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: AXE });
  const { violations } = await page.evaluate<AxeResults>("axe.run()");
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("\n")}`);
}
