import { parse } from "npyjs";
import { allocate, bytesOf, type Dtype, type Elements, type NdArray } from "./array.ts";
import { DESCR_OF, MAGIC, NpyError, readHeader } from "./npy-header.ts";

export { NpyError } from "./npy-header.ts";

const START = 10;

/**
 * The array in the bytes of a .npy file, in C order. float16 and bfloat16 are raw bits, bool is 0 and 1.
 * Everything is checked before the parser sees a byte, as it reads what it does not know as something else.
 * It lays typed arrays over the buffer that it is given, so it is given one with the numbers in their right place.
 * @throws NpyError with `where` for anything but a whole, little-endian, C-ordered file of a known element type.
 */
export function readNpy(bytes: Uint8Array, where: string, read: Parser = parse): NdArray {
  const { dtype, shape, offset } = readHeader(bytes, where);
  const count = checkLength(dtype, shape, bytes.length - offset, where);
  if (dtype === "bool") checkBools(bytes.subarray(offset), where);
  const { buffer } = npyFile(dtype, shape, bytes.subarray(offset));
  const parsed = read(buffer, { convertFloat16: false });
  const data = typed(dtype, parsed.data);
  if (data?.length !== count || parsed.shape.join() !== shape.join()) {
    const came = `${parsed.data.constructor.name} of shape (${parsed.shape.join(", ")})`;
    throw new NpyError(`${where}: the parser must give ${count} ${dtype}, came ${came}`);
  }
  return { dtype, shape, data };
}

/** Lays typed arrays over the bytes of a .npy file, and checks little. */
type Parser = (
  file: ArrayBuffer,
  options: { convertFloat16: boolean },
) => { data: ArrayBufferView | readonly boolean[]; shape: readonly number[] };

function checkLength(dtype: Dtype, sizes: readonly number[], got: number, where: string): number {
  const shape = `shape (${sizes.join(", ")}) of ${dtype}`;
  const count = sizes.reduce((product, size) => product * size, 1);
  const want = count * bytesOf(dtype);
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

/** The numbers in the store of their type, or null if they came in another. The parser gives booleans for bool. */
function typed(dtype: Dtype, data: ArrayBufferView | readonly boolean[]): Elements | null {
  if (dtype === "bool") return Array.isArray(data) ? Uint8Array.from(data, Number) : null;
  const store = Object.getPrototypeOf(allocate(dtype, 0));
  return Object.getPrototypeOf(data) === store ? (data as Elements) : null;
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
