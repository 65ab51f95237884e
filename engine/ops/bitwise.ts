import { type Dtype, isFloating, SCALAR_TYPE } from "../dtype.ts";
import { checkAs } from "../errors.ts";
import { broadcastShapes } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { to, writer } from "./copy.ts";
import { asTensors, type Operand, typeOf } from "./promotion.ts";
import { broadcastReaders, type Read } from "./zip-elements.ts";

/** a & b for integers and bool. https://docs.pytorch.org/docs/stable/generated/torch.bitwise_and.html */
export function bitwiseAnd(a: Operand, b: Operand): Tensor {
  return zipBits("bitwiseAnd", "bitwise_and_cpu", a, b, (p, q) => p & q);
}

/** a | b for integers and bool. https://docs.pytorch.org/docs/stable/generated/torch.bitwise_or.html */
export function bitwiseOr(a: Operand, b: Operand): Tensor {
  return zipBits("bitwiseOr", "bitwise_or_cpu", a, b, (p, q) => p | q);
}

/** a ^ b for integers and bool. https://docs.pytorch.org/docs/stable/generated/torch.bitwise_xor.html */
export function bitwiseXor(a: Operand, b: Operand): Tensor {
  return zipBits("bitwiseXor", "bitwise_xor_cpu", a, b, (p, q) => p ^ q);
}

/** ~x for integers, "not" for bool. https://docs.pytorch.org/docs/stable/generated/torch.bitwise_not.html */
export function bitwiseNot(x: Tensor): Tensor {
  checkWhole(x.dtype, "bitwiseNot", "bitwise_not_cpu");
  return bitwiseXor(x, x.dtype === "bool" ? to(asTensors(x, 1)[1], "bool") : -1);
}

function zipBits(
  where: string,
  kernel: string,
  a: Operand,
  b: Operand,
  combine: (p: bigint, q: bigint) => bigint,
): Tensor {
  const [p, q] = asTensors(a, b);
  const dtype = typeOf(a, b);
  checkWhole(dtype, where, kernel);
  const shape = broadcastShapes(p.shape, q.shape, where);
  const out = emptyTensor(shape, dtype);
  const [readP, readQ] = broadcastReaders(shape, [p, q]) as [Read, Read];
  const write = writer(dtype, elementsOf(out));
  for (let i = 0; i < out.numel; i++) write(i, combine(BigInt(readP(i)), BigInt(readQ(i))));
  return out;
}

function checkWhole(dtype: Dtype, where: string, kernel: string): void {
  checkAs(
    "NotImplementedError",
    !isFloating(dtype),
    where,
    () => `"${kernel}" not implemented for '${SCALAR_TYPE[dtype]}'`,
  );
}
