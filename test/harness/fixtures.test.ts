import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { encodeCase } from "#harness/encode";
import { FixtureError } from "#harness/fixture-error";
import { openFixtures } from "#harness/fixtures";
import { packFiles } from "#harness/pack";
import { emptyFolder, fixturesOf, writeManifest } from "./kit/folder.ts";
import { FOUR_CASES, fourCases } from "./kit/four-cases.ts";
import { messageOf } from "./kit/message.ts";
import { BOTH, LAYER, refusal, SAMPLE, sample } from "./kit/refusal.ts";
import { refusing } from "./kit/sample.ts";

describe("openFixtures", () => {
  test("lists the cases in order and loads each as it was", () => {
    const fixtures = openFixtures(sample());
    expect(fixtures.ids).toEqual(["nn.Identity/refused", "nn.Identity/sample"]);
    expect(fixtures.manifest).toMatchObject({ torch: "2.13.0", cases: 2 });
    expect(fixtures.load("nn.Identity/sample")).toEqual(SAMPLE);
    expect(fixtures.load("nn.Identity/refused")).toEqual(refusing());
  });

  test("gives an engine inputs from which no answer can be reached", () => {
    const { call } = openFixtures(sample()).load(SAMPLE.id);
    const [input] = call.inputs;
    if (typeof input !== "object" || input === null || !("kind" in input))
      throw new Error("no tensor");
    expect(input.kind === "tensor" && input.array.data.buffer.byteLength).toBe(8);
  });

  test("reads a case that has a folder to itself", () => {
    const folder = sample();
    renameSync(path.join(folder, LAYER), path.join(folder, "x"));
    mkdirSync(path.join(folder, LAYER));
    renameSync(path.join(folder, "x"), path.join(folder, SAMPLE.id));
    for (const [name, bytes] of packFiles([encodeCase(SAMPLE)])) {
      writeFileSync(path.join(folder, SAMPLE.id, name), bytes);
    }
    writeManifest(folder, [SAMPLE], { packs: { [SAMPLE.id]: [SAMPLE.id] } });
    expect(openFixtures(folder).load(SAMPLE.id)).toEqual(SAMPLE);
  });

  test("reads no files but those of the layer that is asked for", () => {
    const folder = fourCases();
    writeFileSync(path.join(folder, "nn.Linear", "cases.json"), "spoilt");
    const fixtures = openFixtures(folder);
    expect(fixtures.load("nn.Identity/b").id).toBe("nn.Identity/b");
    expect(messageOf(FixtureError, () => fixtures.load("nn.Linear/refused"))).toMatch(/SHA-256/);
  });

  test("reads the files of a layer once for all of its cases", () => {
    const folder = fourCases();
    const fixtures = openFixtures(folder);
    fixtures.load("nn.Identity/a");
    rmSync(path.join(folder, "nn.Identity"), { recursive: true });
    expect(fixtures.load("nn.Identity/c")).toEqual(FOUR_CASES[2]);
  });

  test("knows no case by another name", () => {
    const fixtures = openFixtures(sample());
    expect(messageOf(FixtureError, () => fixtures.load("nn.Identity/other"))).toMatch(
      /no such case/,
    );
    expect(messageOf(FixtureError, () => fixtures.load("../secret"))).toMatch(/no such case/);
  });
});

describe("a folder is refused", () => {
  test("that is not there", () => {
    expect(refusal("/nowhere/at/all")).toMatch(
      /there is no such folder: record it with "npm run fixtures"/,
    );
  });

  test("that is a file", () => {
    expect(refusal(path.join(sample(), "manifest.json"))).toMatch(/must be a folder/);
  });

  test("that is empty", () => {
    expect(refusal(emptyFolder())).toMatch(/the folder is empty: record it/);
  });

  test("without a manifest", () => {
    const folder = sample();
    rmSync(path.join(folder, "manifest.json"));
    expect(refusal(folder)).toMatch(/there is no manifest.json: record it/);
  });

  test("with no cases", () => {
    expect(refusal(fixturesOf([]))).toMatch(/holds no cases/);
  });

  test("with a manifest that is no JSON", () => {
    const folder = sample();
    writeFileSync(path.join(folder, "manifest.json"), "{");
    expect(refusal(folder)).toMatch(/^manifest.json: must be JSON: /);
  });

  test.each([
    [3, /format 3, but this touchstone reads format 2: update touchstone$/],
    [1, /format 1, but this touchstone reads format 2: record again with "npm run fixtures"$/],
    [undefined, /must say its format number, came undefined$/],
    ["2", /must say its format number, came "2"$/],
  ])("of format %o", (format, message) => {
    const folder = sample();
    writeManifest(folder, BOTH, { format });
    expect(refusal(folder)).toMatch(message);
  });

  test("with a manifest that lacks a version", () => {
    const folder = sample();
    writeManifest(folder, BOTH, { torch: undefined });
    expect(refusal(folder)).toMatch(/^manifest.json: .*\n.*torch/);
  });

  test("that holds another number of cases than it says", () => {
    const folder = sample();
    writeManifest(folder, BOTH, { cases: 3 });
    expect(refusal(folder)).toMatch(/says 3 cases, but lists 2/);
  });

  test("with a file too many", () => {
    const folder = sample();
    writeFileSync(path.join(folder, LAYER, "notes.txt"), "");
    expect(refusal(folder)).toMatch(/^nn.Identity\/notes.txt: not listed in manifest.json/);
  });

  test("with a file too few, whichever it is", () => {
    for (const name of ["cases.json", "float32.npy", "int64.npy"]) {
      const folder = sample();
      rmSync(path.join(folder, LAYER, name));
      expect(refusal(folder)).toMatch(
        `nn.Identity/${name}: listed in manifest.json, but not there`,
      );
    }
  });

  test("with a symbolic link", () => {
    const folder = sample();
    const file = path.join(folder, LAYER, "float32.npy");
    renameSync(file, path.join(emptyFolder(), "float32.npy"));
    symlinkSync("/etc/hostname", file);
    expect(refusal(folder)).toMatch(/must be a file of its own, came a symbolic link/);
  });

  test("with a symbolic link for a folder", () => {
    const folder = sample();
    const elsewhere = path.join(emptyFolder(), LAYER);
    renameSync(path.join(folder, LAYER), elsewhere);
    symlinkSync(elsewhere, path.join(folder, LAYER));
    expect(refusal(folder)).toMatch(
      /^nn.Identity: must be a file of its own, came a symbolic link/,
    );
  });

  test.each([
    "../secret/cases.json",
    "nn.Identity/../cases.json",
    "nn.Identity/../../cases.json",
    "/nn.Identity/cases.json",
    "nn.Identity\\cases.json",
    "C:/nn.Identity/cases.json",
    "nn.Identity/notes.txt",
    "nn.Identity/sample/cases.json",
    "nn.A/cases.json",
    "cases.json",
    "/cases.json",
  ])("whose manifest lists %s", (file) => {
    const folder = sample();
    writeManifest(folder, BOTH, { files: { [file]: "0".repeat(64) } });
    expect(refusal(folder)).toMatch(/must be cases.json or <dtype>.npy in the folder of a pack$/);
  });

  test.each([
    "..",
    "../nn.Identity",
    "nn.Identity/..",
    "nn.Identity/",
    "nn",
    "",
    "/etc",
    "regressions",
  ])("with cases in %s", (name) => {
    const folder = sample();
    writeManifest(folder, BOTH, { packs: { [name]: BOTH.map(({ id }) => id) } });
    expect(refusal(folder)).toMatch(/^manifest.json: nn.Identity\/refused must not be in "/);
  });

  test.each(["../a", "nn/../a", "nn.A/..", "/etc/a", "nn.A\\a", "nn.A", "nn.A/b/c", "nn..A/a", ""])(
    "with a case that is called %s",
    (id) => {
      const folder = sample();
      const layer = id.slice(0, Math.max(0, id.indexOf("/")));
      writeManifest(folder, BOTH, { cases: 1, packs: { [layer]: [id] } });
      expect(refusal(folder)).toMatch(/^manifest.json: .*Invalid string.*at packs/s);
    },
  );

  test("with a case twice, in one folder or in two", () => {
    const [one, two] = BOTH.map(({ id }) => id);
    for (const packs of [
      { [LAYER]: [one, two, one] },
      { [LAYER]: [one, two], [`${two}`]: [two] },
    ]) {
      const folder = sample();
      writeManifest(folder, BOTH, { cases: 3, packs });
      expect(refusal(folder)).toMatch(/^manifest.json: nn.Identity\/\w+ must be listed once$/);
    }
  });

  test("with folders that some file systems take for one", () => {
    const folder = sample();
    writeManifest(folder, BOTH, { packs: { "nn.A": ["nn.A/a"], "nn.a": ["nn.a/a"] } });
    expect(refusal(folder)).toMatch(/^nn.a: must differ from nn.A by more than/);
  });
});
