import { noGrad } from "../autograd.ts";
import { checkAs } from "../errors.ts";
import { copy_ } from "../ops/assign.ts";
import { numbers, writer } from "../ops/copy.ts";
import { eye, zerosLike } from "../ops/create.ts";
import { fill_ } from "../ops/fill.ts";
import { randperm } from "../ops/random.ts";
import { showShape } from "../shape.ts";
import { elementsOf, type Tensor } from "../tensor.ts";
import { type GeneratorOptions, normal_ } from "./init-draws.ts";

/** Every element `value`. Throws RuntimeError for a value beyond the dtype's range. https://docs.pytorch.org/docs/stable/nn.init.html#torch.nn.init.constant_ */
export function constant_(x: Tensor, value: number): Tensor {
  return noGrad(() => fill_(x, value));
}

/** Every element 1. https://docs.pytorch.org/docs/stable/nn.init.html#torch.nn.init.ones_ */
export function ones_(x: Tensor): Tensor {
  return constant_(x, 1);
}

/** Every element 0. https://docs.pytorch.org/docs/stable/nn.init.html#torch.nn.init.zeros_ */
export function zeros_(x: Tensor): Tensor {
  return constant_(x, 0);
}

/** Ones on the diagonal of a matrix, else 0. Throws ValueError for other ranks. https://docs.pytorch.org/docs/stable/nn.init.html#torch.nn.init.eye_ */
export function eye_(x: Tensor): Tensor {
  checkMatrix("eye_", x);
  return noGrad(() => copy_(x, eye(x.size(0), x.size(1), { dtype: x.dtype })));
}

/**
 * A convolution's weight that hands its input on: in each group, output channel d has a 1 in the middle of input channel d.
 * https://docs.pytorch.org/docs/stable/nn.init.html#torch.nn.init.dirac_
 *
 * **Shapes**: x (out, in, ...kernel) of 3, 4 or 5 axes. Throws ValueError for other ranks, and for groups that do not divide out.
 */
export function dirac_(x: Tensor, { groups = 1 }: { groups?: number } = {}): Tensor {
  checkAs(
    "ValueError",
    x.ndim >= 3 && x.ndim <= 5,
    "dirac_",
    () => `Only tensors with 3, 4, or 5 dimensions are supported, got shape ${showShape(x.shape)}`,
  );
  const [out = 0, ins = 0, ...kernel] = x.shape;
  checkAs(
    "ValueError",
    out % groups === 0,
    "dirac_",
    () => `dim 0 must be divisible by groups, got ${out} and ${groups}`,
  );
  const pattern = zerosLike(x);
  const write = writer(x.dtype, elementsOf(pattern));
  const field = kernel.reduce((product, size) => product * size, 1);
  const middle = kernel.reduce((at, size) => at * size + Math.floor(size / 2), 0);
  const perGroup = out / groups;
  for (let g = 0; g < groups; g++) {
    for (let d = 0; d < Math.min(perGroup, ins); d++) {
      write(((g * perGroup + d) * ins + d) * field + middle, 1);
    }
  }
  return noGrad(() => copy_(x, pattern));
}

/**
 * N(0, std²), but in each column a random `sparsity` part of the rows, rounded up, is 0.
 * https://docs.pytorch.org/docs/stable/nn.init.html#torch.nn.init.sparse_
 *
 * **Shapes**: a matrix; ValueError for other ranks. Which rows are 0 is drawn from the default generator even if one is given.
 */
export function sparse_(
  x: Tensor,
  sparsity: number,
  { std = 0.01, ...rest }: { std?: number } & GeneratorOptions = {},
): Tensor {
  checkMatrix("sparse_", x);
  const [rows, columns] = [x.size(0), x.size(1)];
  normal_(x, { std, ...rest });
  const kept = zerosLike(x);
  copy_(kept, x);
  const count = Math.ceil(sparsity * rows);
  const places = Array.from({ length: columns }, (_, column) =>
    Array.from(numbers(randperm(rows)).subarray(0, count), (row) => row * columns + column),
  );
  const write = writer(x.dtype, elementsOf(kept));
  for (const place of places.flat()) write(place, 0);
  return noGrad(() => copy_(x, kept));
}

function checkMatrix(where: string, x: Tensor): void {
  checkAs(
    "ValueError",
    x.ndim === 2,
    where,
    () => `Only tensors with 2 dimensions are supported, got shape ${showShape(x.shape)}`,
  );
}
