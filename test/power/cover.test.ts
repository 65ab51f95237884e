import path from "node:path";
import { expect, test } from "vitest";
import { openFixtures, readSurface } from "#harness/fixtures";
import { globOf } from "#harness/select";
import { entriesOf } from "#harness/surface/surface";
import { FAULTS } from "./faults/index.ts";

/*
 * There is a fault for all that PyTorch's surface has: every layer and function, every option, gradients and types.
 */

const FIXTURES = path.join(import.meta.dirname, "..", "..", "fixtures");
const entries = entriesOf(readSurface(openFixtures(FIXTURES)));
const kinds = new Set(FAULTS.map(({ kind }) => kind));
const globs = [...new Set(FAULTS.flatMap(({ layers }) => layers))].map(globOf);

/** Options that change nothing in this engine, and why. */
const IDLE: Readonly<Record<string, string>> = {
  sorted: "what PyTorch may give in any order comes sorted",
};

const options = [...entries.values()].flatMap(({ parameters, forward }) =>
  [...parameters, ...forward].filter((one) => "default" in one).map(({ name }) => name),
);

test.each([...new Set(options)].sort())("there is a fault in the option %s", (option) => {
  expect(option in IDLE || kinds.has(option)).toBe(true);
});

test.each(Object.keys(IDLE))(
  "%s, which changes nothing, is an option without a fault",
  (option) => {
    expect(options).toContain(option);
    expect(kinds.has(option)).toBe(false);
  },
);

test.each([...entries.keys()])("%s can show a fault", (layer) => {
  expect(globs.some((glob) => glob.test(layer))).toBe(true);
});

test.each([
  "gradient",
  "float16",
  "bfloat16",
  "draws",
  "aliasing",
  "in place",
  "state",
  "hooks",
  "repr",
  "print",
  "NaN",
])("there is a fault in %s", (kind) => {
  expect(kinds).toContain(kind);
});
