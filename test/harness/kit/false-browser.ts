import type { Browser } from "playwright-core";
import type { Message } from "#harness/browser/talk";

/** A browser that is closed as soon as somebody listens. */
export function closedBrowser(): Browser {
  const page = { on() {}, goto: async () => null };
  const browser = {
    on: (_: string, heard: () => void) => heard(),
    off() {},
    newPage: async () => page,
    close: async () => undefined,
  };
  return browser as unknown as Browser;
}

/** Tells the server what a page would. */
export async function tellPage(address: string, message: Message): Promise<void> {
  await fetch(`${address}tell`, { method: "POST", body: JSON.stringify(message) });
}
