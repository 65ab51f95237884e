import { type Dtype, isFloating } from "../dtype.ts";
import { check } from "../errors.ts";
import type { Tensor } from "../tensor.ts";
import { copyElements } from "./copy-elements.ts";
import { full } from "./create.ts";
import { changeInPlace } from "./inplace.ts";
import { expand } from "./view.ts";

/** The greatest finite value of a dtype. */
const GREATEST: Readonly<Record<Dtype, number>> = {
  float64: Number.MAX_VALUE,
  float32: 3.4028234663852886e38,
  float16: 65504,
  bfloat16: 3.3895313892515355e38,
  int64: 2 ** 63 - 1,
  int32: 2 ** 31 - 1,
  int16: 2 ** 15 - 1,
  int8: 127,
  uint8: 255,
  bool: Number.POSITIVE_INFINITY,
};

const NAME: Readonly<Record<Dtype, string>> = {
  float64: "double",
  float32: "float",
  float16: "c10::Half",
  bfloat16: "c10::BFloat16",
  int64: "int64_t",
  int32: "int",
  int16: "int16_t",
  int8: "int8_t",
  uint8: "uint8_t",
  bool: "bool",
};

/**
 * Every element becomes `value`. https://docs.pytorch.org/docs/stable/generated/torch.Tensor.fill_.html
 *
 * Throws for a value beyond the dtype's range.
 */
export function fill_(x: Tensor, value: number): Tensor {
  check(
    fits(value, x.dtype),
    "fill_",
    () => `value cannot be converted to type ${NAME[x.dtype]} without overflow: ${value}`,
  );
  const change = () => copyElements(expand(full([], value, { dtype: x.dtype }), x.shape), x);
  return changeInPlace(x, "FillBackward0", [], change, () => [null]);
}

function fits(value: number, dtype: Dtype): boolean {
  if (isFloating(dtype)) return !Number.isFinite(value) || Math.abs(value) <= GREATEST[dtype];
  const least = dtype === "uint8" ? -255 : -GREATEST[dtype] - 1;
  return value >= least && value <= GREATEST[dtype];
}
