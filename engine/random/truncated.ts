import { allocate, type Dtype, type Elements } from "../dtype.ts";
import { fromBfloat16, fromFloat16, rounderOf } from "../half.ts";
import { exp } from "./exponential-function.ts";
import type { Generator } from "./generator.ts";
import { log } from "./logarithm.ts";
import { normal } from "./normal.ts";
import { uniform } from "./uniform.ts";
import { checkProfile } from "./write.ts";

/** A normal distribution cut to [a, b], and the layout of the tensor that is filled. */
interface Cut {
  readonly dtype: Dtype;
  readonly mean: number;
  readonly std: number;
  readonly a: number;
  readonly b: number;
  readonly contiguous: boolean;
  readonly freshContiguous: boolean;
}

/**
 * torch.nn.init.trunc_normal_: normals within [a, b]. Where the interval holds over 30 % of the mass, whole tensors of normals are
 * drawn until every place has had one within; else uniforms are accepted in proportion to the density.
 * https://docs.pytorch.org/docs/stable/nn.init.html#torch.nn.init.trunc_normal_
 */
export function truncatedNormal(
  generator: Generator,
  out: Elements,
  dtype: Dtype,
  mean = 0,
  std = 1,
  a = -2,
  b = 2,
  contiguous = true,
  freshContiguous = contiguous,
): void {
  checkProfile(generator, false, "trunc_normal_");
  const cut = { dtype, mean, std, a, b, contiguous, freshContiguous };
  const mass = cdf((b - mean) / std) - cdf((a - mean) / std);
  if (mass > 0.3) redrawOutside(generator, out, cut);
  else acceptByDensity(generator, out, cut);
}

function redrawOutside(generator: Generator, out: Elements, cut: Cut): void {
  const { dtype, mean, std, contiguous, freshContiguous } = cut;
  const round = rounderOf(dtype);
  const low = round(cut.a);
  const high = round(cut.b);
  const value = decoderOf(dtype);
  const isInside = (x: number) => !(x < low || x > high);
  normal(generator, out, dtype, mean, std, contiguous);
  let open = placesWhere(out, (i) => !isInside(value(out[i] as number)));
  const fresh = allocate(dtype, out.length);
  while (open.length > 0) {
    normal(generator, fresh, dtype, mean, std, freshContiguous);
    open = open.filter((i) => {
      out[i] = fresh[i] as number;
      return !isInside(value(out[i] as number));
    });
  }
}

function acceptByDensity(generator: Generator, out: Elements, cut: Cut): void {
  const { dtype, a, b } = cut;
  const candidates = allocate(dtype, out.length);
  const chances = allocate(dtype, out.length);
  const round = rounderOf(dtype);
  const value = decoderOf(dtype);
  const logDensity = logDensityOf(cut);
  let open = placesWhere(out, () => true);
  while (open.length > 0) {
    uniform(generator, candidates, dtype, a, b);
    uniform(generator, chances, dtype);
    open = open.filter((i) => {
      out[i] = candidates[i] as number;
      const limit = logDensity(value(candidates[i] as number));
      return round(log(value(chances[i] as number))) > limit;
    });
  }
}

/** The logarithm of the density over that of the mode, every step rounded to the dtype. */
function logDensityOf({ dtype, mean, std, a, b }: Cut): (x: number) => number {
  const round = rounderOf(dtype);
  const scalar = dtype === "float64" ? (x: number) => x : Math.fround;
  const off = (Math.max(a, Math.min(mean, b)) - mean) / std;
  const peak = scalar(-0.5 * (off * off));
  return (x) => {
    const z = round(round(x - scalar(mean)) / scalar(std));
    return round(round(round(z * z) * -0.5) - peak);
  };
}

function placesWhere(out: Elements, test: (i: number) => boolean): number[] {
  return Array.from(out.keys()).filter(test);
}

function decoderOf(dtype: Dtype): (element: number) => number {
  if (dtype === "float16") return fromFloat16;
  if (dtype === "bfloat16") return fromBfloat16;
  return (element) => element;
}

/** The share of the standard normal distribution below x. */
function cdf(x: number): number {
  return (1 + erf(x / Math.SQRT2)) / 2;
}

/** The error function to about 15 digits, by a series of positive terms. */
function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = 0;
  for (let n = 1; sum + term !== sum; n++) {
    sum += term;
    term *= (2 * x * x) / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * exp(-x * x) * sum;
}
