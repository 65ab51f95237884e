import { hash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { DTYPES } from "#harness/array";
import { type Case, FORMAT } from "#harness/case";
import { encodeCase } from "#harness/encode";
import { writeNpy } from "#harness/npy";

/** A folder that is gone after the test. */
export function emptyFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "touchstone-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes cases as fixtures, and their manifest. */
export function fixturesOf(cases: readonly Case[], folder: string = emptyFolder()): string {
  for (const one of cases) writeCase(folder, one);
  writeManifest(folder, cases.length);
  return folder;
}

/** Writes the manifest of what lies in a folder now. */
export function writeManifest(
  folder: string,
  cases: number,
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
  const manifest = { format: FORMAT, ...versions, cases, files, ...over };
  writeFileSync(path.join(folder, "manifest.json"), JSON.stringify(manifest));
}

function writeCase(folder: string, one: Case): void {
  const { json, arrays } = encodeCase(one);
  const home = path.join(folder, one.id);
  mkdirSync(home, { recursive: true });
  writeFileSync(path.join(home, "case.json"), JSON.stringify(json));
  for (const dtype of DTYPES) {
    const data = arrays[dtype];
    if (data === undefined) continue;
    writeFileSync(path.join(home, `${dtype}.npy`), writeNpy({ dtype, shape: [data.length], data }));
  }
}
