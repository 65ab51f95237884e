import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM, PATIENCE_MS, startBrowser } from "#harness/browser/chromium";
import type { CaseReport, Run } from "#harness/report/document";
import { renderPage } from "#harness/report/html";
import { flaws, openPage } from "../kit/browser.ts";
import { POWER } from "../kit/power-report.ts";
import { REPORTED, runDocument, wrongOf } from "../kit/runs.ts";

const PATIENT = { timeout: PATIENCE_MS };
const HEAT = ".heat-map svg path";

async function page(): Promise<string> {
  const lie = wrongOf("nn.Conv2d");
  const runs = [
    await runDocument(),
    await runDocument({ engine: { name: "liar" }, lie }),
    await runDocument({ engine: { name: "early" }, cases: REPORTED.slice(0, 1), selected: 3 }),
  ];
  return renderPage({ runs, coverage: null, bench: null, power: POWER });
}

/** Runs of six engines on many cases, some of which fail. */
async function sixRuns(count: number): Promise<Run[]> {
  const [good, bad] = [await runDocument(), await runDocument({ lie: wrongOf("nn.Conv2d") })];
  return Array.from({ length: 6 }, (_, engine) => ({
    ...good,
    engine: { ...good.engine, name: `engine-${engine}` },
    cases: Array.from({ length: count }, (_one, i): CaseReport => {
      const { cases } = i % 50 === engine ? bad : good;
      const one = cases[i % 3] as CaseReport;
      return { ...one, id: `${one.id}-${i}` };
    }),
  }));
}

/** Seconds that the processes behind pages have worked: others' work on this machine does not count. */
async function workOf(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const pages = processInfo.filter(({ type }) => type === "renderer");
  return pages.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

if (CHROMIUM === null) {
  test.skip("the page in a browser: no chromium was found; install it or set CHROMIUM to its path", () =>
    undefined);
}

describe.skipIf(CHROMIUM === null)("the page in a browser", { timeout: PATIENCE_MS }, () => {
  let browser: Browser;
  let html: string;
  beforeAll(async () => {
    [browser, html] = [await startBrowser(), await page()];
  }, PATIENCE_MS);
  afterAll(() => browser.close());

  test("opens without a complaint, and sets engines side by side", async () => {
    const { page, complaints } = await openPage(browser, html);
    expect(await page.locator("#engines article h3").allTextContents()).toEqual([
      "parrot 1 conforms",
      "liar 1 does not conform",
      "early 1 a part of a run",
    ]);
    await page.locator("#layers").getByRole("button", { name: "Convolution 1" }).click();
    const row = page.locator("#layers tr", { hasText: "nn.Conv2d" });
    expect(await row.locator(".tally").allTextContents()).toEqual([
      expect.stringMatching(/: 1\/1 pass, 0 fail/),
      expect.stringMatching(/: 0\/1 pass, 1 fail/),
      expect.stringMatching(/: 1\/1 pass, 0 fail/),
    ]);
    expect(complaints).toEqual([]);
  });

  test("finds a failing case, and opens it to its call, its heat map and its command", async () => {
    const { page, complaints } = await openPage(browser, html);
    await page.getByRole("checkbox", { name: /^fail/ }).check();
    await expect.poll(() => page.locator("#cases .found").textContent(), PATIENT).toBe("1 case");
    await page.locator("#cases table .link").click();
    const dialog = page.getByRole("dialog");
    await page.waitForSelector(HEAT);
    const text = await dialog.textContent();
    expect(text).toContain("nn.Conv2d(3, 4, 3, stride=(2, 1))");
    expect(text).toContain("24 of 120 elements differ by more than their limit");
    expect(text).toContain("npm run touchstone -- repro nn.Conv2d/stride-per-axis --engine liar");
    expect(await dialog.locator(".heat-map [role=img]").getAttribute("aria-label")).toBe(
      "Errors over the tensor of shape (2, 3, 4, 5): 24 of 120 cells beyond what is allowed",
    );
    expect(await page.locator(HEAT).count()).toBeGreaterThan(120);
    expect(complaints).toEqual([]);
  });

  test("searches, and keeps what is shown in its address", async () => {
    const { page } = await openPage(browser, html);
    const rows = page.locator("#cases tbody tr");
    const shows = (count: number) => expect.poll(() => rows.count(), PATIENT).toBe(count);
    await page.getByRole("searchbox").fill("conv2d STRIDE");
    await shows(1);
    await expect.poll(() => page.url()).toContain("STRIDE");
    await page.reload();
    await page.waitForSelector("main");
    expect(await page.getByRole("searchbox").inputValue()).toBe("conv2d STRIDE");
    await shows(1);
    await page.getByRole("button", { name: "Clear" }).click();
    await shows(3);
    await page.getByLabel("Asks").selectOption("for a refusal");
    await shows(1);
    expect(await rows.allTextContents()).toEqual([expect.stringContaining("nn.Linear/refused")]);
  });

  test("shows the suite's power, and leads from a fault to the case that caught it", async () => {
    const { page, complaints } = await openPage(browser, html);
    const power = page.locator("#power");
    expect(await power.locator(".lead").textContent()).toMatch(/ 1 of 2 faults .* 0 false alarms/);
    await power.getByRole("button", { name: "Open all" }).click();
    expect(await power.locator("tr", { hasText: "bias-lost" }).textContent()).toMatch(/nothing/);
    expect(await power.locator("tr", { hasText: "reversed" }).textContent()).toMatch(
      /0 of 3 cases/,
    );
    await power.getByRole("button", { name: "nn.Conv2d/stride-per-axis" }).click();
    await expect.poll(() => page.locator("#cases .found").textContent(), PATIENT).toBe("1 case");
    expect(complaints).toEqual([]);
  });

  test("is used by keyboard: a case opens by Enter, closes by Escape, and the focus is back", async () => {
    const { page } = await openPage(browser, html);
    const first = page.locator("#cases table .link").first();
    await first.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    const focused = () => first.evaluate((one) => one === document.activeElement);
    await expect.poll(focused, PATIENT).toBe(true);
  });

  test.each(["light", "dark"] as const)(
    "has no flaw that axe knows of, %s",
    async (colorScheme) => {
      const { page } = await openPage(browser, html, { colorScheme });
      expect(await flaws(page)).toEqual([]);
      await page.getByRole("checkbox", { name: /^fail/ }).check();
      await page.locator("#cases table .link").click();
      await page.waitForSelector(HEAT);
      expect(await flaws(page)).toEqual([]);
    },
  );

  test("opens with 3,000 cases of six engines for less than a second of work", async () => {
    const large = await renderPage({
      runs: await sixRuns(3000),
      coverage: null,
      bench: null,
      power: null,
    });
    const spent: number[] = [];
    for (let turn = 0; turn < 3; turn++) {
      const before = await workOf(browser);
      const { page, complaints } = await openPage(browser, large);
      spent.push((await workOf(browser)) - before);
      expect(await page.locator("#cases .found").textContent()).toBe("3,000 cases, 1 to 100 shown");
      expect((await page.locator(".cases tbody th").first().boundingBox())?.width).toBeGreaterThan(
        200,
      );
      expect(complaints).toEqual([]);
    }
    expect(Math.min(...spent)).toBeLessThan(1);
  });

  test("changes its colours at a press, charts included", async () => {
    const { page } = await openPage(browser, html, { colorScheme: "light" });
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.getByRole("button", { name: "Dark colours" }).click();
    await expect.poll(ground, PATIENT).not.toBe(light);
  });
});
