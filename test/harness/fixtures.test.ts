import {
  appendFileSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { encodeCase } from "#harness/encode";
import { FixtureError, openFixtures } from "#harness/fixtures";
import { writeNpy } from "#harness/npy";
import { emptyFolder, fixturesOf, writeManifest } from "./kit/folder.ts";
import { messageOf } from "./kit/message.ts";
import { array, call, refusing, returning } from "./kit/sample.ts";

const SAMPLE = returning(
  { "output.0": array("float32", [2], [1, 2]), "output.1": array("int64", [1], [3]) },
  "bits",
  {
    id: "nn.Identity/sample",
    call: call({ inputs: [{ kind: "tensor", array: array("float32", [2], [5, 6]), grad: true }] }),
  },
);

function sample(): string {
  return fixturesOf([SAMPLE, refusing()]);
}

/** Rewrites a case's header, and the manifest with it. */
function edited(change: (json: Record<string, unknown>) => void): string {
  const folder = sample();
  const file = path.join(folder, SAMPLE.id, "case.json");
  const json = JSON.parse(readFileSync(file, "utf8"));
  change(json);
  writeFileSync(file, JSON.stringify(json));
  writeManifest(folder, 2);
  return folder;
}

function refusal(folder: string): string {
  return messageOf(FixtureError, () => {
    const fixtures = openFixtures(folder);
    for (const id of fixtures.ids) fixtures.load(id);
  }).replaceAll(folder, "FOLDER");
}

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

describe("a case is refused", () => {
  test("of which any one byte was changed", () => {
    for (const name of readdirSync(path.join(sample(), SAMPLE.id))) {
      const folder = sample();
      const file = path.join(folder, SAMPLE.id, name);
      const bytes = readFileSync(file);
      const last = bytes.length - 1;
      bytes[last] = (bytes[last] ?? 0) ^ 1;
      writeFileSync(file, bytes);
      expect(refusal(folder)).toMatch(/: SHA-256 must be .* the file was changed: restore it/);
    }
  });

  test("to which a byte was added", () => {
    const folder = sample();
    appendFileSync(path.join(folder, SAMPLE.id, "int64.npy"), "\0");
    expect(refusal(folder)).toMatch(/^nn.Identity\/sample\/int64.npy: SHA-256 must be/);
  });

  test("whose id is not its folder", () => {
    expect(
      refusal(
        edited((json) => {
          json["id"] = "nn.Identity/twin";
        }),
      ),
    ).toMatch(/id must be nn.Identity\/sample, came nn.Identity\/twin$/);
  });

  test("of another format", () => {
    expect(
      refusal(
        edited((json) => {
          json["format"] = 2;
        }),
      ),
    ).toMatch(/sample\/case.json: format 2, but/);
  });

  test("with a field too many", () => {
    expect(
      refusal(
        edited((json) => {
          json["golden"] = 1;
        }),
      ),
    ).toMatch(/Unrecognized key: "golden"/);
  });

  test("whose numbers are not those that it counts", () => {
    expect(
      refusal(
        edited((json) => {
          json["arrays"] = { float32: 4, int64: 2 };
        }),
      ),
    ).toMatch(/arrays: 2 int64 must come with as many, came 1$/);
    expect(
      refusal(
        edited((json) => {
          json["arrays"] = { float32: 4 };
        }),
      ),
    ).toMatch(/arrays: no int64 must come with as many, came 1$/);
  });

  test.each([
    [{ dtype: "float32", shape: [2], at: 3 }, /at 3 must end within 4 elements, came 5$/],
    [
      { dtype: "float32", shape: [2], at: 1 },
      /must lie end to end: one must begin at 2, one begins at 1$/,
    ],
    [
      { dtype: "float32", shape: [1], at: 2 },
      /must lie end to end: one must begin at 3, nothing lies before 4$/,
    ],
    [
      { dtype: "float64", shape: [1], at: 0 },
      /a float64 of shape \(1\) at 0 must end within 0 elements, came 1$/,
    ],
  ])("that refers to %o", (ref, message) => {
    const folder = edited((json) => {
      (json["answer"] as { tensors: Record<string, unknown> }).tensors["output.0"] = ref;
    });
    expect(refusal(folder)).toMatch(message);
  });

  test("with a tensor that has no limit, and a limit that has no tensor", () => {
    const folder = edited((json) => {
      json["limits"] = { "output.0": "bits", "output.2": "bits" };
    });
    expect(refusal(folder)).toMatch(
      /every tensor must have one and only they, came output.1, output.2$/,
    );
  });

  test("with a limit on integers", () => {
    const limit = { terms: 1, amplification: 1, residual: null };
    const folder = edited((json) => {
      json["limits"] = { "output.0": "bits", "output.1": limit };
    });
    expect(refusal(folder)).toMatch(/output.1 of int64 must be compared by bits$/);
  });

  test("whose fragment is not in the message, or in every message", () => {
    expect(refusal(fixturesOf([refusing({ fragment: "must be d" })]))).toMatch(
      /fragment: must be a part of the message "a must be b, got c", came "must be d"$/,
    );
    expect(refusal(fixturesOf([refusing({ fragment: "" })]))).toMatch(/came ""$/);
    expect(refusal(fixturesOf([{ ...SAMPLE, fragment: "x" }]))).toMatch(
      /must be empty where nothing was thrown$/,
    );
  });

  test("whose .npy has another type, or more axes than one", () => {
    const { arrays } = encodeCase(SAMPLE);
    const data = arrays.float32 ?? new Float32Array();
    for (const [shape, message] of [
      [[2, 2], /must hold one row of int64, came float32 of shape \(2, 2\)$/],
      [[4], /must hold one row of int64, came float32 of shape \(4\)$/],
    ] as const) {
      const folder = sample();
      const file = path.join(folder, SAMPLE.id, "int64.npy");
      writeFileSync(file, writeNpy({ dtype: "float32", shape, data }));
      writeManifest(folder, 2);
      expect(refusal(folder)).toMatch(message);
    }
  });

  test("whose .npy cannot be read", () => {
    const folder = sample();
    writeFileSync(path.join(folder, SAMPLE.id, "int64.npy"), "x");
    writeManifest(folder, 2);
    expect(refusal(folder)).toMatch(
      /^nn.Identity\/sample\/int64.npy: must begin with the bytes 93/,
    );
  });

  test("without a header", () => {
    const folder = sample();
    rmSync(path.join(folder, SAMPLE.id, "case.json"));
    writeManifest(folder, 2);
    expect(refusal(folder)).toMatch(/sample\/case.json: must be listed in manifest.json$/);
  });
});
