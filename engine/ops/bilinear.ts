import { attach } from "../autograd.ts";
import { C_TYPE, computeType, isFloating } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { named } from "../named.ts";
import { sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { batchedProduct } from "./bmm.ts";
import { detached, to } from "./copy.ts";
import type { BiasOption } from "./linear.ts";
import { mm } from "./matmul.ts";
import { add } from "./pointwise.ts";
import { permute, reshape, t, transpose, unsqueeze } from "./view.ts";

/**
 * y[o] = x1ᵀ W[o] x2 + b[o]. https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.bilinear.html
 *
 * **Shapes**: x1 (*, in1), x2 (*, in2), weight (out, in1, in2), bias (out); y (*, out).
 *
 * Throws RuntimeError for sizes and dtypes that do not fit, IndexError for an input without axes.
 */
export function bilinear(
  x1: Tensor,
  x2: Tensor,
  weight: Tensor,
  ...given: readonly (Tensor | BiasOption | null)[]
): Tensor {
  const { bias = null } = named<BiasOption>(given, ["bias"]);
  checkArguments(x1, x2, weight, bias);
  const y = product(x1, x2, weight);
  return bias ? add(y, bias) : y;
}

/** First x1ᵀ W[o] for each row and o, then its product with the row's x2. */
function product(x1: Tensor, x2: Tensor, weight: Tensor): Tensor {
  const { dtype } = weight;
  const [out, in1, in2] = weight.shape as [number, number, number];
  const rows = sizeOf(x1.shape.slice(0, -1));
  const type = isFloating(dtype) ? computeType(dtype) : dtype;
  const plain = (x: Tensor) => to(detached(x), type);
  const [left, right] = [reshape(plain(x1), [rows, in1]), reshape(plain(x2), [rows, in2])];
  const table = reshape(permute(plain(weight), [1, 0, 2]), [in1, out * in2]);
  const half = reshape(mm(left, table), [rows, out, in2]);
  const y = batchedProduct(half, unsqueeze(right, 2));
  return attach(
    "ViewBackward0",
    [x1, x2, weight],
    to(reshape(y, [...x1.shape.slice(0, -1), out]), dtype),
    (g) => {
      if (!g) return [null, null, null];
      const dy = reshape(plain(g), [rows, out, 1]);
      const dHalf = reshape(batchedProduct(dy, unsqueeze(right, 1)), [rows, out * in2]);
      const d1 = () => reshape(mm(dHalf, t(table)), x1.shape);
      const d2 = () => reshape(batchedProduct(transpose(dy, 1, 2), half), x2.shape);
      const dTable = () => permute(reshape(mm(t(left), dHalf), [in1, out, in2]), [1, 0, 2]);
      const ways = [d1, d2, dTable];
      return [x1, x2, weight].map((x, i) =>
        x.requiresGrad ? to((ways[i] as () => Tensor)(), dtype) : null,
      );
    },
    [x1, x2, weight],
  );
}

function checkArguments(x1: Tensor, x2: Tensor, weight: Tensor, bias: Tensor | null): void {
  const where = "bilinear";
  const must = (holds: boolean, what: () => string) => check(holds, where, what);
  const all = [x1, x2, weight, ...(bias ? [bias] : [])];
  must(
    all.every((x) => x.dtype === x1.dtype),
    () => {
      const [a, b, w, c] = all.map((x) => C_TYPE[x.dtype]);
      return `All tensors must have the same dtype, got input1: ${a}, input2: ${b}, weight: ${w}, bias: ${c}`;
    },
  );
  must(
    x1.ndim === x2.ndim,
    () => `bilinear(): input dimensions do not match: got ${x1.ndim} and ${x2.ndim}`,
  );
  const odd = x1.shape.slice(0, -1).findIndex((n, axis) => n !== x2.size(axis));
  must(
    odd < 0,
    () =>
      `bilinear(): input batch dimensions do not match at dim ${odd}: got ${x1.size(odd)} and ${x2.size(odd)}`,
  );
  checkAs(
    "IndexError",
    x1.ndim > 0,
    where,
    () => "Dimension specified as -1 but tensor has no dimensions",
  );
  checkSizes(x1, x2, weight, bias);
}

function checkSizes(x1: Tensor, x2: Tensor, weight: Tensor, bias: Tensor | null): void {
  const must = (holds: boolean, what: () => string) => check(holds, "bilinear", what);
  const size = (name: string, got: number, want: number | undefined) =>
    must(
      got === want,
      () => `bilinear(): ${name} size does not match weight size: got ${got} but expected ${want}`,
    );
  checkAs(
    "NotImplementedError",
    weight.dtype !== "bool",
    "bilinear",
    () => "\"bmm\" not implemented for 'Bool'",
  );
  size("input1", x1.size(-1), weight.shape[1]);
  size("input2", x2.size(-1), weight.shape[2]);
  if (bias) size("bias", bias.size(0), weight.shape[0]);
  must(
    x1.size(-1) > 0 && x2.size(-1) > 0,
    () => "cannot reshape tensor of 0 elements into shape [-1, 0]: an input must have features",
  );
}
