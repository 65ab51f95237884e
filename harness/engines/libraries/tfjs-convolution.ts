import * as tf from "@tensorflow/tfjs";
import { type Given, only } from "../table.ts";
import { perAxis } from "./per-axis.ts";
import { axesOf, biased, first, last, type T, weight } from "./tfjs-layout.ts";

/** A convolution along so many axes, channels moved to the end and back. */
export function convolve({ state, options }: Given<T>, x: T, axes: 1 | 2 | 3): T {
  const { groups, padding_mode: mode } = options;
  only(mode === "zeros", `padding with ${mode}`);
  only(x.rank === axes + 2, "convolution without a batch");
  const channels = x.shape[1] as number;
  const depthwise = axes === 2 && groups !== 1 && groups === channels;
  only(groups === 1 || depthwise, "groups, but for depthwise ones in two dimensions");
  const [stride, dilation] = [perAxis(options["stride"], axes), perAxis(options["dilation"], axes)];
  only(
    stride.every((n) => n === 1) || dilation.every((n) => n === 1),
    "stride and dilation together",
  );
  const padding = options["padding"];
  only(typeof padding !== "string", `padding "${String(padding)}"`);
  const amounts = perAxis(padding, axes);
  only(
    [...amounts, ...stride.map((n) => n - 1), ...dilation.map((n) => n - 1)].every((n) => n >= 0),
    "negative options",
  );
  const reach = amounts.map(
    (n, i) =>
      (x.shape[i + 2] as number) +
      2 * n -
      (dilation[i] as number) * ((weight(state).shape[i + 2] as number) - 1),
  );
  only(
    reach.every((n) => n > 0),
    "a kernel beyond the image",
  );
  const padded = amounts.every((n) => n === 0)
    ? x
    : tf.pad(x, [[0, 0], [0, 0], ...amounts.map((n): [number, number] => [n, n])]);
  const [input, kernel] = [last(padded), weight(state)];
  const y = depthwise
    ? tf.depthwiseConv2d(
        input,
        depthwiseKernel(kernel, channels),
        stride as [number, number],
        "valid",
        "NHWC",
        dilation as [number, number],
      )
    : plainConvolution(axes, input, kernel, stride, dilation);
  return first(biased(y, state));
}

function depthwiseKernel(kernel: T, channels: number): tf.Tensor4D {
  const [outs, , height, width] = kernel.shape as [number, number, number, number];
  return tf.transpose(tf.reshape(kernel, [channels, outs / channels, height, width]), [2, 3, 0, 1]);
}

function plainConvolution(
  axes: 1 | 2 | 3,
  input: T,
  kernel: T,
  stride: number[],
  dilation: number[],
): T {
  const filter = tf.transpose(kernel, [...axesOf(kernel).slice(2), 1, 0]);
  if (axes === 1) {
    return tf.conv1d(
      input as tf.Tensor3D,
      filter as tf.Tensor3D,
      stride[0] as number,
      "valid",
      "NWC",
      dilation[0],
    );
  }
  if (axes === 2) {
    return tf.conv2d(
      input as tf.Tensor4D,
      filter as tf.Tensor4D,
      stride as [number, number],
      "valid",
      "NHWC",
      dilation as [number, number],
    );
  }
  only(
    dilation.every((n) => n === 1),
    "dilation in three dimensions",
  );
  return tf.conv3d(
    input as tf.Tensor5D,
    filter as tf.Tensor5D,
    stride as [number, number, number],
    "valid",
  );
}

/** A transposed convolution along two axes. */
export function transposed({ state, options, shapes }: Given<T>, x: T): T {
  only(shapes[0]?.length === 4, "convolution without a batch");
  only(options["groups"] === 1, "groups in transposed convolution");
  only((options["output_size"] ?? null) === null, "an output size of one's own");
  const [stride, padding, extra, dilation] = [
    "stride",
    "padding",
    "output_padding",
    "dilation",
  ].map((key) => perAxis(options[key], 2)) as [number[], number[], number[], number[]];
  only(
    dilation.every((n) => n === 1) && extra.every((n) => n === 0),
    "dilation or output padding in transposed convolution",
  );
  only(
    padding.every((n) => n === padding[0]),
    "another padding each axis",
  );
  const [batch, , height, width] = x.shape as [number, number, number, number];
  const [, outs, kh, kw] = weight(state).shape as [number, number, number, number];
  const size = [height, width].map(
    (n, i) =>
      (n - 1) * (stride[i] as number) - 2 * (padding[i] as number) + ([kh, kw][i] as number),
  );
  const filter = tf.transpose(weight(state), [2, 3, 1, 0]) as tf.Tensor4D;
  const y = tf.conv2dTranspose(
    last(x),
    filter,
    [batch, ...size, outs] as [number, number, number, number],
    stride as [number, number],
    padding[0] as number,
  );
  return first(biased(y, state));
}
