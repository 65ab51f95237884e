import { type Dtype, isFloating, SCALAR_TYPE } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { named } from "../named.ts";
import { showShape } from "../shape.ts";
import { elementsOf, type Tensor } from "../tensor.ts";
import { detached, numbers } from "./copy.ts";
import { zeros } from "./create.ts";

/** Options of bincount. */
export interface BincountOptions {
  weights?: Tensor | null;
  minlength?: number;
}

/** How often each whole number comes, or the sum of its weights. https://docs.pytorch.org/docs/stable/generated/torch.bincount.html */
export function bincount(
  x: Tensor,
  ...rest: readonly (Tensor | number | null | BincountOptions | undefined)[]
): Tensor {
  const { weights = null, minlength = 0 } = named<BincountOptions>(rest, ["weights", "minlength"]);
  checkAs(
    "NotImplementedError",
    !isFloating(x.dtype),
    "bincount",
    () => `"bincount_cpu" not implemented for '${SCALAR_TYPE[x.dtype]}'`,
  );
  const values = Float64Array.from(numbers(detached(x)));
  check(
    x.ndim === 1 && values.every((v) => v >= 0),
    "bincount",
    () =>
      `bincount only supports 1-d non-negative integral inputs. Got shape ${showShape(x.shape)} and a least value of ${values.reduce((a, b) => Math.min(a, b), 0)}`,
  );
  check(minlength >= 0, "bincount", () => `minlength should be >= 0, got ${minlength}`);
  check(
    weights === null || (weights.ndim === 1 && weights.numel === x.numel),
    "bincount",
    () =>
      `weights should be 1-d and have the same length as input, got ${showShape(weights?.shape ?? [])} for ${x.numel}`,
  );
  return counted(
    values,
    weights,
    Math.max(
      minlength,
      values.reduce((top, v) => Math.max(top, v + 1), 0),
    ),
  );
}

function counted(values: ArrayLike<number>, weights: Tensor | null, size: number): Tensor {
  const dtype: Dtype =
    weights === null ? "int64" : weights.dtype === "float32" ? "float32" : "float64";
  const out = zeros([size], { dtype });
  const amounts = weights && numbers(detached(weights));
  const target = elementsOf(out) as Float64Array;
  const one = dtype === "int64" ? (1n as unknown as number) : 1;
  for (let i = 0; i < values.length; i++) {
    const at = values[i] as number;
    target[at] = (target[at] as number) + (amounts ? (amounts[i] as number) : one);
  }
  return out;
}
