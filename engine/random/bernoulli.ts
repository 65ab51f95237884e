import type { Dtype, Elements } from "../dtype.ts";
import { check } from "../errors.ts";
import { kernels, memory, rowBase } from "../memory.ts";
import type { Generator } from "./generator.ts";
import { McgStream } from "./mcg31.ts";
import { ROW, ROW_SPACE } from "./rows.ts";
import { fill } from "./write.ts";

/**
 * torch.Tensor.bernoulli_(p), the mask of every dropout: 1, or `one`, where a uniform lies below p.
 * Draws 2 of 32 bits an element whatever the dtype; with profile torch-2.6-mkl 1 in all, and elements go in logical order.
 * https://docs.pytorch.org/docs/stable/generated/torch.Tensor.bernoulli_.html
 */
export function bernoulli(
  generator: Generator,
  out: Elements,
  dtype: Dtype,
  p = 0.5,
  one = 1,
): void {
  check(
    p >= 0 && p <= 1,
    "bernoulli_",
    () => `bernoulli_ expects p to be in [0, 1], but got p=${p}`,
  );
  if (generator.profile === "torch-2.6-mkl") {
    const stream = new McgStream(generator.random());
    const limit = Math.fround(p);
    fill(out, dtype, () => (stream.uniform24() < limit ? one : 0));
  } else if (out instanceof Float32Array || out instanceof Float64Array) {
    fillFloats(generator, out, p, one);
  } else {
    fill(out, dtype, () => (generator.uniform53() < p ? one : 0));
  }
}

/** As many as make a row at a time. A uniform, whole multiples of 2^-53, is below p where that multiple is below p 2^53. */
function fillFloats(
  generator: Generator,
  out: Float32Array | Float64Array,
  p: number,
  one: number,
): void {
  const limit = Math.ceil(p * 2 ** 53);
  const [kernel, kind] =
    out instanceof Float32Array
      ? [kernels.random_bernoulli_f32, Float32Array]
      : [kernels.random_bernoulli_f64, Float64Array];
  const most = Math.floor(ROW_SPACE / out.BYTES_PER_ELEMENT);
  generator.withState(rowBase, () => {
    for (let start = 0; start < out.length; start += most) {
      const count = Math.min(most, out.length - start);
      kernel(rowBase, ROW, count, limit, one);
      out.set(new kind(memory.buffer, ROW, count), start);
    }
  });
}

/**
 * torch.bernoulli(p) for a tensor of probabilities: 53 bits of uniform for float64 ones, 24 for others; `p` in logical order.
 * https://docs.pytorch.org/docs/stable/generated/torch.bernoulli.html
 */
export function bernoulliTensor(
  generator: Generator,
  out: Elements,
  dtype: Dtype,
  p: ArrayLike<number>,
  pDtype: Dtype,
): void {
  let i = 0;
  fill(out, dtype, () => {
    const chance = p[i++] as number;
    check(
      chance >= 0 && chance <= 1,
      "bernoulli",
      () => `Expected p_in >= 0 && p_in <= 1 to be true, but got false: p is ${chance}`,
    );
    const u = pDtype === "float64" ? generator.uniform53() : generator.uniform24();
    return u < chance ? 1 : 0;
  });
}
