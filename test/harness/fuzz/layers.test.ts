import path from "node:path";
import { describe, expect, test } from "vitest";
import { openFixtures, readSurface } from "#harness/fixtures";
import { Counts, driftOf } from "#harness/fuzz/counts";
import { drawMany } from "#harness/fuzz/kept";
import type { FuzzLayer } from "#harness/fuzz/layer";
import { LAYERS } from "#harness/fuzz/layers";
import { questions } from "#harness/fuzz/question";
import { UNDRAWN } from "#harness/fuzz/undrawn";
import { entriesOf } from "#harness/surface/surface";

const FIXTURES = path.join(import.meta.dirname, "..", "..", "..", "fixtures");
const surface = entriesOf(readSurface(openFixtures(FIXTURES)));
const layers = [...surface].filter(([, { kind }]) => kind === "class").map(([name]) => name);
const drawn = new Map(LAYERS.map((layer) => [layer.layer, layer]));
const MANY = 400;

/** What a layer takes when it is made or called; or only what may be left out. */
function parametersOf(name: string, optional: boolean): string[] {
  const { parameters = [], forward = [] } = surface.get(name) ?? {};
  const all = [...parameters, ...forward];
  return all.filter((one) => !optional || "default" in one).map((one) => one.name);
}

function isListed(what: string): boolean {
  return UNDRAWN[what] !== undefined;
}

describe("every layer that PyTorch has", () => {
  test("is drawn, or is listed with the reason why not", () => {
    expect(layers.filter((name) => !drawn.has(name) && !isListed(name))).toEqual([]);
    expect([...drawn.keys()].filter((name) => !layers.includes(name))).toEqual([]);
    expect(drawn.size).toBe(LAYERS.length);
  });

  test("is drawn with every option and keyword that it has, and no other", () => {
    const apart = LAYERS.flatMap(({ layer, labels }) => {
      const missing = parametersOf(layer, true).filter((name) => !(name in labels));
      const unknown = Object.keys(labels).filter((n) => !parametersOf(layer, false).includes(n));
      return [...missing, ...unknown].map((name) => `${layer} ${name}`);
    });
    expect(apart.filter((what) => !isListed(what))).toEqual([]);
  });
});

test.each(Object.keys(UNDRAWN))("%s, listed as not drawn, is there and is not drawn", (what) => {
  const [layer = "", option] = what.split(" ");
  expect(layers).toContain(layer);
  if (option !== undefined) expect(parametersOf(layer, true)).toContain(option);
  const labels = drawn.get(layer)?.labels;
  expect(option === undefined ? labels : labels?.[option]).toBe(undefined);
});

/** What was drawn of a layer among some hundreds, as if PyTorch had returned every time. */
function counted(layer: FuzzLayer): Counts {
  const counts = new Counts([layer]);
  for (const { value } of drawMany(questions([layer]), 1, MANY)) counts.add(value, "returned");
  return counts;
}

test.each(LAYERS.map((layer) => [layer.layer, layer] as const))(
  "%s is drawn with every kind of value",
  (_, layer) => {
    expect(driftOf(counted(layer).rows)).toEqual([]);
  },
);

test("a distribution that leaves a value out fails", () => {
  const [linear] = LAYERS.filter(({ layer }) => layer === "nn.Linear");
  const labels = { bias: ["default", "False", "True", "maybe"] };
  expect(driftOf(counted({ ...(linear as FuzzLayer), labels }).rows)).toEqual([
    "nn.Linear: bias=maybe must be drawn and returned, came never",
  ]);
});
