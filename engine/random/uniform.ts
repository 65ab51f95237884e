import { C_TYPE, type Dtype, type Elements, isHalf, SCALAR_TYPE } from "../dtype.ts";
import { check } from "../errors.ts";
import { rounderOf, toBfloat16, toFloat16 } from "../half.ts";
import { kernels } from "../memory.ts";
import { fma32, fma64 } from "./fma.ts";
import type { Generator } from "./generator.ts";
import { inRows, rowAt } from "./rows.ts";
import { checkFloating, checkProfile } from "./write.ts";

const LARGEST: Partial<Record<Dtype, number>> = {
  float64: Number.MAX_VALUE,
  float32: 2 ** 128 - 2 ** 104,
  float16: 65504,
  bfloat16: 2 ** 128 - 2 ** 120,
};

/**
 * torch.Tensor.uniform_: u (to - from) + from with u in [0, 1), fused. A value that rounds to `to` becomes `from`.
 * Draws 1 of 32 bits an element, 2 for float64. https://docs.pytorch.org/docs/stable/generated/torch.Tensor.uniform_.html
 */
export function uniform(generator: Generator, out: Elements, dtype: Dtype, from = 0, to = 1): void {
  checkFloating(dtype, "uniform_", "check_uniform_bounds");
  checkBounds(dtype, from, to);
  checkProfile(generator, !isHalf(dtype), "uniform_");
  if (out instanceof Float32Array) fill32(generator, out, from, to);
  else if (out instanceof Float64Array) fill64(generator, out, from, to);
  else fillHalf(generator, out as Uint16Array, dtype, from, to);
}

function fill32(generator: Generator, out: Float32Array, from: number, to: number): void {
  const low = Math.fround(from);
  const high = Math.fround(to);
  const width = Math.fround(high - low);
  const end = generator.profile === "torch-2.6-mkl" ? Number.NaN : high;
  inRows(generator, out.length, (row, start, count) => {
    kernels.random_scale(row, count, width, low, end);
    out.set(rowAt(row, count), start);
  });
}

function fill64(generator: Generator, out: Float64Array, from: number, to: number): void {
  const isUnit = from === 0 && to === 1;
  const end = generator.profile === "torch-2.6-mkl" ? Number.NaN : to;
  for (let i = 0; i < out.length; i++) {
    const u = generator.uniform53();
    const value = isUnit ? u : fma64(u, to - from, from);
    out[i] = value === end ? from : value;
  }
}

/** In float32 with float32 bounds, then rounded; the end that is left out is the rounded one. */
function fillHalf(
  generator: Generator,
  out: Uint16Array,
  dtype: Dtype,
  from: number,
  to: number,
): void {
  const bits = dtype === "float16" ? toFloat16 : toBfloat16;
  const low = Math.fround(from);
  const width = Math.fround(Math.fround(to) - low);
  const round = rounderOf(dtype);
  for (let i = 0; i < out.length; i++) {
    const value = fma32(generator.uniform24(), width, low);
    out[i] = bits(round(value) === round(to) ? from : value);
  }
}

function checkBounds(dtype: Dtype, from: number, to: number): void {
  const largest = LARGEST[dtype] as number;
  for (const [name, bound] of [["from", from] as const, ["to", to] as const]) {
    check(
      Math.abs(bound) <= largest,
      "uniform_",
      () => `${name} is out of bounds for ${C_TYPE[dtype]}: ${bound}`,
    );
  }
  check(
    from <= to,
    "uniform_",
    () => `expects to return a [from, to) range, but found from=${from} > to=${to}`,
  );
  check(
    to - from <= largest,
    "uniform_",
    () =>
      `expects to-from <= std::numeric_limits<${SCALAR_TYPE[dtype]}>::max(), but found to=${to} and from=${from} which result in to-from to exceed the limit`,
  );
}
