import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { FixtureError } from "#harness/fixture-error";
import { openFixtures } from "#harness/fixtures";
import { HEADERS } from "#harness/pack";
import { fixturesOf, writeManifest } from "./folder.ts";
import { messageOf } from "./message.ts";
import { array, call, refusing, returning } from "./sample.ts";

/** The folder of the sample. */
export const LAYER = "nn.Identity";
/** A case of two types with an input. */
export const SAMPLE = returning(
  { "output.0": array("float32", [2], [1, 2]), "output.1": array("int64", [1], [3]) },
  "bits",
  {
    id: "nn.Identity/sample",
    call: call({ inputs: [{ kind: "tensor", array: array("float32", [2], [5, 6]), grad: true }] }),
  },
);

/** A refusal of the same layer. */
export const REFUSED = refusing();
/** Both, in their order. */
export const BOTH = [REFUSED, SAMPLE];

/** A folder with SAMPLE and a refusal. */
export function sample(): string {
  return fixturesOf(BOTH);
}

/** Rewrites the header of SAMPLE, and the manifest with it. */
export function edited(change: (json: Record<string, unknown>) => void): string {
  return editedAll((headers) => change(headers[1] ?? {}));
}

/** Rewrites the headers, and the manifest with them. */
export function editedAll(change: (headers: Record<string, unknown>[]) => unknown): string {
  const folder = sample();
  const file = path.join(folder, LAYER, HEADERS);
  const headers = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, JSON.stringify(change(headers) ?? headers));
  writeManifest(folder, BOTH);
  return folder;
}

/** What opening a folder and loading its cases is refused with. */
export function refusal(folder: string): string {
  return messageOf(FixtureError, () => {
    const fixtures = openFixtures(folder);
    for (const id of fixtures.ids) fixtures.load(id);
  }).replaceAll(folder, "FOLDER");
}
