import { readNpy, writeNpy } from "#harness/npy";
import { array } from "../kit/sample.ts";
import { bytes, npy, ONE } from "../kit/spoilt.ts";

export const NPY: Readonly<Record<string, () => unknown>> = {
  magic: () => readNpy(Uint8Array.of(0x50, 0x4b), "a.npy"),
  "magic alone": () => readNpy(writeNpy(ONE).subarray(0, 8), "a.npy"),
  version: () =>
    readNpy(
      bytes((b) => b.set([9, 1], 6)),
      "a.npy",
    ),
  "header too long": () =>
    readNpy(
      bytes((b) => b.set([0xff, 0xff], 8)),
      "a.npy",
    ),
  "header beyond the file": () => readNpy(writeNpy(ONE).subarray(0, 50), "a.npy"),
  "no line feed": () =>
    readNpy(
      bytes((b) => b.set([0x20], 127)),
      "a.npy",
    ),
  "no dict": () =>
    readNpy(
      bytes((b) => b.set([0x5b], 10)),
      "a.npy",
    ),
  "other keys": () => readNpy(npy("'descr'", "'dtype'"), "a.npy"),
  records: () => readNpy(npy("'<f4'", "[('a', '<f4')]"), "a.npy"),
  "Python objects": () => readNpy(npy("'<f4'", "'|O'"), "a.npy"),
  "big-endian": () => readNpy(npy("'<f4'", "'>f4'"), "a.npy"),
  "unknown type": () => readNpy(npy("'<f4'", "'<u4'"), "a.npy"),
  "Fortran order": () => readNpy(npy("False", "True"), "a.npy"),
  "no order": () => readNpy(npy("False", "(1,)"), "a.npy"),
  "shape that is no tuple": () => readNpy(npy("(3,)", "(3)"), "a.npy"),
  "too many axes": () => readNpy(writeNpy({ ...ONE, shape: Array(33).fill(1) }), "a.npy"),
  "negative size": () => readNpy(npy("(3,)", "(-3,)"), "a.npy"),
  "overflowing shape": () => readNpy(writeNpy({ ...ONE, shape: [2 ** 40, 2 ** 40] }), "a.npy"),
  "short file": () => readNpy(writeNpy(ONE).subarray(0, -1), "a.npy"),
  "trailing bytes": () => readNpy(writeNpy({ ...ONE, shape: [2] }), "a.npy"),
  bool: () => readNpy(writeNpy(array("bool", [2], [0, 2])), "a.npy"),
  "a parser at fault": () =>
    readNpy(writeNpy(ONE), "a.npy", () => ({ data: Float64Array.of(1, 2, 3), shape: [3] })),
};
