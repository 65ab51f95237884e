import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM, PATIENCE_MS, startBrowser } from "#harness/browser/chromium";
import { openFixtures } from "#harness/fixtures";
import { gather, type Tour } from "#harness/tour/gather";
import { renderTour } from "#harness/tour/html";
import { flaws, openPage } from "../kit/browser.ts";

const PATIENT = { timeout: PATIENCE_MS };

if (CHROMIUM === null) {
  test.skip("the tour in a browser: no chromium was found; install it or set CHROMIUM to its path", () =>
    undefined);
}

describe.skipIf(CHROMIUM === null)("the tour in a browser", { timeout: PATIENCE_MS }, () => {
  let browser: Browser;
  let tour: Tour;
  /** The page of a few of the examples: what is asked of it need not wait for all the others. */
  let html: string;
  beforeAll(async () => {
    tour = gather(openFixtures("fixtures"));
    [browser, html] = [await startBrowser(), await renderTour(fewOf(tour))];
  }, PATIENCE_MS);
  afterAll(() => browser.close());

  /** An example, and its field of that name. */
  function example(page: Page, id: string) {
    const whole = page.locator(`[data-id="${id}"]`);
    return { whole, field: (name: string) => whole.getByLabel(name, { exact: true }) };
  }

  test("computes every example, which all agree, and asks for nothing", async () => {
    const { page, complaints } = await openPage(browser, await renderTour(tour));
    const titles = await page.locator("h2").allTextContents();
    expect(titles.slice(0, 4)).toEqual(["Linear", "Dropout", "Normalization", "Convolution"]);
    expect(titles.slice(-2)).toEqual(["Activation functions", "Flatten and unflatten"]);
    const sum = page.locator(".sum");
    await expect.poll(() => sum.textContent(), PATIENT).not.toMatch("being computed");
    const { length } = tour.cases;
    expect(length).toBeGreaterThan(150);
    expect(await sum.textContent()).toMatch(
      `${length} of ${length} documented examples agree with PyTorch 2.13.0.`,
    );
    expect(await page.locator(".pill.pass").count()).toBe(length);
    expect(complaints).toEqual([]);
  });

  test("shows what is computed beside what was recorded, and how far apart they are", async () => {
    const { page } = await openPage(browser, html);
    const { whole } = example(page, "documented/conv1d");
    const sides = whole.locator(".sides pre");
    await expect.poll(() => sides.count(), PATIENT).toBe(2);
    const [here, recorded] = await sides.allTextContents();
    expect(here).toMatch(/^tensor\(\[\[\[ 2\., {2}5\., {2}8\., 11\.\]\]/);
    expect(recorded).toBe(here);
    const { whole: linear } = example(page, "documented/linear");
    expect(await linear.locator(".distances tbody tr").first().textContent()).toMatch(
      /^output\.0[\d.]+ %[\d.]+ %$/,
    );
  });

  test("computes anew when an option is changed, and goes back", async () => {
    const { page, complaints } = await openPage(browser, html);
    const { whole, field } = example(page, "documented/linear");
    await field("out_features").fill("2");
    const said = whole.getByRole("status");
    const sentence = "For these options nothing was recorded.";
    await expect.poll(() => said.textContent(), PATIENT).toBe(sentence);
    const rows = (await whole.locator(".sides pre").first().textContent())?.split("\n");
    expect(rows).toHaveLength(10);
    expect(await whole.locator(".sides figcaption").last().textContent()).toMatch(
      "Recorded from PyTorch, for the documented options",
    );
    expect(rows?.[0]).toMatch(/^tensor\(\[\[ ?-?\d\.\d{4}, +-?\d\.\d{4}\],$/);
    await field("bias").uncheck();
    const code = whole.locator(".code");
    await expect
      .poll(() => code.textContent(), PATIENT)
      .toMatch("nn.Linear(5, 2, { bias: false })");
    await whole.getByRole("button", { name: "As documented" }).click();
    await expect.poll(() => whole.locator(".pill").textContent(), PATIENT).toMatch(/^agrees/);
    expect(await field("out_features").inputValue()).toBe("3");
    expect(complaints).toEqual([]);
  });

  test("draws other weights where the recorded ones do not fit, and says so", async () => {
    const { page, complaints } = await openPage(browser, html);
    const { whole, field } = example(page, "nn.RMSNorm/documented-0");
    await whole.locator("summary").first().click();
    const said = whole.getByRole("status");
    await field("eps").fill("0.5");
    await expect.poll(() => said.textContent(), PATIENT).toMatch(/nothing was recorded\.$/);
    await field("elementwise_affine").uncheck();
    await expect.poll(() => said.textContent(), PATIENT).toMatch(/others were drawn\.$/);
    expect(complaints).toEqual([]);
  });

  test("says why the engine refuses, and what is no value", async () => {
    const { page, complaints } = await openPage(browser, html);
    const { whole, field } = example(page, "documented/linear");
    await field("in_features").fill("4");
    const said = whole.getByRole("status");
    const refusal = /RuntimeError \(when it is called\): .*shapes cannot be multiplied/;
    await expect.poll(() => said.textContent(), PATIENT).toMatch(refusal);
    await field("in_features").fill("four");
    expect(await whole.locator("[aria-invalid=true]").count()).toBe(1);
    expect(await whole.locator(".wrong").textContent()).toMatch(/^must be like 3/);
    expect(complaints).toEqual([]);
  });

  test("offers the words that PyTorch takes", async () => {
    const { page } = await openPage(browser, html);
    const { whole, field } = example(page, "documented/rnn");
    const words = field("nonlinearity").locator("option");
    await expect.poll(() => words.allTextContents(), PATIENT).toEqual(["tanh", "relu"]);
    await field("nonlinearity").selectOption("relu");
    const code = whole.locator(".code");
    await expect.poll(() => code.textContent(), PATIENT).toMatch('nonlinearity: "relu"');
  });

  test("says where no answer can be, and goes on", async () => {
    const { page, complaints } = await openPage(browser, html);
    const { whole, field } = example(page, "documented/linear");
    const pill = whole.locator(".pill");
    await expect.poll(() => pill.textContent(), PATIENT).toMatch(/^agrees/);
    await field("out_features").fill("2000000000");
    await expect.poll(() => pill.textContent(), PATIENT).toBe("broke");
    expect(await whole.getByRole("status").textContent()).toMatch(/^The engine gave no answer: \w/);
    await field("out_features").fill("3");
    await expect.poll(() => pill.textContent(), PATIENT).toMatch(/^agrees/);
    expect(complaints).toEqual([]);
  });

  test("is used by keyboard: Enter opens an example, arrows count a number up", async () => {
    const { page } = await openPage(browser, html);
    const { whole, field } = example(page, "nn.MaxPool1d/documented-0-reduced");
    await expect.poll(() => whole.locator(".pill").textContent(), PATIENT).toMatch(/^agrees/);
    await whole.locator("summary").first().focus();
    await page.keyboard.press("Enter");
    expect(await whole.locator(".body").textContent()).toMatch("this is it in smaller sizes");
    await field("kernel_size").focus();
    await page.keyboard.press("ArrowUp");
    const code = whole.locator(".code");
    await expect.poll(() => code.textContent(), PATIENT).toMatch("nn.MaxPool1d(4, { stride: 2 })");
  });

  test.each(["light", "dark"] as const)(
    "has no flaw that axe knows of, %s",
    async (colorScheme) => {
      const { page } = await openPage(browser, html, { colorScheme });
      const { whole, field } = example(page, "documented/linear");
      const pill = whole.locator(".pill");
      await expect.poll(() => pill.textContent(), PATIENT).toMatch(/^agrees/);
      expect(await flaws(page)).toEqual([]);
      await field("in_features").fill("4");
      await field("out_features").fill("four");
      await expect.poll(() => pill.textContent(), PATIENT).toBe("refused");
      expect(await flaws(page)).toEqual([]);
    },
  );
});

const FEW = ["linear", "conv1d", "rnn"].map((name) => `documented/${name}`);
FEW.push("nn.RMSNorm/documented-0", "nn.MaxPool1d/documented-0-reduced");

/** The tour with but a few examples. */
function fewOf({ data, cases }: Tour): Tour {
  const sections = data.sections.map(({ title, groups }) => ({
    title,
    groups: groups
      .map((group) => ({ ...group, examples: group.examples.filter(({ id }) => FEW.includes(id)) }))
      .filter(({ examples }) => examples.length > 0),
  }));
  return { data: { ...data, sections }, cases: cases.filter(({ id }) => FEW.includes(id)) };
}
