import { computeType } from "../dtype.ts";
import { checkAs } from "../errors.ts";
import { kernels, scratchInts } from "../memory.ts";
import { pin } from "../pin.ts";
import { showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { contiguous, copyElements, detached, numbers, to } from "./copy.ts";

/** torch.embedding_renorm_: scales each row that `indices` name down to a p-norm of maxNorm, in place, where it exceeds that. */
export function renormRows(weight: Tensor, indices: Tensor, maxNorm: number, p: number): void {
  const [rows, width] = weight.shape as [number, number];
  const used = [...new Set(numbers(indices))];
  const bad = used.find((row) => row >= rows);
  checkAs(
    "IndexError",
    bad === undefined,
    "embedding_renorm_",
    () =>
      `select(): index ${bad} out of range for tensor of size ${showShape(weight.shape)} at dimension 0`,
  );
  const table = contiguous(to(detached(weight), computeType(weight.dtype)));
  const kernel =
    table.dtype === "float32" ? kernels.embedding_renorm_f32 : kernels.embedding_renorm_f64;
  const live = used.filter((row) => row >= 0);
  pin([table], 1, (pointer) =>
    kernel(pointer as number, width, scratchInts(live), live.length, maxNorm, p),
  );
  if (table.storage !== weight.storage) copyElements(to(table, weight.dtype), weight);
  weight.storage.version++;
}
