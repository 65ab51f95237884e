import path from "node:path";
import { expect, test } from "vitest";
import { EXIT } from "#harness/commands/exit-codes";
import { fuzzCommand } from "#harness/commands/fuzz";
import { seedFrom } from "#harness/fuzz/seed";
import { inCi, needsPyTorch } from "./harness/kit/live.ts";
import { scribe } from "./harness/kit/scribe.ts";

/*
 * A short run of `npm run touchstone -- fuzz` over every layer. Its seed is the commit's: the same code gets the same
 * questions. Longer runs with other seeds are for the command line, and for the night.
 */

const SECONDS = inCi ? 60 : 10;
/** PyTorch starts, and what is found is made small. */
const MARGIN = 150;

test("what is drawn at random is answered as a live PyTorch answers it", {
  timeout: 1000 * (SECONDS + MARGIN),
}, async ({ skip }) => {
  needsPyTorch(skip);
  const terminal = scribe();
  const options = {
    engine: "touchstone",
    fixtures: path.join(import.meta.dirname, "..", "fixtures"),
    seconds: `${SECONDS}`,
    seed: `${await seedFrom(undefined, { ...process.env, CI: "true" })}`,
    processes: "2",
    keep: false,
  };
  const code = await fuzzCommand(options, terminal, new AbortController().signal);
  expect(code, terminal.said()).toBe(EXIT.green);
});
