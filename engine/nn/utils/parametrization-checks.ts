import type { Dtype } from "../../dtype.ts";
import { checkAs } from "../../errors.ts";
import { type Shape, sameShape, showShape } from "../../shape.ts";
import { Tensor } from "../../tensor.ts";

/** Refuses what a parametrization made of a tensor, if it is no tensor of the same shape and dtype. */
export function checkKept(
  made: unknown,
  madeName: string,
  tensor: { readonly shape: Shape; readonly dtype: Dtype },
  name: string,
): void {
  const refuse = (holds: boolean, what: () => string) =>
    checkAs("ValueError", holds, "registerParametrization", what);
  const isTensor = made instanceof Tensor;
  refuse(isTensor, () => `A parametrization must return a tensor. Got ${typeName(made)}.`);
  const { shape, dtype } = made as Tensor;
  refuse(
    dtype === tensor.dtype,
    () =>
      `Registering a parametrization may not change the dtype of the tensor, unless it is \`unsafe\`.\n${name} dtype: torch.${tensor.dtype}\n${madeName} dtype: torch.${dtype}`,
  );
  refuse(
    sameShape(shape, tensor.shape),
    () =>
      `Registering a parametrization may not change the shape of the tensor, unless it is \`unsafe\`.\n${name} shape: torch.Size(${showShape(tensor.shape)})\n${madeName} shape: torch.Size(${showShape(shape)})`,
  );
}

/** Refuses what leads back from what a parametrization made, if it is no tensor of the same shape and dtype. */
export function checkWayBack(back: unknown, name: string, tensor: Tensor): void {
  const refuse = (holds: boolean, what: () => string) =>
    checkAs("ValueError", holds, "registerParametrization", what);
  refuse(
    back instanceof Tensor,
    () => `parametrization.right_inverse must return a tensor. Got: ${typeName(back)}`,
  );
  const { shape, dtype } = back as Tensor;
  const must = (what: string) =>
    `The tensor returned by parametrization.right_inverse must have the same ${what} as module.${name}, unless it is \`unsafe\`.`;
  refuse(
    dtype === tensor.dtype,
    () =>
      `${must("dtype")}\nmodule.${name}.dtype: torch.${tensor.dtype}\nreturned dtype: torch.${dtype}`,
  );
  refuse(
    sameShape(shape, tensor.shape),
    () =>
      `${must("shape")}\nmodule.${name}.shape: ${showShape(tensor.shape)}\nreturned shape: ${showShape(shape)}`,
  );
}

/** Refuses an element of a list of originals that is no tensor. */
export function checkTensor(value: unknown, i: number): void {
  checkAs(
    "ValueError",
    value instanceof Tensor,
    "rightInverse",
    () =>
      `'right_inverse' must return a Tensor or a Sequence of tensors (list, tuple...). Got element ${i} of the sequence with type ${typeName(value)}.`,
  );
}

/** Python's name for the type of what is no tensor. */
export function typeName(value: unknown): string {
  if (Array.isArray(value)) return "tuple";
  return value === null || value === undefined ? "NoneType" : typeof value;
}
