import { checkAs } from "../errors.ts";
import { type Shape, sameShape, showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { chunk } from "./cat.ts";
import { linear } from "./linear.ts";
import { split, transpose } from "./view.ts";

/** The weights that make query, key and value of the inputs: one packed (3 E, E), or three of their own. */
export interface ProjectionWeights {
  readonly packed: Tensor | null;
  readonly q: Tensor | null;
  readonly k: Tensor | null;
  readonly v: Tensor | null;
  /** (3 E) */
  readonly bias: Tensor | null;
}

/** The projected query, key and value; inputs that are one tensor are multiplied once. */
export function project(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  weights: ProjectionWeights,
): [Tensor, Tensor, Tensor] {
  const { packed, bias } = weights;
  if (!packed) return separately(query, key, value, weights);
  const width = query.size(-1);
  if (key === value && query === key) return thirds(projected(query, packed, bias), -1);
  if (key === value) {
    const [wq, wkv] = split(packed, [width, 2 * width]) as [Tensor, Tensor];
    const [bq, bkv] = bias ? split(bias, [width, 2 * width]) : [];
    const [k, v] = chunk(projected(key, wkv, bkv ?? null), 2, -1) as [Tensor, Tensor];
    return [projected(query, wq, bq ?? null), k, v];
  }
  const [own, biases] = [thirds(packed, 0), bias ? thirds(bias, 0) : null];
  return [query, key, value].map((x, i) => projected(x, own[i] as Tensor, biases?.[i] ?? null)) as [
    Tensor,
    Tensor,
    Tensor,
  ];
}

/** x Wᵀ + b, whose rows lie as those of x do where its first two axes are transposed: nobody sees how projections lie. */
function projected(x: Tensor, weight: Tensor, bias: Tensor | null): Tensor {
  const turned = x.ndim === 3 && !x.isContiguous ? transpose(x, 0, 1) : null;
  return turned?.isContiguous
    ? transpose(linear(turned, weight, bias), 0, 1)
    : linear(x, weight, bias);
}

function separately(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  { q, k, v, bias }: ProjectionWeights,
): [Tensor, Tensor, Tensor] {
  const width = query.size(-1);
  const biases = bias ? thirds(bias, 0) : null;
  const inputs = { query, key, value };
  return Object.entries(inputs).map(([name, x], i) => {
    const weight = [q, k, v][i] as Tensor;
    checkWeight(`${name} weights`, weight, [width, x.size(-1)]);
    const own = biases?.[i] ?? null;
    if (own) checkWeight(`${name} bias`, own, [width]);
    return projected(x, weight, own);
  }) as [Tensor, Tensor, Tensor];
}

function checkWeight(name: string, weight: Tensor, shape: Shape): void {
  checkAs(
    "AssertionError",
    sameShape(weight.shape, shape),
    "multiHeadAttention",
    () =>
      `expecting ${name} shape of (${shape.join(", ")}${shape.length === 1 ? "," : ""}), but got torch.Size(${showShape(weight.shape)})`,
  );
}

function thirds(x: Tensor, dim: number): [Tensor, Tensor, Tensor] {
  return chunk(x, 3, dim) as [Tensor, Tensor, Tensor];
}
