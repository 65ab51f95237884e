import { noGrad } from "../autograd.ts";
import type { Dtype } from "../dtype.ts";
import { checkAs } from "../errors.ts";
import { empty } from "../ops/create.ts";
import { select } from "../ops/view.ts";
import { sameShape, showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { normal_, zeros_ } from "./init.ts";
import { Parameter } from "./parameter.ts";

// What Embedding and EmbeddingBag share: a table of rows, one of which may be padding.

/** The padding row counted from the start. Throws AssertionError with `says` for one that is not there. */
export function paddingRow(
  where: string,
  says: string,
  index: number | null,
  rows: number,
): number | null {
  if (index === null) return null;
  checkAs(
    "AssertionError",
    index === 0 || (index >= -rows && index < rows),
    where,
    () => `${says}: ${index} for ${rows} rows`,
  );
  return index < 0 ? index + rows : index;
}

/** The given table as a parameter, or an empty one. Throws AssertionError for one of another shape. */
export function tableOf(
  where: string,
  given: Tensor | null,
  shape: readonly [number, number],
  requiresGrad: boolean,
  dtype: Dtype,
): Parameter {
  checkAs(
    "AssertionError",
    given === null || sameShape(given.shape, shape),
    where,
    () =>
      `Shape of weight does not match num_embeddings and embedding_dim: ${showShape(given?.shape ?? [])} is not ${showShape(shape)}`,
  );
  return new Parameter(given ?? empty(shape, { dtype }), requiresGrad);
}

/** The number of rows and of columns of a table that was learnt elsewhere. Throws AssertionError for other ranks. */
export function tableSizes(where: string, embeddings: Tensor): [number, number] {
  checkAs(
    "AssertionError",
    embeddings.ndim === 2,
    where,
    () =>
      `Embeddings parameter is expected to be 2-dimensional, but has shape ${showShape(embeddings.shape)}`,
  );
  return embeddings.shape as [number, number];
}

/** Draws all rows from N(0, 1); the padding row becomes 0. */
export function drawTable(weight: Tensor, padding: number | null): void {
  normal_(weight);
  if (padding !== null) noGrad(() => zeros_(select(weight, 0, padding)));
}
