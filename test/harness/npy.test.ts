import { describe, expect, test } from "vitest";
import { allocate, DTYPES, type Dtype } from "#harness/array";
import { NpyError, readNpy, writeNpy } from "#harness/npy";

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** A .npy file of any make. */
function file(
  dict: string,
  data: Uint8Array,
  version: readonly [number, number] = [1, 0],
): Uint8Array {
  const text = new TextEncoder().encode(`${dict}\n`);
  const length = version[0] === 1 ? [0, 0] : [0, 0, 0, 0];
  for (const i of length.keys()) length[i] = (text.length >> (8 * i)) & 255;
  return Uint8Array.from([...MAGIC, ...version, ...length, ...text, ...data]);
}

function dict(descr: string, shape: string, order = "False"): string {
  return `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }`;
}

const FLOATS = new Uint8Array(Float32Array.of(1, -2.5, Number.NaN).buffer);
const GOOD = dict("'<f4'", "(3,)");

describe("readNpy reads", () => {
  test.each([
    [1, 0],
    [2, 0],
    [3, 0],
  ] as const)("version %i.%i", (major, minor) => {
    const array = readNpy(file(GOOD, FLOATS, [major, minor]), "a.npy");
    expect(array).toEqual({
      dtype: "float32",
      shape: [3],
      data: Float32Array.of(1, -2.5, Number.NaN),
    });
  });

  test.each(DTYPES)("what writeNpy writes, of %s", (dtype) => {
    const data = allocate(dtype, 6);
    for (const i of data.keys()) data[i] = data instanceof BigInt64Array ? BigInt(i % 2) : i % 2;
    const array = { dtype, shape: [2, 3], data };
    expect(readNpy(writeNpy(array), "a.npy")).toEqual(array);
  });

  test.each([0, 1, 2, 3, 5, 7])("bytes that begin %i bytes into their buffer", (shift) => {
    const bytes = file(dict("'<f8'", "(1,)"), new Uint8Array(Float64Array.of(0.1).buffer));
    const shifted = new Uint8Array(bytes.length + shift);
    shifted.set(bytes, shift);
    expect(readNpy(shifted.subarray(shift), "a.npy").data).toEqual(Float64Array.of(0.1));
  });

  test.each(Array.from({ length: 9 }, (_, i) => i))(
    "numbers behind a header with %i more blanks",
    (blanks) => {
      const bytes = file(GOOD + " ".repeat(blanks), FLOATS);
      expect(readNpy(bytes, "a.npy").data).toEqual(Float32Array.of(1, -2.5, Number.NaN));
    },
  );

  test.each([
    ["scalars", "()", [], 1],
    ["no elements", "(0, 3)", [0, 3], 0],
    ["a matrix", "(2, 2)", [2, 2], 4],
  ] as const)("%s", (_, shape, sizes, count) => {
    const array = readNpy(file(dict("'|u1'", shape), new Uint8Array(count)), "a.npy");
    expect(array).toEqual({ dtype: "uint8", shape: sizes, data: new Uint8Array(count) });
  });

  test("keys in any order and either quotes", () => {
    const odd = `{"shape":(3,),"descr":"<f4",'fortran_order':False}`;
    expect(readNpy(file(odd, FLOATS), "a.npy").shape).toEqual([3]);
  });

  test("float16 and bfloat16 as their bits", () => {
    const bits = new Uint8Array(Uint16Array.of(0x3c00, 0xfc00).buffer);
    const half = readNpy(file(dict("'<f2'", "(2,)"), bits), "a.npy");
    expect(half).toEqual({ dtype: "float16", shape: [2], data: Uint16Array.of(0x3c00, 0xfc00) });
    expect(readNpy(file(dict("'<u2'", "(2,)"), bits), "a.npy").dtype).toBe("bfloat16");
  });

  test("into memory of its own", () => {
    const bytes = file(GOOD, FLOATS);
    const { data } = readNpy(bytes, "a.npy");
    bytes.fill(0);
    expect(data[0]).toBe(1);
  });
});

function refusal(bytes: Uint8Array): string {
  try {
    readNpy(bytes, "a.npy");
  } catch (error) {
    if (error instanceof NpyError) return error.message;
    throw error;
  }
  return "read";
}

const HEADER_MESSAGES: readonly (readonly [name: string, dict: string, message: RegExp])[] = [
  ["Fortran order", dict("'<f4'", "(3,)", "True"), /must be in C order, came Fortran order$/],
  [
    "an order that is none",
    dict("'<f4'", "(3,)", "(1,)"),
    /fortran_order must be True or False, came \(1,\)$/,
  ],
  ["Python objects", dict("'|O'", "(3,)"), /plain numbers, came Python objects '\|O'$/],
  ["complex numbers", dict("'<c8'", "(3,)"), /plain numbers, came complex numbers '<c8'$/],
  ["byte strings", dict("'|S4'", "(3,)"), /plain numbers, came byte strings '\|S4'$/],
  ["strings", dict("'<U4'", "(3,)"), /plain numbers, came strings '<U4'$/],
  ["dates", dict("'<M8[s]'", "(3,)"), /plain numbers, came dates/],
  ["records", dict("[('a', '<f4')]", "(3,)"), /came structured records \[\('a', '<f4'\)\]$/],
  ["big-endian numbers", dict("'>f4'", "(3,)"), /must be little-endian, came '>f4'$/],
  ["an unknown type", dict("'<u4'", "(3,)"), /descr must be one of <f8 .*, came '<u4'$/],
  ["a type of no name", dict("''", "(3,)"), /descr must be one of/],
  ["a descr that is no text", dict("True", "(3,)"), /descr must be one of .*, came True$/],
  [
    "a negative size",
    dict("'<f4'", "(-3,)"),
    /sizes must be whole, not negative and below 2\^53, came \(-3,\)$/,
  ],
  ["a size with a fraction", dict("'<f4'", "(3.0,)"), /sizes must be whole/],
  [
    "a size beyond 2^53",
    dict("'<f4'", "(9007199254740993,)"),
    /sizes must be whole, not negative and below 2\^53/,
  ],
  [
    "sizes whose product overflows",
    dict("'<f4'", "(4294967296, 4294967296, 4294967296)"),
    /must have a size below 2\^53 bytes$/,
  ],
  [
    "an overflow that a zero would hide",
    dict("'<f4'", `(${"9007199254740991, ".repeat(20)}0)`),
    /must have a size below 2\^53 bytes$/,
  ],
  [
    "a huge shape",
    dict("'<f4'", "(1099511627776,)"),
    /must be followed by 4398046511104 bytes, came 12: the file is cut short$/,
  ],
  ["a shape that is a number", dict("'<f4'", "(3)"), /shape must be a tuple, came \(3\)$/],
  ["a shape that is a list", dict("'<f4'", "[3]"), /shape must be a tuple, came \[3\]$/],
  ["33 axes", dict("'<f4'", `(${"1, ".repeat(33)})`), /shape must have at most 32 axes, came 33$/],
  [
    "a missing key",
    "{'descr': '<f4', 'shape': (3,)}",
    /exactly descr, fortran_order and shape, came descr, shape$/,
  ],
  [
    "a key too many",
    `${GOOD.slice(0, -1)}'more': True}`,
    /exactly descr, fortran_order and shape, came descr, fortran_order, more, shape$/,
  ],
  ["a key twice", `${GOOD.slice(0, -1)}'descr': '<f8'}`, /must be a dict literal/],
  ["an empty dict", "{}", /came nothing$/],
  [
    "code",
    "{'descr': __import__('os'), 'fortran_order': False, 'shape': (3,)}",
    /must be a dict literal/,
  ],
  ["no dict", "[1, 2]", /must be a dict literal, came "\[1, 2\]"$/],
  [
    "missing commas",
    "{'descr': '<f4' 'fortran_order': False 'shape': (3,)}",
    /must be a dict literal/,
  ],
];

describe("readNpy refuses", () => {
  test.each(HEADER_MESSAGES)("%s", (_, source, message) => {
    expect(refusal(file(source, FLOATS))).toMatch(message);
  });

  test.each([
    [
      "nothing",
      new Uint8Array(),
      /must begin with the bytes 93 4e 55 4d 50 59 of a .npy file, came nothing$/,
    ],
    ["another magic", Uint8Array.from([0x50, 0x4b, 3, 4]), /came 50 4b 03 04$/],
    ["a file that ends in its magic", Uint8Array.from(MAGIC), /at least 12 bytes, came 6$/],
    ["version 4.0", file(GOOD, FLOATS, [4, 0]), /version must be 1.0, 2.0 or 3.0, came 4.0$/],
    ["version 0.1", file(GOOD, FLOATS, [0, 1]), /came 0.1$/],
    ["version 1.1", file(GOOD, FLOATS, [1, 1]), /came 1.1$/],
    [
      "a header beyond the file",
      file(GOOD, FLOATS).subarray(0, 40),
      /a header of \d+ bytes must fit into the file, which has 40 bytes$/,
    ],
    [
      "a file cut short",
      file(GOOD, FLOATS).subarray(0, -1),
      /must be followed by 12 bytes, came 11: the file is cut short$/,
    ],
    [
      "trailing bytes",
      file(GOOD, Uint8Array.from([...FLOATS, 0])),
      /must be followed by 12 bytes, came 13: the file has trailing bytes$/,
    ],
    [
      "a bool of 2",
      file(dict("'|b1'", "(2,)"), Uint8Array.of(1, 2)),
      /bool 1 must be 0 or 1, came 2$/,
    ],
    [
      "a header of gigabytes",
      Uint8Array.from([...MAGIC, 2, 0, 255, 255, 255, 255, 0]),
      /at most 32768 bytes, came 4294967295$/,
    ],
  ])("%s", (_, bytes, message) => {
    expect(refusal(bytes)).toMatch(message);
  });

  test("a header that no line feed ends", () => {
    const bytes = file(GOOD, FLOATS);
    bytes[10 + GOOD.length] = 0x20;
    expect(refusal(bytes)).toMatch(/the header must end with a line feed$/);
  });

  test("every prefix of a file, and never reads one as another", () => {
    const whole = writeNpy({
      dtype: "int64" satisfies Dtype,
      shape: [2],
      data: BigInt64Array.of(1n, 2n),
    });
    for (let length = 0; length < whole.length; length++) {
      expect(refusal(whole.subarray(0, length))).not.toBe("read");
    }
  });

  test.each([
    ["another type", { data: Float64Array.of(1, 2, 3), shape: [3] }],
    ["too few numbers", { data: Float32Array.of(1), shape: [3] }],
    ["another shape", { data: Float32Array.of(1, 2, 3), shape: [1, 3] }],
    ["booleans", { data: [true, true, true], shape: [3] }],
  ])("a parser that gives %s", (_, parsed) => {
    expect(() => readNpy(file(GOOD, FLOATS), "a.npy", () => parsed)).toThrow(
      /^a.npy: the parser must give 3 float32, came/,
    );
  });
});
