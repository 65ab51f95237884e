import { attach } from "../autograd.ts";
import { isFloating } from "../dtype.ts";
import { named } from "../named.ts";
import { normalizeDim } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { detached, numbers, reader, to, writer } from "./copy.ts";
import { emptyLines, laidAlong, lastLines, linesOf } from "./lines.ts";
import { type ReduceArguments, type ReduceOptions, readReduction, relabel } from "./reduction.ts";
import { reshape } from "./view.ts";

/** The product of all elements, or along one axis. https://docs.pytorch.org/docs/stable/generated/torch.prod.html */
export function prod(x: Tensor, ...rest: ReduceArguments): Tensor {
  const { dim } = named<ReduceOptions>(rest, ["dim", "keepdim"]);
  const reduction = readReduction(x, rest, "prod");
  const values = to(detached(x), reduction.dtype ?? (isFloating(x.dtype) ? x.dtype : "int64"));
  const flat = typeof dim === "number" ? values : reshape(values, [-1]);
  const axis = typeof dim === "number" ? normalizeDim(dim, x.ndim, "prod") : 0;
  const out = relabel(multiplied(flat, axis), reduction.shape);
  const node = typeof dim === "number" ? "ProdBackward1" : "ProdBackward0";
  return attach(
    node,
    [x],
    out,
    (g) => [g && to(reshape(gradient(g, flat, out, axis), x.shape), x.dtype)],
    [x, out],
  );
}

function multiplied(x: Tensor, axis: number): Tensor {
  const length = x.shape[axis] ?? 1;
  const kept = x.shape.filter((_, i) => i !== axis);
  const out = emptyTensor(kept, x.dtype);
  const lines = lastLines(x, [axis]);
  const read = reader(x.dtype, elementsOf(lines));
  const write = writer(x.dtype, elementsOf(out));
  const floating = isFloating(x.dtype);
  for (let line = 0; line < out.numel; line++) {
    let [real, whole] = [1, 1n];
    for (let i = line * length; i < (line + 1) * length; i++) {
      if (floating) real *= read(i) as number;
      else whole = BigInt.asIntN(64, whole * BigInt(read(i)));
    }
    write(line, floating ? real : whole);
  }
  return out;
}

/** The product over x, which with a zero in x is the product of the others. */
function gradient(g: Tensor, x: Tensor, out: Tensor, axis: number): Tensor {
  const { values, length, count } = linesOf(x, axis);
  const [dy, y] = [numbers(g), numbers(out)];
  const lines = emptyLines(x, axis, length, x.dtype);
  const write = writer(x.dtype, elementsOf(lines));
  const hasZero = values.includes(0);
  for (let line = 0; line < count; line++) {
    for (let i = line * length; i < (line + 1) * length; i++) {
      const others = hasZero
        ? productBut(values, i, line * length, length)
        : (y[line] as number) / (values[i] as number);
      write(i, (dy[line] as number) * others);
    }
  }
  return laidAlong(lines, axis);
}

function productBut(values: Float64Array, but: number, from: number, length: number): number {
  let product = 1;
  for (let i = from; i < from + length; i++) if (i !== but) product *= values[i] as number;
  return product;
}
