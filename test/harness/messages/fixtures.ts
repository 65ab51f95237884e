import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { openAll } from "#harness/corpus";
import { openFixtures, readSurface } from "#harness/fixtures";
import { writeNpy } from "#harness/npy";
import { emptyFolder, fixturesOf, writeManifest } from "../kit/folder.ts";
import { refusing } from "../kit/sample.ts";
import { file, fixtures, HOME, header, ONE, SAMPLE } from "../kit/spoilt.ts";

export const FIXTURES: Readonly<Record<string, () => unknown>> = {
  "no folder": () => openFixtures("nowhere"),
  "no folder but a file": () => openFixtures("package.json"),
  "empty folder": () => openFixtures(emptyFolder()),
  "no manifest": fixtures((folder) => rmSync(path.join(folder, "manifest.json"))),
  "no cases": fixtures(() => {}, []),
  "manifest that is no JSON": fixtures((f) => writeFileSync(path.join(f, "manifest.json"), "")),
  "manifest without PyTorch": fixtures((f) => writeManifest(f, [SAMPLE], { torch: "" })),
  "later format": fixtures((f) => writeManifest(f, [SAMPLE], { format: 3 })),
  "earlier format": fixtures((f) => writeManifest(f, [SAMPLE], { format: 1 })),
  "no format": fixtures((f) => writeManifest(f, [SAMPLE], { format: null })),
  "unsafe path": fixtures((f) => writeManifest(f, [SAMPLE], { files: { "../x": "0".repeat(64) } })),
  "no surface": () => readSurface(openFixtures(fixturesOf([SAMPLE]))),
  "other count": fixtures((f) => writeManifest(f, [SAMPLE], { cases: 2 })),
  "upper and lower case": fixtures((f) => {
    writeManifest(f, [{ id: "nn.A/a" }, { id: "nn.a/a" }]);
  }),
  "case in another folder": fixtures((f) =>
    writeManifest(f, [SAMPLE], { packs: { "nn.A": [SAMPLE.id] } }),
  ),
  "case twice": fixtures((f) => writeManifest(f, [SAMPLE, SAMPLE])),
  link: fixtures((f) => symlinkSync("nowhere", path.join(f, HOME, "link"))),
  "dropped file": fixtures((f) => rmSync(path.join(f, HOME, "int64.npy"))),
  "dropped folder": fixtures((f) => rmSync(path.join(f, HOME), { recursive: true })),
  "file too many": fixtures((f) => writeFileSync(path.join(f, HOME, "int8.npy"), "")),
  "changed byte": fixtures((f) => writeFileSync(path.join(f, HOME, "cases.json"), "{ }")),
  "file that is a folder": fixtures((f) => {
    rmSync(path.join(f, "manifest.json"));
    mkdirSync(path.join(f, "manifest.json"));
  }),
  "file too long": fixtures((f) => truncateSync(path.join(f, "manifest.json"), 2 ** 24)),
  "file that went away": () => {
    const folder = fixturesOf([SAMPLE]);
    const { load } = openFixtures(folder);
    rmSync(path.join(folder, HOME), { recursive: true });
    load(SAMPLE.id);
  },
  "format that is nested": fixtures((f) => {
    const deep = `{"format": ${"[".repeat(1e6)}${"]".repeat(1e6)}}`;
    writeFileSync(path.join(f, "manifest.json"), deep);
  }),
  "regression of a fixture's name": () => {
    const folder = fixturesOf([SAMPLE]);
    mkdirSync(path.join(folder, "regressions"));
    openAll(path.dirname(fixturesOf([SAMPLE], path.join(folder, "regressions"))));
  },
  "unknown case": () => openFixtures(fixturesOf([SAMPLE])).load("nn.Gone/a"),
  "no header": fixtures((f) => {
    rmSync(path.join(f, HOME, "cases.json"));
    writeManifest(f, [SAMPLE]);
  }),
  "other id": header((json) => Object.assign(json, { id: "nn.Identity/twin" })),
  "other type": file("int64.npy", writeNpy(ONE)),
  "unreadable .npy": file("int64.npy", "x"),
  "field too many": header((json) => Object.assign(json, { golden: 1 })),
  "other counts": header((json) => Object.assign(json, { arrays: { float32: 3 } })),
  "reference beyond the numbers": header((json) => {
    const answer = json["answer"] as { tensors: Record<string, { at: number }> };
    Object.assign(answer.tensors["output.0"] ?? {}, { at: 1 });
  }),
  "numbers that nobody refers to": header((json) => {
    const answer = json["answer"] as { tensors: Record<string, { shape: number[] }> };
    Object.assign(answer.tensors["output.0"] ?? {}, { shape: [2] });
  }),
  "tensor without a limit": header((json) => Object.assign(json, { limits: {} })),
  "integers with a limit": header((json) => {
    const limit = { terms: 1, amplification: 1, residual: null };
    Object.assign(json, { limits: { "output.0": "bits", "output.1": limit } });
  }),
  "fragment of no refusal": header((json) => Object.assign(json, { fragment: "a" })),
  "fragment of another refusal": fixtures(() => {}, [refusing({ fragment: "x" })]),
};
