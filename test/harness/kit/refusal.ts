import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { FixtureError, openFixtures } from "#harness/fixtures";
import { fixturesOf, writeManifest } from "./folder.ts";
import { messageOf } from "./message.ts";
import { array, call, refusing, returning } from "./sample.ts";

/** A case of two types with an input. */
export const SAMPLE = returning(
  { "output.0": array("float32", [2], [1, 2]), "output.1": array("int64", [1], [3]) },
  "bits",
  {
    id: "nn.Identity/sample",
    call: call({ inputs: [{ kind: "tensor", array: array("float32", [2], [5, 6]), grad: true }] }),
  },
);

/** A folder with SAMPLE and a refusal. */
export function sample(): string {
  return fixturesOf([SAMPLE, refusing()]);
}

/** Rewrites a case's header, and the manifest with it. */
export function edited(change: (json: Record<string, unknown>) => void): string {
  const folder = sample();
  const file = path.join(folder, SAMPLE.id, "case.json");
  const json = JSON.parse(readFileSync(file, "utf8"));
  change(json);
  writeFileSync(file, JSON.stringify(json));
  writeManifest(folder, 2);
  return folder;
}

/** What opening a folder and loading its cases is refused with. */
export function refusal(folder: string): string {
  return messageOf(FixtureError, () => {
    const fixtures = openFixtures(folder);
    for (const id of fixtures.ids) fixtures.load(id);
  }).replaceAll(folder, "FOLDER");
}
