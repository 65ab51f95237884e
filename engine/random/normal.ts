import { type Dtype, type Elements, isHalf } from "../dtype.ts";
import { check } from "../errors.ts";
import { toBfloat16, toFloat16 } from "../half.ts";
import { kernels } from "../memory.ts";
import { fma64 } from "./fma.ts";
import type { Generator } from "./generator.ts";
import { log, log1p } from "./logarithm.ts";
import { inRows, rowAt } from "./rows.ts";
import { directionOf } from "./trigonometry.ts";
import { checkFloating, checkProfile, fill } from "./write.ts";

const BLOCK = 16;

/**
 * torch.Tensor.normal_: Box-Muller normals times std plus mean, fused.
 * From 16 elements on, blocks of 16 uniforms become 16 normals, and a ragged end is drawn anew with the 15 or fewer before it.
 * Fewer, or a tensor that is not contiguous (`contiguous` false, elements in memory order), go in pairs in double, of which the
 * generator keeps the second one. https://docs.pytorch.org/docs/stable/generated/torch.Tensor.normal_.html
 */
export function normal(
  generator: Generator,
  out: Elements,
  dtype: Dtype,
  mean = 0,
  std = 1,
  contiguous = true,
): void {
  check(std >= 0, "normal", () => `expects std >= 0.0, but found std ${std}`);
  checkFloating(dtype, "normal_", "normal_kernel_cpu");
  if (out.length < BLOCK || !contiguous) {
    fill(out, dtype, () => drawNormal(generator, mean, std));
    return;
  }
  checkProfile(generator, !isHalf(dtype), "normal_");
  if (out instanceof Float32Array) fill32(generator, out, Math.fround(mean), Math.fround(std));
  else if (out instanceof Float64Array) fill64(generator, out, mean, std);
  else fillHalf(generator, out as Uint16Array, dtype, Math.fround(mean), Math.fround(std));
}

/** One normal in double: the one kept from the last pair, or the first of a new pair. */
export function drawNormal(generator: Generator, mean: number, std: number): number {
  const kept = generator.cachedNormal;
  if (kept !== null) {
    generator.cachedNormal = null;
    return fma64(kept, std, mean);
  }
  const u1 = generator.uniform53();
  const radius = Math.sqrt(-2 * log1p(-generator.uniform53()));
  const { cos, sin } = directionOf(2 * Math.PI * u1);
  generator.cachedNormal = radius * sin.high;
  return fma64(radius * cos.high, std, mean);
}

function fill32(generator: Generator, out: Float32Array, mean: number, std: number): void {
  const n = out.length;
  inRows(generator, n, (row, start, count) => {
    kernels.random_normal(row, count - (count % BLOCK), mean, std);
    out.set(rowAt(row, count), start);
  });
  if (n % BLOCK === 0) return;
  inRows(generator, BLOCK, (row) => {
    kernels.random_normal(row, BLOCK, mean, std);
    out.set(rowAt(row, BLOCK), n - BLOCK);
  });
}

function fill64(generator: Generator, out: Float64Array, mean: number, std: number): void {
  const n = out.length;
  for (let i = 0; i < n; i++) out[i] = generator.uniform53();
  for (let i = 0; i + BLOCK <= n; i += BLOCK) normalsFromUniforms64(out, i, mean, std);
  if (n % BLOCK === 0) return;
  for (let i = n - BLOCK; i < n; i++) out[i] = generator.uniform53();
  normalsFromUniforms64(out, n - BLOCK, mean, std);
}

/** Block by block in float32, each rounded as it is done, so a ragged end costs no draws of its own. */
function fillHalf(
  generator: Generator,
  out: Uint16Array,
  dtype: Dtype,
  mean: number,
  std: number,
): void {
  const bits = dtype === "float16" ? toFloat16 : toBfloat16;
  const blocks = Math.ceil(out.length / BLOCK);
  inRows(generator, blocks * BLOCK, (row, first, count) => {
    kernels.random_normal(row, count, mean, std);
    const drawn = rowAt(row, count);
    for (let at = 0; at < count; at += BLOCK) {
      const start = Math.min(first + at, out.length - BLOCK);
      for (let j = 0; j < BLOCK; j++) out[start + j] = bits(drawn[at + j] as number);
    }
  });
}

function normalsFromUniforms64(out: Float64Array, start: number, mean: number, std: number): void {
  for (let j = start; j < start + 8; j++) {
    const radius = Math.sqrt(-2 * log(1 - (out[j] as number)));
    const { cos, sin } = directionOf(2 * Math.PI * (out[j + 8] as number));
    out[j] = fma64(radius * cos.high, std, mean);
    out[j + 8] = fma64(radius * sin.high, std, mean);
  }
}
