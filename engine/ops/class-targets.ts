import { isFloating, SCALAR_TYPE } from "../dtype.ts";
import { check, checkAs } from "../errors.ts";
import { type Shape, sameShape, showShape, sizeOf } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { detached, numbers, to } from "./copy.ts";
import { full } from "./create.ts";
import { ratio } from "./element-loss.ts";
import type { LossReduction } from "./loss-reduction.ts";
import { relabel } from "./reduction.ts";
import { sumAxes } from "./sum-axes.ts";

/** How scores by class lie: `classes` along the middle of (outer, classes, inner). */
export interface ClassLayout {
  readonly outer: number;
  readonly classes: number;
  readonly inner: number;
  /** The shape of one loss a target. */
  readonly shape: Shape;
  /** PyTorch's name of the step that picks by class. */
  readonly node: string;
}

/** Reads how scores x lie: (C), (N, C) or (N, C, d1, ...). */
export function classLayout(x: Tensor, reduction: LossReduction): ClassLayout {
  const [outer = 1, classes = 1, ...rest] = x.ndim === 1 ? [1, ...x.shape] : x.shape;
  const shape = x.ndim === 1 ? [] : [outer, ...rest];
  const viewed = x.ndim === 3 || x.ndim > 4;
  const picked = x.ndim < 3 ? "NllLossBackward0" : "NllLoss2DBackward0";
  const node = viewed && reduction === "none" ? "ViewBackward0" : picked;
  return { outer, classes, inner: sizeOf(rest), shape, node };
}

/** Refuses shapes and dtypes of targets and weights by class that do not fit scores x. */
export function checkClassTargets(x: Tensor, target: Tensor, weight: Tensor | null, where: string) {
  checkAs("ValueError", x.ndim > 0, where, () => "Expected 1 or more dimensions (got 0)");
  checkAs(
    "ValueError",
    x.ndim === 1 || x.shape[0] === target.shape[0],
    where,
    () =>
      `Expected input batch_size (${x.shape[0]}) to match target batch_size (${target.shape[0]}).`,
  );
  checkTargetShape(x, target, where);
  check(
    target.dtype === "int64" || target.dtype === "uint8",
    where,
    () => `expected target dtype to be Long or Byte, but got ${SCALAR_TYPE[target.dtype]}`,
  );
  checkAs(
    "ValueError",
    x.ndim > 1 || target.numel === 1,
    where,
    () => `For 1D input, 1D target must have size 1, but got target size: ${target.numel}`,
  );
  check(
    x.ndim < 3 || target.dtype === "int64",
    where,
    () => `expected scalar type Long but found ${SCALAR_TYPE[target.dtype]}`,
  );
  if (weight) checkClassWeight(x, weight, where);
}

function checkTargetShape(x: Tensor, target: Tensor, where: string): void {
  const spatial = x.shape.slice(2);
  if (x.ndim < 3) {
    check(
      target.ndim < 2,
      where,
      () => "0D or 1D target tensor expected, multi-target not supported",
    );
  } else if (x.ndim === 4) {
    check(
      target.ndim === 3,
      where,
      () =>
        `only batches of spatial targets supported (3D tensors) but got targets of dimension: ${target.ndim}`,
    );
    check(
      sameShape(target.shape.slice(1), spatial),
      where,
      () => `size mismatch (got input: ${showShape(x.shape)} , target: ${showShape(target.shape)})`,
    );
  } else {
    check(
      sameShape(target.shape.slice(1), spatial),
      where,
      () =>
        `Expected target size ${showShape([x.shape[0] as number, ...spatial])}, got ${showShape(target.shape)}`,
    );
    // PyTorch looks at a line or a volume as at a plane, which has no pixels where there are no scores.
    const [batch, classes] = x.shape as [number, number];
    check(
      x.numel > 0 || target.numel === 0,
      where,
      () =>
        `size mismatch (got input: ${showShape([batch, classes, 0, 0])} , target: ${showShape([batch, 1, target.numel / batch])}`,
    );
  }
}

/** PyTorch's gradient, unlike the loss, wants a target without axes for a row without a batch, but where there is one class. */
export function checkBackward(x: Tensor, target: Tensor, where: string): void {
  check(
    x.ndim > 1 || target.ndim === 0 || x.numel === 1,
    where,
    () => `size mismatch (got input: ${showShape(x.shape)}, target: ${showShape(target.shape)})`,
  );
}

function checkClassWeight(x: Tensor, weight: Tensor, where: string): void {
  const classes = x.shape[x.ndim === 1 ? 0 : 1] as number;
  const all = x.ndim < 3 ? `all ${classes} classes or no classes` : "all or no classes";
  check(
    sameShape(weight.shape, [classes]),
    where,
    () =>
      `weight tensor should be defined either for ${all} but got weight tensor of shape: ${showShape(weight.shape)}`,
  );
  check(
    weight.dtype === x.dtype || !isFloating(x.dtype),
    where,
    () => `expected scalar type ${SCALAR_TYPE[x.dtype]} but found ${SCALAR_TYPE[weight.dtype]}`,
  );
}

/** The targets as int32, -1 for those to ignore. Refuses a class that there is not. */
export function classIndices(target: Tensor, classes: number, ignored: number, where: string) {
  const out = emptyTensor([target.numel], "int32");
  const found = numbers(detached(target));
  const indices = elementsOf(out) as Int32Array;
  for (let i = 0; i < indices.length; i++) {
    const at = found[i] as number;
    checkAs(
      "IndexError",
      at === ignored || (at >= 0 && at < classes),
      where,
      () => `Target ${at} is out of bounds.`,
    );
    indices[i] = at === ignored ? -1 : at;
  }
  return out;
}

/** What the mean divides by: the weights of all targets that count, or how many they are. */
export function totalWeight(targets: Tensor, weight: Tensor | null): number {
  const used = (elementsOf(targets) as Int32Array).filter((at) => at >= 0);
  if (!weight) return used.length;
  const weights = numbers(detached(weight));
  return used.reduce((total, at) => total + (weights[at] as number), 0);
}

/** Losses in float64, one a row, as a result: all under a shape, their sum, or that divided. */
export function reducedRows(
  losses: Tensor,
  like: Tensor,
  shape: Shape,
  reduction: LossReduction,
  divisor: number,
): Tensor {
  if (reduction === "none") return to(relabel(losses, shape), like.dtype);
  const total = Number(elementsOf(sumAxes(losses, [0]))[0]);
  return ratio(total, reduction === "mean" ? divisor : 1, like.dtype);
}

/** What each row's loss is multiplied by in a gradient, in float64. */
export function rowScales(
  g: Tensor,
  rows: number,
  reduction: LossReduction,
  divisor: number,
): Tensor {
  const given = numbers(g);
  if (reduction !== "none") {
    const scale = (given[0] as number) / (reduction === "mean" ? divisor : 1);
    return full([rows], scale, { dtype: "float64" });
  }
  const out = emptyTensor([rows], "float64");
  (elementsOf(out) as Float64Array).set(given);
  return out;
}
