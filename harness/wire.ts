import { allocate, bytesOf, DTYPES, type Dtype, type Elements } from "./array.ts";
import { DecodeError, type FlatArrays } from "./flat.ts";

/*
 * A frame: the lengths in bytes of header and numbers, four bytes each, little-endian; the header as JSON;
 * the numbers, a row for each dtype, in the order in which the header counts them.
 */

const LENGTHS = 8;
/** A frame that says it is longer is none. */
const MOST_BYTES = 2 ** 28;
const MOST_HEADER = 2 ** 23;

/** A header, and the bytes that came with it. */
export interface Frame {
  readonly header: unknown;
  readonly numbers: Uint8Array;
}

/** The bytes of a frame; the header must count the arrays in their order. */
export function writeFrame(header: unknown, arrays: FlatArrays = {}): Uint8Array {
  const text = Buffer.from(JSON.stringify(header));
  const rows = Object.values(arrays).map(
    (row) => new Uint8Array(row.buffer, row.byteOffset, row.byteLength),
  );
  const lengths = Buffer.alloc(LENGTHS);
  lengths.writeUInt32LE(text.length, 0);
  lengths.writeUInt32LE(
    rows.reduce((sum, row) => sum + row.length, 0),
    4,
  );
  return Buffer.concat([lengths, text, ...rows]);
}

/** Cuts a stream of bytes into frames. */
export class FrameReader {
  #parts: Buffer[] = [];
  #length = 0;
  #wanted = LENGTHS;

  /**
   * The frames that are whole with these bytes.
   * @throws DecodeError where the bytes are no frame.
   */
  *take(bytes: Uint8Array): Generator<Frame, void, void> {
    this.#parts.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    this.#length += bytes.byteLength;
    while (this.#length >= this.#wanted) {
      const whole = this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts);
      if (whole === undefined) return;
      const [header, numbers] = [whole.readUInt32LE(0), whole.readUInt32LE(4)];
      checkLength("header", header, MOST_HEADER, whole);
      const end = LENGTHS + header + numbers;
      checkLength("frame", end, MOST_BYTES, whole);
      this.#parts = [whole];
      this.#wanted = end;
      if (whole.length < end) return;
      this.#parts = [whole.subarray(end)];
      this.#length = whole.length - end;
      this.#wanted = LENGTHS;
      const text = whole.toString("utf8", LENGTHS, LENGTHS + header);
      yield { header: parse(text), numbers: whole.subarray(LENGTHS + header, end) };
    }
  }
}

/**
 * The rows that a header counts, each on memory of its own.
 * @throws DecodeError where there are more or fewer bytes than that.
 */
export function readRows(
  numbers: Uint8Array,
  counts: Readonly<Partial<Record<Dtype, number>>>,
): FlatArrays {
  const rows: Partial<Record<Dtype, Elements>> = {};
  let at = 0;
  for (const dtype of Object.keys(counts) as Dtype[]) {
    const row = allocate(dtype, checkCount(counts[dtype] ?? 0, dtype, numbers.length - at));
    const bytes = new Uint8Array(row.buffer);
    bytes.set(numbers.subarray(at, at + bytes.length));
    rows[dtype] = row;
    at += bytes.length;
  }
  if (at === numbers.length) return rows;
  throw new DecodeError(
    `a frame's numbers must be as many bytes as its header counts, ${at}, came ${numbers.length}`,
  );
}

function checkCount(count: number, dtype: Dtype, bytes: number): number {
  if (DTYPES.includes(dtype) && count * bytesOf(dtype) <= bytes) return count;
  throw new DecodeError(`${bytes} bytes of a frame's numbers cannot hold ${count} ${dtype}`);
}

function checkLength(what: string, length: number, most: number, bytes: Buffer): void {
  if (length <= most) return;
  const first = bytes.toString("latin1", 0, 40).replace(/[^ -~]/g, ".");
  throw new DecodeError(`a ${what} must have at most ${most} bytes, came "${first}"`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DecodeError(`a frame's header must be JSON: ${(error as Error).message}`);
  }
}
