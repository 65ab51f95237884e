import { parse } from "npyjs";
import { allocate, bytesOf, type Dtype, type Elements, type NdArray } from "./array.ts";
import { DESCR_OF, MAGIC, NpyError, type NpyHeader, readHeader } from "./npy-header.ts";

export { NpyError } from "./npy-header.ts";

const START = 10;

/**
 * The array in the bytes of a .npy file, in C order. float16 and bfloat16 are raw bits, bool is 0 and 1.
 * Everything is checked before the parser sees a byte, as it reads what it does not know as something else.
 * It lays typed arrays over the buffer that it is given, so it is given one with the numbers in their right place.
 * @throws NpyError with `where` for anything but a whole, little-endian, C-ordered file of a known element type.
 */
export function readNpy(bytes: Uint8Array, where: string): NdArray {
  const header = readHeader(bytes, where);
  const count = checkLength(header, bytes.length, where);
  if (header.dtype === "bool") checkBools(bytes.subarray(header.offset), where);
  const { buffer } = npyFile(header.dtype, header.shape, bytes.subarray(header.offset));
  const parsed = parse(buffer, { convertFloat16: false });
  const data = typed(header.dtype, parsed.data);
  if (data.length !== count || parsed.shape.join() !== header.shape.join()) {
    throw new NpyError(
      `${where}: the parser must give shape (${header.shape.join(", ")}) with ${count} elements, came (${parsed.shape.join(", ")}) with ${data.length}`,
    );
  }
  return { dtype: header.dtype, shape: header.shape, data };
}

function checkLength(header: NpyHeader, fileBytes: number, where: string): number {
  const shape = `shape (${header.shape.join(", ")}) of ${header.dtype}`;
  const count = header.shape.reduce((product, size) => product * size, 1);
  const want = count * bytesOf(header.dtype);
  const got = fileBytes - header.offset;
  if (!Number.isSafeInteger(want)) {
    throw new NpyError(`${where}: ${shape} must have a size below 2^53 bytes`);
  }
  if (got !== want) {
    throw new NpyError(
      `${where}: ${shape} must be followed by ${want} bytes, came ${got}: the file ${got < want ? "is cut short" : "has trailing bytes"}`,
    );
  }
  return count;
}

function checkBools(bytes: Uint8Array, where: string): void {
  const at = bytes.findIndex((byte) => byte > 1);
  if (at >= 0) throw new NpyError(`${where}: bool ${at} must be 0 or 1, came ${bytes[at]}`);
}

/** The parser gives an array of booleans for bool alone. */
function typed(dtype: Dtype, data: ArrayBufferView | readonly boolean[]): Elements {
  const empty = allocate(dtype, 0);
  if (Array.isArray(data)) return Uint8Array.from(data, Number);
  if (Object.getPrototypeOf(data) === Object.getPrototypeOf(empty)) return data as Elements;
  throw new NpyError(`the parser must give ${empty.constructor.name} for ${dtype}`);
}

/** The bytes that NumPy would save for `array`. */
export function writeNpy({ dtype, shape, data }: NdArray): Uint8Array<ArrayBuffer> {
  return npyFile(dtype, shape, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

/** A .npy file whose numbers begin at a multiple of 64 bytes. */
function npyFile(
  dtype: Dtype,
  shape: readonly number[],
  data: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const sizes = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const dict = `{'descr': '${DESCR_OF[dtype]}', 'fortran_order': False, 'shape': ${sizes}, }`;
  const offset = Math.ceil((START + dict.length + 1) / 64) * 64;
  const length = offset - START;
  const file = new Uint8Array(offset + data.length);
  file.set([...MAGIC, 1, 0, length & 255, length >> 8]);
  new TextEncoder().encodeInto(`${dict.padEnd(length - 1)}\n`, file.subarray(START));
  file.set(data, offset);
  return file;
}
