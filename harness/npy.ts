import { parse } from "npyjs";
import { allocate, bytesOf, type Dtype, type Elements, type NdArray } from "./array.ts";
import { DESCR_OF, NpyError, type NpyHeader, readHeader } from "./npy-header.ts";

export { NpyError } from "./npy-header.ts";

/**
 * The array in the bytes of a .npy file, in C order. float16 and bfloat16 are raw bits, bool is 0 and 1.
 * Everything is checked before the parser sees a byte: it reads what it cannot read as something else.
 * @throws NpyError with `where` for anything but a whole, little-endian, C-ordered file of a known element type.
 */
export function readNpy(bytes: Uint8Array, where: string): NdArray {
  const header = readHeader(bytes, where);
  const count = checkLength(header, bytes.length, where);
  if (header.dtype === "bool") checkBools(bytes.subarray(header.offset), where);
  const parsed = parse(aligned(bytes, header), { convertFloat16: false });
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

/** A buffer of its own with the numbers at a multiple of 64 bytes: the parser lays typed arrays over it. */
function aligned(bytes: Uint8Array, { offset, text }: NpyHeader): ArrayBuffer {
  if (offset % 8 === 0) return new Uint8Array(bytes).buffer;
  return joined(text, bytes.subarray(offset)).buffer;
}

function joined(dict: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const offset = Math.ceil((10 + dict.length + 1) / 64) * 64;
  const file = new Uint8Array(offset + data.length);
  file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, (offset - 10) & 255, (offset - 10) >> 8]);
  new TextEncoder().encodeInto(`${dict.padEnd(offset - 11)}\n`, file.subarray(10));
  file.set(data, offset);
  return file;
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
  const sizes = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const dict = `{'descr': '${DESCR_OF[dtype]}', 'fortran_order': False, 'shape': ${sizes}, }`;
  return joined(dict, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}
