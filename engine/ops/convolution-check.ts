import { C_TYPE, type Dtype, SCALAR_TYPE } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { showShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

/** The numbers of a convolution, one an axis in every list. */
export interface ConvolutionParameters {
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  readonly outputPadding: readonly number[];
  readonly groups: number;
  readonly transposed: boolean;
}

/** Refuses an input that is neither (C, *) nor (N, C, *) for a layer of `axes` axes. */
export function checkInputRank(where: string, x: Tensor, axes: number): void {
  check(
    x.ndim === axes + 1 || x.ndim === axes + 2,
    where,
    () =>
      `Expected ${axes + 1}D (unbatched) or ${axes + 2}D (batched) input to ${where}, but got input of size: ${showShape(x.shape)}`,
  );
}

/** Refuses a bias of another type than the input's. */
export function checkBiasType(where: string, x: Tensor, bias: Tensor | null): void {
  check(
    !bias || bias.dtype === x.dtype,
    where,
    () =>
      `Input type (${C_TYPE[x.dtype]}) and bias type (${C_TYPE[(bias as Tensor).dtype]}) should be the same`,
  );
}

/** `list` with one entry for each axis of the weight's kernel; a single entry stands for all. */
export function expandList(
  where: string,
  name: string,
  list: readonly number[],
  weight: Tensor,
): readonly number[] {
  check(
    weight.ndim >= 3,
    where,
    () => `weight should have at least three dimensions, got ${weight.ndim}`,
  );
  const axes = weight.ndim - 2;
  check(
    list.length === 1 || list.length === axes,
    where,
    () =>
      `expected ${name} to be a single integer value or a list of ${axes} values to match the convolution dimensions, but got ${name}=${showShape(list)}`,
  );
  return list.length === axes ? list : new Array<number>(axes).fill(list[0] as number);
}

/** All that must hold of a batched input, a weight (outs, ins/groups, *) or (ins, outs/groups, *) if transposed, and a bias. */
export function checkConvolution(
  where: string,
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  parameters: ConvolutionParameters,
): void {
  const { padding, outputPadding, stride, dilation, groups, transposed } = parameters;
  check(groups > 0, where, () => `non-positive groups is not supported, got groups=${groups}`);
  check(
    padding.every((n) => n >= 0),
    where,
    () => `negative padding is not supported, got padding=${showShape(padding)}`,
  );
  check(
    outputPadding.every((n) => n >= 0),
    where,
    () =>
      `negative output_padding is not supported, got output_padding=${showShape(outputPadding)}`,
  );
  check(
    stride.every((n) => n > 0),
    where,
    () => `non-positive stride is not supported, got stride=${showShape(stride)}`,
  );
  const negative = dilation.some((n) => n < 0);
  check(
    dilation.every((n) => n > 0),
    where,
    () =>
      negative
        ? "dilation should be greater than zero"
        : `non-positive dilation is not supported, got dilation=${showShape(dilation)}`,
  );
  checkWeight(where, x, weight, groups);
  checkChannels(where, x, weight, parameters);
  checkBiasShape(where, weight, bias, parameters);
  if (x.shape[0] === 0) checkFirstOf(where, weight);
  else checkOperands(where, x, weight, bias, transposed);
}

/** All that PyTorch looks at where the batch is empty: whatever their types, the input times one element. */
function checkFirstOf(where: string, weight: Tensor): void {
  checkAs(
    "IndexError",
    weight.numel > 0,
    where,
    () => "select(): index 0 out of range for tensor of size [0] at dimension 0",
  );
}

function checkOperands(
  where: string,
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  transposed: boolean,
): void {
  check(
    weight.numel > 0 || !transposed,
    where,
    () => `non-empty weight tensor expected, but got: ${showShape(weight.shape)}`,
  );
  checkTypes(where, x, weight, bias);
  check(
    weight.shape.slice(2).every((n) => n > 0),
    where,
    () => `kernel size should be greater than zero, but got ${weight.shape.slice(2).join(" x ")}`,
  );
}

function checkWeight(where: string, x: Tensor, weight: Tensor, groups: number): void {
  check(
    weight.ndim === x.ndim,
    where,
    () =>
      `Expected ${weight.ndim}-dimensional input for ${weight.ndim}-dimensional weight ${showShape(weight.shape)}, but got ${x.ndim}-dimensional input of size ${showShape(x.shape)} instead`,
  );
  const first = weight.shape[0] as number;
  check(
    first >= groups,
    where,
    () =>
      `Given groups=${groups}, expected weight to be at least ${groups} at dimension 0, but got weight of size ${showShape(weight.shape)} instead`,
  );
  check(
    first % groups === 0,
    where,
    () =>
      `Given groups=${groups}, expected weight to be divisible by ${groups} at dimension 0, but got weight of size [${showShape(weight.shape)}] instead`,
  );
}

function checkChannels(
  where: string,
  x: Tensor,
  weight: Tensor,
  { groups, transposed }: ConvolutionParameters,
): void {
  const [first, second] = weight.shape as [number, number];
  const channels = transposed ? first : second * groups;
  check(
    x.shape[1] === channels,
    where,
    () =>
      `Given ${transposed ? "transposed=1" : `groups=${groups}`}, weight of size ${showShape(weight.shape)}, expected input${showShape(x.shape)} to have ${channels} channels, but got ${x.shape[1]} channels instead`,
  );
}

function checkBiasShape(
  where: string,
  weight: Tensor,
  bias: Tensor | null,
  { groups, transposed }: ConvolutionParameters,
): void {
  const outs = transposed ? (weight.shape[1] as number) * groups : (weight.shape[0] as number);
  check(
    !bias || (bias.ndim === 1 && bias.shape[0] === outs),
    where,
    () =>
      `Given ${transposed ? "transposed=1, " : ""}weight of size ${showShape(weight.shape)}, expected bias to be 1-dimensional with ${outs} elements, but got bias of size ${showShape((bias as Tensor).shape)} instead`,
  );
}

/** What PyTorch's library for float32 and bfloat16 calls those two; it words its refusals in its own way. */
const MKLDNN_TYPE: Partial<Record<Dtype, string>> = {
  float32: "torch.FloatTensor",
  float64: "torch.DoubleTensor",
  bfloat16: "CPUBFloat16Type",
  float16: "torch.HalfTensor",
  int64: "torch.LongTensor",
};

function checkTypes(where: string, x: Tensor, weight: Tensor, bias: Tensor | null): void {
  const native = x.dtype === "float32" || x.dtype === "bfloat16";
  const name = ({ dtype }: Tensor) => MKLDNN_TYPE[dtype] ?? dtype;
  check(x.dtype === weight.dtype, where, () =>
    native
      ? `Input type (${name(x)}) and weight type (${name(weight)}) should be the same or input should be a MKLDNN tensor and weight is a dense tensor`
      : `expected scalar type ${SCALAR_TYPE[x.dtype]} but found ${SCALAR_TYPE[weight.dtype]}`,
  );
  check(
    !native || !bias || bias.dtype === x.dtype,
    where,
    () =>
      `Input type (${name(x)}) and bias type (${name(bias as Tensor)}) should be the same or input should be a MKLDNN tensor and bias is a dense tensor`,
  );
}

/** Refuses integers where PyTorch has no loop for them: dilated, transposed, and bool altogether. */
export function checkIntegers(
  where: string,
  dtype: Dtype,
  { dilation, transposed }: ConvolutionParameters,
): void {
  const dilated = dilation.some((n) => n > 1);
  const volume = dilation.length === 3;
  const loop = transposed
    ? `slow_conv_transpose${volume ? 3 : 2}d_out_cpu`
    : dilated
      ? "slow_conv_dilated<>"
      : volume
        ? "compute_columns3d"
        : "slow_conv2d_cpu";
  checkAs(
    "NotImplementedError",
    dtype === "int64" || (dtype !== "bool" && !dilated && !transposed),
    where,
    () => `"${loop}" not implemented for '${SCALAR_TYPE[dtype]}'`,
  );
}
