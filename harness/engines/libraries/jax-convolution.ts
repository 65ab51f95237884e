import { lax } from "@jax-js/jax";
import { type Given, only } from "../table.ts";
import { alongChannels, type T } from "./jax-layout.ts";
import { perAxis } from "./per-axis.ts";

/** A convolution along so many axes. */
export function convolve({ state, options }: Given<T>, x: T, axes: number): T {
  only(options["padding_mode"] === "zeros", `padding with ${String(options["padding_mode"])}`);
  only(x.ndim === axes + 2, "convolution without a batch");
  const kernel = state["weight"] as T;
  const y = lax.convGeneralDilated(
    x.ref,
    kernel.ref,
    perAxis(options["stride"], axes),
    paddingOf(options["padding"], axes),
    {
      rhsDilation: perAxis(options["dilation"], axes),
      featureGroupCount: Number(options["groups"]),
    },
  );
  return biased(y, state["bias"]);
}

/** A transposed convolution along so many axes. */
export function transposed({ state, options }: Given<T>, x: T, axes: number): T {
  only(x.ndim === axes + 2, "convolution without a batch");
  only(options["groups"] === 1, "groups in transposed convolution");
  only((options["output_size"] ?? null) === null, "an output size of one's own");
  only(
    perAxis(options["output_padding"], axes).every((n) => n === 0),
    "output padding",
  );
  const kernel = state["weight"] as T;
  const y = lax.convTranspose(
    x.ref,
    kernel.ref,
    perAxis(options["stride"], axes),
    paddingOf(options["padding"], axes),
    { rhsDilation: perAxis(options["dilation"], axes), transposeKernel: true },
  );
  return biased(y, state["bias"]);
}

function paddingOf(
  padding: Given<T>["options"][string] | undefined,
  axes: number,
): "VALID" | "SAME" | [number, number][] {
  if (padding === "valid") return "VALID";
  if (padding === "same") return "SAME";
  return perAxis(padding, axes).map((n) => [n, n]);
}

function biased(y: T, bias: T | undefined): T {
  return bias === undefined ? y : y.add(alongChannels(bias, y.ndim));
}
