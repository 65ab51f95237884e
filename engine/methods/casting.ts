import { type Dtype, isFloating } from "../dtype.ts";
import { to } from "../ops/copy.ts";
import type { Tensor } from "../tensor.ts";
import { addMethods, type Methods } from "./add-methods.ts";

const functions = {
  /** The same values in another dtype: the tensor itself if it has that one; a tensor given stands for its dtype. */
  to: (x: Tensor, dtype: Dtype | Tensor) => to(x, typeof dtype === "string" ? dtype : dtype.dtype),
  typeAs: (x: Tensor, other: Tensor) => to(x, other.dtype),
  double: (x: Tensor) => to(x, "float64"),
  float: (x: Tensor) => to(x, "float32"),
  half: (x: Tensor) => to(x, "float16"),
  bfloat16: (x: Tensor) => to(x, "bfloat16"),
  long: (x: Tensor) => to(x, "int64"),
  int: (x: Tensor) => to(x, "int32"),
  short: (x: Tensor) => to(x, "int16"),
  char: (x: Tensor) => to(x, "int8"),
  byte: (x: Tensor) => to(x, "uint8"),
  bool: (x: Tensor) => to(x, "bool"),
  isFloatingPoint: (x: Tensor) => isFloating(x.dtype),
};

declare module "../tensor.ts" {
  interface Tensor extends Methods<typeof functions> {}
}

addMethods(functions);
