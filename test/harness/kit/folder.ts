import { hash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { type Case, FORMAT } from "#harness/case";
import { encodeCase } from "#harness/encode";
import { packFiles } from "#harness/pack";

/** A folder that is gone after the test. */
export function emptyFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "touchstone-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes cases as fixtures, and their manifest. */
export function fixturesOf(cases: readonly Case[], folder: string = emptyFolder()): string {
  for (const [layer, ids] of Object.entries(packsOf(cases))) {
    mkdirSync(path.join(folder, layer));
    const encoded = cases.filter(({ id }) => ids.includes(id)).map(encodeCase);
    for (const [name, bytes] of packFiles(encoded)) {
      writeFileSync(path.join(folder, layer, name), bytes);
    }
  }
  writeManifest(folder, cases);
  return folder;
}

function packsOf(cases: readonly Pick<Case, "id">[]): Record<string, string[]> {
  const packs: Record<string, string[]> = {};
  for (const { id } of cases) {
    const layer = id.slice(0, id.indexOf("/"));
    packs[layer] = [...(packs[layer] ?? []), id];
  }
  return packs;
}

/** Writes the manifest of what lies in a folder now, as fixtures of these cases. */
export function writeManifest(
  folder: string,
  cases: readonly Pick<Case, "id">[],
  over: Readonly<Record<string, unknown>> = {},
): void {
  const files = Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== "manifest.json")
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [
        path.relative(folder, file).split(path.sep).join("/"),
        hash("sha256", readFileSync(file)),
      ]),
  );
  const versions = { torch: "2.13.0", numpy: "2.4.6", python: "3.11.7", platform: "linux-x86_64" };
  const counted = { cases: cases.length, packs: packsOf(cases) };
  const manifest = { format: FORMAT, ...versions, ...counted, files, ...over };
  writeFileSync(path.join(folder, "manifest.json"), JSON.stringify(manifest));
}
