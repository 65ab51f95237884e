import { renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { FixtureError, openFixtures } from "#harness/fixtures";
import { emptyFolder, fixturesOf, writeManifest } from "./kit/folder.ts";
import { messageOf } from "./kit/message.ts";
import { refusal, SAMPLE, sample } from "./kit/refusal.ts";
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
    [2, /format 2, but this touchstone reads format 1: update touchstone$/],
    [0, /format 0, but this touchstone reads format 1: record again with "npm run fixtures"$/],
    [undefined, /must say its format number, came undefined$/],
    ["1", /must say its format number, came "1"$/],
  ])("of format %o", (format, message) => {
    const folder = sample();
    writeManifest(folder, 2, { format });
    expect(refusal(folder)).toMatch(message);
  });

  test("with a manifest that lacks a version", () => {
    const folder = sample();
    writeManifest(folder, 2, { torch: undefined });
    expect(refusal(folder)).toMatch(/^manifest.json: .*\n.*torch/);
  });

  test("that holds another number of cases than it says", () => {
    const folder = sample();
    writeManifest(folder, 3);
    expect(refusal(folder)).toMatch(/says 3 cases, but lists the files of 2/);
  });

  test("with a file too many", () => {
    const folder = sample();
    writeFileSync(path.join(folder, SAMPLE.id, "notes.txt"), "");
    expect(refusal(folder)).toMatch(/^nn.Identity\/sample\/notes.txt: not listed in manifest.json/);
  });

  test("with a file too few, whichever it is", () => {
    for (const name of ["case.json", "float32.npy", "int64.npy"]) {
      const folder = sample();
      rmSync(path.join(folder, SAMPLE.id, name));
      expect(refusal(folder)).toMatch(
        `nn.Identity/sample/${name}: listed in manifest.json, but not there`,
      );
    }
  });

  test("with a symbolic link", () => {
    const folder = sample();
    const file = path.join(folder, SAMPLE.id, "float32.npy");
    renameSync(file, path.join(emptyFolder(), "float32.npy"));
    symlinkSync("/etc/hostname", file);
    expect(refusal(folder)).toMatch(/must be a file of its own, came a symbolic link/);
  });

  test.each([
    "../secret/case.json",
    "nn.A/../case.json",
    "/etc/nn.A/case.json",
    "nn.A\\b\\case.json",
    "C:/x/case.json",
    "nn.A/b/notes.txt",
    "case.json",
  ])("whose manifest lists %s", (file) => {
    const folder = sample();
    writeManifest(folder, 2, { files: { [file]: "0".repeat(64) } });
    expect(refusal(folder)).toMatch(/must be <layer>\/<case>\/case.json/);
  });

  test("with ids that some file systems take for one", () => {
    const folder = sample();
    const files = { "nn.A/a/case.json": "0".repeat(64), "nn.a/a/case.json": "0".repeat(64) };
    writeManifest(folder, 2, { files });
    expect(refusal(folder)).toMatch(/^nn.a\/a: must differ from nn.A\/a by more than/);
  });
});
