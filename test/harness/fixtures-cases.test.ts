import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { encodeCase } from "#harness/encode";
import { writeNpy } from "#harness/npy";
import { fixturesOf, writeManifest } from "./kit/folder.ts";
import { BOTH, edited, editedAll, LAYER, refusal, SAMPLE, sample } from "./kit/refusal.ts";
import { refusing } from "./kit/sample.ts";

describe("a case is refused", () => {
  test("of which any one byte was changed", () => {
    for (const name of readdirSync(path.join(sample(), LAYER))) {
      const folder = sample();
      const file = path.join(folder, LAYER, name);
      const bytes = readFileSync(file);
      const last = bytes.length - 1;
      bytes[last] = (bytes[last] ?? 0) ^ 1;
      writeFileSync(file, bytes);
      expect(refusal(folder)).toMatch(/: SHA-256 must be .* the file was changed: restore it/);
    }
  });

  test("to which a byte was added", () => {
    const folder = sample();
    appendFileSync(path.join(folder, LAYER, "int64.npy"), "\0");
    expect(refusal(folder)).toMatch(/^nn.Identity\/int64.npy: SHA-256 must be/);
  });

  test("that is not the one which the manifest lists", () => {
    expect(
      refusal(
        edited((json) => {
          json["id"] = "nn.Identity/twin";
        }),
      ),
    ).toMatch(
      /cases.json: case 1 must be nn.Identity\/sample as in manifest.json, came nn.Identity\/twin$/,
    );
  });

  test("of another format", () => {
    expect(
      refusal(
        edited((json) => {
          json["format"] = 3;
        }),
      ),
    ).toMatch(/cases.json: nn.Identity\/sample: format 3, but/);
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
      const file = path.join(folder, LAYER, "int64.npy");
      writeFileSync(file, writeNpy({ dtype: "float32", shape, data }));
      writeManifest(folder, BOTH);
      expect(refusal(folder)).toMatch(message);
    }
  });

  test("whose .npy cannot be read", () => {
    const folder = sample();
    writeFileSync(path.join(folder, LAYER, "int64.npy"), "x");
    writeManifest(folder, BOTH);
    expect(refusal(folder)).toMatch(/^nn.Identity\/int64.npy: must begin with the bytes 93/);
  });

  test("whose neighbour counts too many numbers, or too few", () => {
    for (const [counts, came] of [
      [{ float32: 1 }, /cases.json: arrays: 5 float32 must come with as many, came 4$/],
      [{ int8: 0 }, /cases.json: arrays: 0 int8 must come with as many, came none$/],
      [{ int64: 2 ** 53 }, /nn.Identity\/cases.json: .*arrays.int64/s],
      [{ int64: -1 }, /nn.Identity\/cases.json: .*arrays.int64/s],
      [{ float31: 1 }, /nn.Identity\/cases.json: .*arrays/s],
    ] as const) {
      const folder = editedAll(
        ([neighbour]) => void Object.assign(neighbour ?? {}, { arrays: counts }),
      );
      expect(refusal(folder)).toMatch(came);
    }
  });

  test("whose part its neighbour takes", () => {
    const folder = editedAll(([neighbour, json]) => {
      Object.assign(neighbour ?? {}, { arrays: { int64: 1 } });
      Object.assign(json ?? {}, { arrays: { float32: 4, int64: 0 } });
    });
    expect(refusal(folder)).toMatch(/^nn.Identity\/refused: tensors of int64 must lie end to end/);
  });

  test("that is there twice, or beside one too many, or not at all", () => {
    const one = /^nn.Identity\/cases.json: case 2 must be no more as in manifest.json, came nn.I/;
    expect(refusal(editedAll((headers) => [...headers, headers[1]]))).toMatch(one);
    expect(refusal(editedAll((headers) => headers.slice(0, 1)))).toMatch(
      /case 1 must be nn.Identity\/sample as in manifest.json, came no more$/,
    );
    expect(refusal(editedAll((headers) => headers.reverse()))).toMatch(/case 0 must be/);
  });

  test("with its headers in no list", () => {
    expect(refusal(editedAll((headers) => headers[0]))).toMatch(
      /^nn.Identity\/cases.json: .*array/,
    );
    expect(refusal(editedAll(() => [null]))).toMatch(/^nn.Identity\/cases.json: .*object/);
  });

  test("without its headers", () => {
    const folder = sample();
    rmSync(path.join(folder, LAYER, "cases.json"));
    writeManifest(folder, BOTH);
    expect(refusal(folder)).toMatch(/^nn.Identity\/cases.json: must be listed in manifest.json$/);
  });
});
