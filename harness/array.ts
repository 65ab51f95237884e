/** The element types that cross the harness's borders, by PyTorch's names. */
export const DTYPES = [
  "float64",
  "float32",
  "float16",
  "bfloat16",
  "int64",
  "int32",
  "int16",
  "int8",
  "uint8",
  "bool",
] as const;

/** One of PyTorch's element types. */
export type Dtype = (typeof DTYPES)[number];

const ARRAY_OF = {
  float64: Float64Array,
  float32: Float32Array,
  float16: Uint16Array,
  bfloat16: Uint16Array,
  int64: BigInt64Array,
  int32: Int32Array,
  int16: Int16Array,
  int8: Int8Array,
  uint8: Uint8Array,
  bool: Uint8Array,
} as const;

/** The typed array that holds a dtype's elements: float16 and bfloat16 as raw bits, bool as 0 and 1. */
export type Elements = InstanceType<(typeof ARRAY_OF)[Dtype]>;

/** Numbers with a shape, in C order: the only form in which numbers cross a border. */
export interface NdArray {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly data: Elements;
}

/** A zero-filled store for `count` elements of `dtype`. */
export function allocate(dtype: Dtype, count: number): Elements {
  return new ARRAY_OF[dtype](count);
}

/** The bytes of one element of `dtype`. */
export function bytesOf(dtype: Dtype): number {
  return ARRAY_OF[dtype].BYTES_PER_ELEMENT;
}

/** How many elements a shape holds; a scalar's shape `[]` holds one. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
