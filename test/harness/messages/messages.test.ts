import { describe, expect, test } from "vitest";
import { messagesIn } from "../kit/sources.ts";
import { FIXTURES } from "./fixtures.ts";
import { FUZZ } from "./fuzzing.ts";
import { NPY } from "./npy.ts";
import { PROGRAM } from "./program.ts";

/*
 * Every error of the harness once, whole: a message that nobody has looked at is a guess.
 */

const PAGES = { npy: NPY, fixtures: FIXTURES, program: PROGRAM, fuzzing: FUZZ };

describe("the page of messages", () => {
  test.each(Object.entries(PAGES))("%s", { timeout: 180_000 }, async (name, works) => {
    await expect(await allSaid(works)).toMatchFileSnapshot(`${name}.txt`);
  });
});

test("no message that is not shown there", { timeout: 240_000 }, async () => {
  const works = Object.values(PAGES).flatMap((page) => Object.values(page));
  const shown: string[] = [];
  for (const work of works) shown.push(await said(work));
  const messages = messagesIn("harness", /engines\/(touchstone|libraries)/);
  const missing = messages.filter(({ pattern }) => !shown.some((line) => pattern.test(line)));
  expect(messages.length).toBeGreaterThan(40);
  expect(missing.map(({ file: source, pattern }) => `${source}: ${pattern.source}`)).toEqual([]);
});

const SAID = new Map<() => unknown, Promise<string>>();

/** What a work says; it is done once. */
function said(work: () => unknown): Promise<string> {
  const known = SAID.get(work) ?? sayingOf(work);
  SAID.set(work, known);
  return known;
}

async function sayingOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Error)
      return error.message.replaceAll("\\", "/").replace(/\/\S*touchstone-\w+/g, "FOLDER");
    throw error;
  }
  return "nothing";
}

async function allSaid(works: Readonly<Record<string, () => unknown>>): Promise<string> {
  const lines: string[] = [];
  for (const [name, work] of Object.entries(works)) lines.push(`${name}\n  ${await said(work)}`);
  return `${lines.join("\n")}\n`;
}
