import { expect, test } from "vitest";
import { allRefusals, firstOfEach, keyOf, pageOf } from "./kit/gather.ts";
import { refusalSites } from "./kit/sites.ts";
import { PROVOCATIONS } from "./provocations/index.ts";
import { RECORDED } from "./provocations/recorded.ts";

/*
 * Each place where the engine may refuse is made to do so, and what it says stands on one page: messages.txt.
 */

const shown = firstOfEach(await allRefusals(PROVOCATIONS, RECORDED));
const seen = new Set(shown.map(keyOf));
const sites = refusalSites();
const unseen = sites.filter((site) => !seen.has(keyOf(site)));

test("the page of messages", async () => {
  await expect(pageOf(shown)).toMatchFileSnapshot("messages.txt");
});

test("no place in the engine refuses unseen", () => {
  expect(sites.length).toBeGreaterThan(400);
  expect(unseen.map(keyOf)).toEqual([]);
  const known = new Set(sites.map(keyOf));
  expect([...seen].filter((key) => !known.has(key))).toEqual([]);
});
