/** PyTorch's element types that the engine has. */
export type Dtype =
  | "float64"
  | "float32"
  | "float16"
  | "bfloat16"
  | "int64"
  | "int32"
  | "int16"
  | "int8"
  | "uint8"
  | "bool";

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

/** The typed array behind a dtype: float16 and bfloat16 as raw bits, int64 as BigInts, bool as 0 and 1. */
export type Elements = InstanceType<(typeof ARRAY_OF)[Dtype]>;

/** Elements of `dtype` over a buffer. */
export function elementsOver(
  dtype: Dtype,
  buffer: ArrayBufferLike,
  byteOffset: number,
  count: number,
): Elements {
  return new ARRAY_OF[dtype](buffer as ArrayBuffer, byteOffset, count);
}

/** A zero-filled array of `count` elements. */
export function allocate(dtype: Dtype, count: number): Elements {
  return new ARRAY_OF[dtype](count);
}

/** Bytes of one element. */
export function bytesOf(dtype: Dtype): number {
  return ARRAY_OF[dtype].BYTES_PER_ELEMENT;
}

export function isFloating(dtype: Dtype): boolean {
  return dtype === "float32" || dtype === "float64" || isHalf(dtype);
}

export function isHalf(dtype: Dtype): boolean {
  return dtype === "float16" || dtype === "bfloat16";
}

/** As PyTorch's messages call a dtype: "Float", "Long". */
export const SCALAR_TYPE: Readonly<Record<Dtype, string>> = {
  float64: "Double",
  float32: "Float",
  float16: "Half",
  bfloat16: "BFloat16",
  int64: "Long",
  int32: "Int",
  int16: "Short",
  int8: "Char",
  uint8: "Byte",
  bool: "Bool",
};

/** As the C++ side calls a dtype: "float", "long int"; some messages quote it. */
export const C_TYPE: Readonly<Record<Dtype, string>> = {
  float64: "double",
  float32: "float",
  float16: "c10::Half",
  bfloat16: "c10::BFloat16",
  int64: "long int",
  int32: "int",
  int16: "short int",
  int8: "signed char",
  uint8: "unsigned char",
  bool: "bool",
};

/** The type in which sums and functions of a floating dtype are computed. */
export function computeType(dtype: Dtype): "float32" | "float64" {
  return dtype === "float64" ? "float64" : "float32";
}

const ORDER: readonly Dtype[] = ["bool", "uint8", "int8", "int16", "int32", "int64"];
const FLOATS: readonly Dtype[] = ["float16", "bfloat16", "float32", "float64"];

/** The dtype of an operation on two: https://docs.pytorch.org/docs/stable/tensor_attributes.html#type-promotion-doc */
export function promote(a: Dtype, b: Dtype): Dtype {
  if (a === b) return a;
  if (isFloating(a) || isFloating(b)) {
    if (!isFloating(a)) return b;
    if (!isFloating(b)) return a;
    if (isHalf(a) && isHalf(b)) return "float32";
    return FLOATS.indexOf(a) > FLOATS.indexOf(b) ? a : b;
  }
  if (a !== "bool" && b !== "bool" && (a === "uint8") !== (b === "uint8")) {
    const other = a === "uint8" ? b : a;
    return other === "int8" ? "int16" : other;
  }
  return ORDER.indexOf(a) > ORDER.indexOf(b) ? a : b;
}

let defaultDtype: Dtype = "float32";

/** torch.get_default_dtype. */
export function getDefaultDtype(): Dtype {
  return defaultDtype;
}

/** torch.set_default_dtype: the dtype of floating tensors that name none. */
export function setDefaultDtype(dtype: Dtype): void {
  defaultDtype = dtype;
}
