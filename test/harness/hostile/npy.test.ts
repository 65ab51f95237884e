import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DTYPES } from "#harness/array";
import { NpyError, readNpy, writeNpy } from "#harness/npy";
import { array } from "../kit/sample.ts";
import { npyOf } from "./kit/bytes.ts";
import { mutated } from "./kit/mutated.ts";
import { refusedBy } from "./kit/refused-by.ts";

const [RUNS, SEED] = [400, 20_261_130];
const huge = "9".repeat(30_000);
const LONG = `(${"1, ".repeat(10_000)})`;

/** What must be refused, and in how many characters at most: a bomb must not come back as its own message. */
const BOMBS: readonly (readonly [name: string, file: Uint8Array, says: RegExp])[] = [
  ["terabytes claimed", npyOf("'<f8'", "(137438953472,)"), /1099511627776 bytes, came 0/],
  ["2^53 elements", npyOf("'|u1'", "(9007199254740992,)"), /below 2\^53/],
  ["2^63 elements", npyOf("'|u1'", "(9223372036854775808,)"), /below 2\^53/],
  ["-1", npyOf("'<f4'", "(-1,)"), /not negative/],
  ["two negative sizes, whose product is not", npyOf("'<f4'", "(-2, -2)"), /not negative/],
  ["a size of 30,000 digits", npyOf("'<f4'", `(${huge},)`), /below 2\^53/],
  ["10,000 axes", npyOf("'<f4'", LONG), /at most 32 axes, came 10000$/],
  ["a hexadecimal size", npyOf("'<f4'", "(0x3,)"), /sizes must be whole/],
  ["a size with an exponent", npyOf("'<f4'", "(1e0,)"), /sizes must be whole/],
  ["a size of True", npyOf("'<f4'", "(True,)"), /sizes must be whole/],
  ["a size in Arabic digits", npyOf("'<f4'", "(\u0663,)"), /sizes must be whole|cut short/],
  ["a shape with a hole", npyOf("'<f4'", "(1,,2)"), /sizes must be whole/],
  ["a shape of a comma", npyOf("'<f4'", "(,)"), /sizes must be whole|cut short/],
  ["a nested shape", npyOf("'<f4'", "((1,),)"), /dict literal/],
  ["Python objects", npyOf("'|O'", "(1,)", "\x80\x04cos\nsystem\n."), /came Python objects/],
  ["big-endian floats", npyOf("'>f8'", "(1,)"), /little-endian/],
  ["native order", npyOf("'=f8'", "(1,)"), /descr must be one of/],
  ["float128", npyOf("'<f16'", "(1,)"), /descr must be one of/],
  ["a subarray", npyOf("('<f4', (2,))", "(1,)"), /dict literal|descr must/],
  ["a long unknown type", npyOf(`'${"x".repeat(30_000)}'`, "(1,)"), /descr must be one of/],
  ["long records", npyOf(`[${"'a', ".repeat(5000)}]`, "(1,)"), /structured records/],
  ["Fortran order", npyOf("'<f4'", "(0,)", "", "True"), /Fortran/],
  ["an order of 1", npyOf("'<f4'", "(0,)", "", "1"), /dict literal/],
  ["a call for an order", npyOf("'<f4'", "(0,)", "", "exit()"), /dict literal/],
  ["blanks without end", npyOf("'<f4'", `(${" ".repeat(32_000)}`), /dict literal/],
  ["quotes that do not close", npyOf(`'${"\\'".repeat(10_000)}`, "(1,)"), /dict literal/],
  ["a NUL in a key", npyOf("'<f4', 'a\0b': 'c'", "(1,)"), /dict literal/],
  ["a key from the prototype", npyOf("'<f4', '__proto__': 'c'", "(1,)"), /came __proto__, descr/],
];

describe("a .npy file is refused, shortly, that holds", () => {
  test.each(BOMBS)("%s", (_, file, says) => {
    const { message } = refusedBy([NpyError], () => readNpy(file, "a.npy"));
    expect(message).toMatch(says);
    expect(message.length).toBeLessThan(300);
  });
});

test("a .npy file with any bytes changed, cut or added reads as what it says, or is refused", () => {
  const good = DTYPES.map((dtype) => writeNpy(array(dtype, [2, 3], [0, 1, 0, 1, 1, 0])));
  const property = fc.property(mutated(good), (bytes) => {
    try {
      const { data, shape } = readNpy(bytes, "a.npy");
      expect(data).toHaveLength(shape.reduce((product, size) => product * size, 1));
      expect(data.byteLength).toBeLessThanOrEqual(bytes.length);
    } catch (error) {
      if (!(error instanceof NpyError)) throw error;
    }
  });
  fc.assert(property, { numRuns: RUNS * 5, seed: SEED });
});
