import { noGrad } from "../autograd.ts";
import { SCALAR_TYPE } from "../dtype.ts";
import { checkAs } from "../errors.ts";
import { copy_ } from "../ops/assign.ts";
import { numbers } from "../ops/copy.ts";
import { factorQr, productOfReflectors } from "../ops/householder.ts";
import { type Matrix, transposed } from "../ops/matrix.ts";
import { mul } from "../ops/pointwise.ts";
import { view } from "../ops/view.ts";
import { showShape } from "../shape.ts";
import { emptyTensor, type Tensor, tensorFrom } from "../tensor.ts";
import { type GeneratorOptions, normal_ } from "./init-draws.ts";

/**
 * Rows, or columns if there are more rows, that are orthogonal and of length `gain`, drawn evenly from all such: the Q of a matrix
 * of normals, with the signs of R's diagonal. https://docs.pytorch.org/docs/stable/nn.init.html#torch.nn.init.orthogonal_
 *
 * **Shapes**: x (rows, ...) is taken as a matrix (rows, all else). Throws ValueError below two axes.
 */
export function orthogonal_(
  x: Tensor,
  { gain = 1, ...rest }: { gain?: number } & GeneratorOptions = {},
): Tensor {
  checkAs(
    "ValueError",
    x.ndim >= 2,
    "orthogonal_",
    () => `Only tensors with 2 or more dimensions are supported, got shape ${showShape(x.shape)}`,
  );
  checkAs(
    "NotImplementedError",
    x.dtype === "float32" || x.dtype === "float64",
    "orthogonal_",
    () => `"geqrf_cpu" not implemented for '${SCALAR_TYPE[x.dtype]}'`,
  );
  if (x.numel === 0) return x;
  const rows = x.size(0);
  const columns = x.numel / rows;
  const drawn = normal_(emptyTensor([rows, columns], x.dtype), rest);
  const data = Float64Array.from(numbers(drawn));
  const wide = rows < columns;
  const tall = wide ? transposed({ rows, columns, data }) : { rows, columns, data };
  const q = signedQ(tall);
  const values = tensorFrom([rows, columns], "float64", (wide ? transposed(q) : q).data);
  return noGrad(() => copy_(x, mul(view(values, x.shape), gain)));
}

/** Q, each column times the sign of R's diagonal. */
function signedQ(a: Matrix): Matrix {
  const factors = factorQr(a);
  const q = productOfReflectors(factors, a.columns);
  const signs = Array.from({ length: a.columns }, (_, j) =>
    Math.sign(factors.data[j * a.columns + j] as number),
  );
  return { ...q, data: q.data.map((value, i) => value * (signs[i % a.columns] as number)) };
}
