import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { emptyFolder } from "./folder.ts";

const PLACES = [
  process.env["CHROMIUM"] ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The browser of this machine, or null. */
export const CHROMIUM: string | null = PLACES.find((place) => place && existsSync(place)) ?? null;

/** A machine may be busy with other things. */
export const PATIENCE_MS = 180_000;

/** Starts it. */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM ?? "",
    args: ["--no-sandbox"],
    timeout: PATIENCE_MS,
  });
}

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
