import { existsSync } from "node:fs";
import type { Browser } from "playwright-core";

/** A browser that is not there, or that went away. */
export class BrowserError extends Error {
  override name = "BrowserError";
}

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

/**
 * Starts the browser of this machine, without a window; none is ever downloaded.
 * @throws BrowserError
 */
export async function startBrowser(executable = CHROMIUM): Promise<Browser> {
  if (executable === null) {
    throw new BrowserError(
      "no chromium was found: install it, or set CHROMIUM to its path; with --no-open any browser may come",
    );
  }
  const { chromium } = await import("playwright-core");
  return chromium.launch({
    executablePath: executable,
    args: ["--no-sandbox"],
    timeout: PATIENCE_MS,
    // Whoever interrupts a run is to be told how far it came.
    handleSIGINT: false,
  });
}
