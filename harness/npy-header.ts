import { DTYPES, type Dtype } from "./array.ts";

/** A .npy file that may not be read. The message says where, what must hold, and what came. */
export class NpyError extends Error {
  override name = "NpyError";
}

/** What the header of a .npy file promises about the numbers behind it. */
export interface NpyHeader {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Where the numbers begin, in bytes from the start of the file. */
  readonly offset: number;
}

/** The first bytes of every .npy file. */
export const MAGIC: readonly number[] = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const LONGEST_HEADER = 32_768;
const HIGHEST_RANK = 32;

/** Element types by their .npy name. bfloat16, which NumPy lacks, is kept as its 16 bits. */
export const DESCR_OF: Readonly<Record<Dtype, string>> = {
  float64: "<f8",
  float32: "<f4",
  float16: "<f2",
  bfloat16: "<u2",
  int64: "<i8",
  int32: "<i4",
  int16: "<i2",
  int8: "|i1",
  uint8: "|u1",
  bool: "|b1",
};

const KINDS: Readonly<Record<string, string>> = {
  O: "Python objects",
  c: "complex numbers",
  S: "byte strings",
  a: "byte strings",
  U: "strings",
  V: "raw records",
  M: "dates",
  m: "time spans",
};

/** Reads and checks the header alone. Nothing is allocated by what it says. */
export function readHeader(bytes: Uint8Array, where: string): NpyHeader {
  const refuse = (problem: string): never => {
    throw new NpyError(`${where}: ${problem}`);
  };
  const { start, length } = locate(bytes, refuse);
  const offset = start + length;
  if (offset > bytes.length) {
    refuse(`a header of ${length} bytes must fit into the file, which has ${bytes.length} bytes`);
  }
  const padded = new TextDecoder("latin1").decode(bytes.subarray(start, offset));
  if (!padded.endsWith("\n")) refuse("the header must end with a line feed");
  const text = padded.trim();
  const entries =
    readDict(text) ?? refuse(`the header must be a dict literal, came ${brief(text)}`);
  checkKeys(entries, refuse);
  const dtype = readDescr(entries.get("descr") ?? "", refuse);
  readOrder(entries.get("fortran_order") ?? "", refuse);
  return { dtype, shape: readShape(entries.get("shape") ?? "", refuse), offset };
}

type Refuse = (problem: string) => never;

function locate(bytes: Uint8Array, refuse: Refuse): { start: number; length: number } {
  if (MAGIC.some((byte, i) => bytes[i] !== byte)) {
    refuse(
      `must begin with the bytes ${hex(MAGIC)} of a .npy file, came ${hex(bytes.subarray(0, 6))}`,
    );
  }
  if (bytes.length < 12) refuse(`must have at least 12 bytes, came ${bytes.length}`);
  const major = bytes[6] ?? 0;
  const minor = bytes[7] ?? 0;
  if (minor !== 0 || major < 1 || major > 3) {
    refuse(`.npy version must be 1.0, 2.0 or 3.0, came ${major}.${minor}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > LONGEST_HEADER) {
    refuse(`the header must have at most ${LONGEST_HEADER} bytes, came ${length}`);
  }
  return { start: major === 1 ? 10 : 12, length };
}

const ENTRY =
  /\s*(['"])(\w+)\1\s*:\s*((['"])[^'"]*\4|True|False|\([^()]*\)|\[[^[\]]*\])\s*(,|(?=\}$))\s*/y;

/** The entries of a Python dict literal as their source text, or null where it is none. */
function readDict(text: string): Map<string, string> | null {
  if (!text.startsWith("{") || !text.endsWith("}")) return null;
  const entries = new Map<string, string>();
  ENTRY.lastIndex = 1;
  while (ENTRY.lastIndex < text.length - 1) {
    const [, , key, value] = ENTRY.exec(text) ?? [];
    if (key === undefined || value === undefined || entries.has(key)) return null;
    entries.set(key, value);
  }
  return entries;
}

function checkKeys(entries: ReadonlyMap<string, string>, refuse: Refuse): void {
  const keys = [...entries.keys()].sort();
  if (keys.join() !== "descr,fortran_order,shape") {
    refuse(
      `the header must have exactly descr, fortran_order and shape, came ${short(keys.join(", ")) || "nothing"}`,
    );
  }
}

function readDescr(source: string, refuse: Refuse): Dtype {
  if (source.startsWith("["))
    refuse(`must hold plain numbers, came structured records ${short(source)}`);
  const descr = source.slice(1, -1);
  const dtype = DTYPES.find((name) => DESCR_OF[name] === descr);
  if (dtype !== undefined) return dtype;
  const kind = KINDS[descr.replace(/^[<>|=]/, "").charAt(0)];
  if (kind !== undefined) refuse(`must hold plain numbers, came ${kind} ${short(source)}`);
  if (descr.startsWith(">")) refuse(`must be little-endian, came ${short(source)}`);
  return refuse(`descr must be one of ${Object.values(DESCR_OF).join(" ")}, came ${short(source)}`);
}

function readOrder(source: string, refuse: Refuse): void {
  if (source === "True") refuse("must be in C order, came Fortran order");
  if (source !== "False") refuse(`fortran_order must be True or False, came ${short(source)}`);
}

function readShape(source: string, refuse: Refuse): number[] {
  const inner = source.slice(1, -1).trim();
  if (!source.startsWith("(") || (inner !== "" && !inner.includes(","))) {
    refuse(`shape must be a tuple, came ${short(source)}`);
  }
  const sizes = inner === "" ? [] : inner.replace(/,$/, "").split(",");
  if (sizes.length > HIGHEST_RANK) {
    refuse(`shape must have at most ${HIGHEST_RANK} axes, came ${sizes.length}`);
  }
  return sizes.map((size) => {
    const number = /^\s*\d+\s*$/.test(size) ? Number(size) : -1;
    if (!Number.isSafeInteger(number) || number < 0) {
      refuse(`sizes must be whole, not negative and below 2^53, came ${short(source)}`);
    }
    return number;
  });
}

function hex(bytes: Iterable<number>): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" ") || "nothing";
}

function brief(text: string): string {
  return JSON.stringify(short(text));
}

function short(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
