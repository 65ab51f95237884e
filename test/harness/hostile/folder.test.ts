import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { openAll } from "#harness/corpus";
import { FixtureError } from "#harness/fixture-error";
import { emptyFolder, fixturesOf, writeManifest } from "../kit/folder.ts";
import { messageOf } from "../kit/message.ts";
import { BOTH, LAYER, SAMPLE } from "../kit/refusal.ts";
import { refusing } from "../kit/sample.ts";
import { peakOf } from "./kit/peak.ts";

const FOUND = refusing({ id: "nn.Linear/found-1", tags: ["found"] });

/** Fixtures with regressions below them. */
function whole(): string {
  const folder = fixturesOf(BOTH);
  mkdirSync(path.join(folder, "regressions"));
  fixturesOf([FOUND], path.join(folder, "regressions"));
  return folder;
}

function refusal(folder: string): string {
  return messageOf(FixtureError, () => {
    const { ids, load } = openAll(folder);
    for (const id of ids) load(id);
  });
}

/** Puts what is at a path elsewhere, and a link to it in its place. */
function linked(folder: string, name: string): void {
  const elsewhere = path.join(emptyFolder(), "secret");
  renameSync(path.join(folder, name), elsewhere);
  symlinkSync(elsewhere, path.join(folder, name));
}

function pipe(folder: string, name: string): void {
  rmSync(path.join(folder, name));
  execFileSync("mkfifo", [path.join(folder, name)]);
}

function sparse(folder: string, name: string, size: number): void {
  truncateSync(path.join(folder, name), size);
}

const LINK = /must be a file of its own, came a symbolic link$/;
const PIPE = /must be a file of its own, came a pipe or a device$/;
const SPOILT: readonly (readonly [name: string, spoil: (f: string) => void, says: RegExp])[] = [
  ["a linked manifest", (f) => linked(f, "manifest.json"), LINK],
  ["linked headers", (f) => linked(f, `${LAYER}/cases.json`), LINK],
  ["linked numbers", (f) => linked(f, `${LAYER}/int64.npy`), LINK],
  ["a linked folder", (f) => linked(f, LAYER), LINK],
  ["linked regressions", (f) => linked(f, "regressions"), LINK],
  ["a linked manifest of regressions", (f) => linked(f, "regressions/manifest.json"), LINK],
  ["a linked regression", (f) => linked(f, "regressions/nn.Linear"), LINK],
  ["linked numbers of none", (f) => symlinkSync("/etc/hostname", path.join(f, "README.md")), LINK],
  ["a link to its own folder", (f) => symlinkSync(".", path.join(f, LAYER, "x")), LINK],
  ["a link to nothing", (f) => symlinkSync("nowhere", path.join(f, "surface.json")), LINK],
  [
    "a manifest that links to nothing",
    (f) => {
      rmSync(path.join(f, "manifest.json"));
      symlinkSync("nowhere", path.join(f, "manifest.json"));
    },
    LINK,
  ],
  ["a pipe for a manifest", (f) => pipe(f, "manifest.json"), PIPE],
  ["a pipe for numbers", (f) => pipe(f, `${LAYER}/float32.npy`), PIPE],
  ["a file for regressions", (f) => writeFileSync(path.join(f, "regressions/x"), ""), /not listed/],
  ["a manifest of 9 MiB", (f) => sparse(f, "manifest.json", 9 * 2 ** 20), /at most 4194304 bytes/],
  ["a manifest of 1 TiB", (f) => sparse(f, "manifest.json", 2 ** 40), /came 1099511627776$/],
  ["headers of 1 TiB", (f) => sparse(f, `${LAYER}/cases.json`, 2 ** 40), /at most 4194304 bytes/],
  ["numbers of 1 TiB", (f) => sparse(f, `${LAYER}/int64.npy`, 2 ** 40), /at most 67108864 bytes/],
  [
    "a regression of a fixture's name",
    (f) => {
      rmSync(path.join(f, "regressions"), { recursive: true });
      mkdirSync(path.join(f, "regressions"));
      fixturesOf([SAMPLE], path.join(f, "regressions"));
    },
    /must hold no case of the fixtures themselves, came nn.Identity\/sample$/,
  ],
];

describe("a folder is refused with", () => {
  test("nothing of this", () => {
    expect(openAll(whole()).ids).toEqual(["nn.Linear/found-1", ...BOTH.map(({ id }) => id)]);
  });

  test.each(SPOILT)("%s", (_, spoil, says) => {
    const folder = whole();
    spoil(folder);
    expect(refusal(folder)).toMatch(says);
  });
});

const ID = BOTH[0]?.id ?? "";
/** A manifest with this in the place of something. */
const MANIFESTS: readonly (readonly [name: string, over: object, says: RegExp])[] = [
  ["an unknown field", { url: "x" }, /Unrecognized key/],
  ["cases that are text", { cases: "2" }, /at cases/],
  ["cases beyond all bounds", { cases: 1e300 }, /at cases/],
  ["less than no cases", { cases: -1 }, /at cases/],
  ["files in a list", { files: [] }, /at files/],
  ["a sum that is none", { files: { [`${LAYER}/cases.json`]: "0" } }, /at files/],
  ["a sum in capitals", { files: { [`${LAYER}/cases.json`]: "A".repeat(64) } }, /at files/],
  ["packs that are null", { packs: null }, /at packs/],
  ["a pack of nothing", { packs: { [LAYER]: [] } }, /at packs/],
  ["an id that is a number", { packs: { [LAYER]: [1] } }, /at packs/],
  ["an id with a line feed", { packs: { [LAYER]: [`${ID}\n`] } }, /at packs/],
  ["an id with an escape", { packs: { [LAYER]: ["nn.A/\u001b[2J"] } }, /at packs/],
  ["an id with a NUL", { packs: { [LAYER]: ["nn.A/a\0"] } }, /at packs/],
  ["an id with a percent sign", { packs: { [LAYER]: ["nn.A/%2e%2e"] } }, /at packs/],
  ["an id that climbs", { packs: { [LAYER]: ["nn.A/../../x"] } }, /at packs/],
  ["an id of dots", { packs: { "nn.A": ["nn.A/.."] } }, /at packs/],
  ["a pack that climbs", { packs: { "../nn.A": ["nn.A/a"] } }, /must not be in/],
  [
    "an unlisted file of the root",
    { files: { "package.json": "0".repeat(64) } },
    /must be cases.json/,
  ],
  [
    "regressions among its files",
    { files: { "regressions/manifest.json": "0".repeat(64) } },
    /must b/,
  ],
  ["a PyTorch that is a list", { torch: ["2.13.0"] }, /at torch/],
  ["a platform of nothing", { platform: "" }, /at platform/],
];

describe("a manifest is refused with", () => {
  test.each(MANIFESTS)("%s", (_, over, says) => {
    const folder = fixturesOf(BOTH);
    writeManifest(folder, BOTH, { ...over });
    const message = refusal(folder);
    expect(message).toMatch(/^manifest.json: /);
    expect(message).toMatch(says);
  });

  test.each([
    ["no object", "[]", /must say its format/],
    ["null", "null", /must say its format/],
    ["a byte order mark", "\uFEFF{}", /must be JSON|must say its format/],
    ["a comment", "{} // no", /must be JSON/],
    ["a trailing comma", '{"format": 2,}', /must be JSON/],
    ["NaN", '{"format": NaN}', /must be JSON/],
    ["a deep nest", `${"[".repeat(1e6)}${"]".repeat(1e6)}`, /must say its format|must be JSON/],
    [
      "a deep format",
      `{"format": ${"[".repeat(1e6)}${"]".repeat(1e6)}}`,
      /nested less deeply|JSON/,
    ],
    ["a prototype", '{"format": 2, "__proto__": {"cases": 1}}', /at torch/],
  ])("%s", (_, text, says) => {
    const folder = fixturesOf(BOTH);
    writeFileSync(path.join(folder, "manifest.json"), text);
    expect(refusal(folder)).toMatch(says);
    expect(refusal(folder).length).toBeLessThan(1000);
  });

  test("a thousand mistakes, of which it says a few", () => {
    const folder = fixturesOf(BOTH);
    writeManifest(folder, BOTH, { packs: { [LAYER]: Array(1000).fill(7) } });
    expect(refusal(folder)).toMatch(/and 995 more$/);
    expect(refusal(folder).split("\n")).toHaveLength(11);
  });

  test("a deep nest among its files", () => {
    const folder = fixturesOf(BOTH);
    const file = path.join(folder, "manifest.json");
    const deep = `${"[".repeat(1e5)}${"]".repeat(1e5)}`;
    writeFileSync(file, readFileSync(file, "utf8").replace('"files":{', `"files":{"a":${deep},`));
    expect(refusal(folder)).toMatch(/at files/);
  });
});

const MOST = 2 ** 30;

test("a manifest of four million bytes of mistakes costs less than 1 GiB", async () => {
  const folder = fixturesOf(BOTH);
  const ids = `[${"[],".repeat(1.0e6)}[]]`;
  const file = path.join(folder, "manifest.json");
  writeFileSync(file, readFileSync(file, "utf8").replace('"packs":{', `"packs":{"a":${ids},`));
  const { said, peak, seconds } = await peakOf(
    `const { openAll } = await import("#harness/corpus"); openAll(${JSON.stringify(folder)});`,
  );
  expect(said).toMatch(/^FixtureError: manifest.json: .*(and \d+ more|have fewer mistakes: .*)$/s);
  expect(said.length).toBeLessThan(1000);
  expect(peak).toBeLessThan(MOST);
  expect(seconds).toBeLessThan(60);
});

test("a .npy file that claims terabytes costs less than 1 GiB", async () => {
  const { said, peak } = await peakOf(`
    const { readNpy, writeNpy } = await import("#harness/npy");
    const data = new Uint8Array(0);
    readNpy(writeNpy({ dtype: "uint8", shape: [2 ** 43], data }), "a.npy");`);
  expect(said).toMatch(/^NpyError: a.npy: shape \(8796093022208\) of uint8 must be followed by/);
  expect(peak).toBeLessThan(MOST);
});
