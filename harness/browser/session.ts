import path from "node:path";
import type { Browser } from "playwright-core";
import { bundle } from "../bundle.ts";
import { BrowserError, startBrowser } from "./chromium.ts";
import { serve } from "./serve.ts";
import type { CameCase, Plan } from "./talk.ts";

const MAIN = path.join(import.meta.dirname, "page", "main");

/** A run in a browser. */
export interface Session {
  readonly plan: Plan;
  /** The folder of recorded cases. */
  readonly fixtures: string;
  /** Whether to start the browser of this machine, or to wait for one to come. */
  readonly open: boolean;
  /** Told where the page is, once it is served. */
  readonly served: (address: string) => void;
  /** Told once the page runs: the browser's own name of itself. */
  readonly begun: (agent: string) => void;
  /** Told of some cases at a time. */
  readonly came: (cases: readonly CameCase[]) => void;
  readonly signal: AbortSignal;
}

/**
 * Serves the page that runs the cases of the plan, and is done when the page says so, or at the signal.
 * @throws BrowserError where there is no browser, where it goes away before the end, and with what fails in the page.
 */
export async function runInBrowser(session: Session): Promise<void> {
  const { promise: end, resolve, reject } = Promise.withResolvers<void>();
  const { plan, fixtures, signal } = session;
  const server = await serve({
    script: await bundle(MAIN),
    ...{ plan, fixtures },
    heard: (message) => {
      if (message.kind === "begun") session.begun(message.agent);
      else if (message.kind === "came") session.came(message.cases);
      else if (message.error === null) resolve();
      else reject(new BrowserError(`the page failed: ${message.error}`));
    },
  });
  signal.addEventListener("abort", () => resolve(), { once: true });
  session.served(server.address);
  try {
    await (session.open ? visit(await startBrowser(), server.address, end) : end);
  } finally {
    await server.close();
  }
}

/**
 * Opens the page in a browser until the end comes, and closes the browser.
 * @throws BrowserError where the browser or the page ends before that.
 */
export async function visit(browser: Browser, address: string, end: Promise<void>): Promise<void> {
  const { promise: died, reject } = Promise.withResolvers<never>();
  const dies = (why: string) => () => reject(new BrowserError(`the browser ${why} before the end`));
  const closed = dies("was closed");
  try {
    browser.on("disconnected", closed);
    const page = await browser.newPage();
    page.on("crash", dies("ran out of memory or crashed"));
    page.on("pageerror", (error) => reject(new BrowserError(`the page failed: ${error}`)));
    await page.goto(address);
    await Promise.race([end, died]);
  } finally {
    browser.off("disconnected", closed);
    await browser.close();
  }
}
