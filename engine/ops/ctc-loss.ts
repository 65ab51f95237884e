import { attach } from "../autograd.ts";
import { type Dtype, isHalf, SCALAR_TYPE } from "../dtype.ts";
import { checkAs } from "../errors.ts";
import { kernels, scratch } from "../memory.ts";
import { pin } from "../pin.ts";
import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { checkFloating } from "./check-floating.ts";
import { contiguous, detached, numbers, to } from "./copy.ts";
import { full, zerosLike } from "./create.ts";
import { type CtcPlan, planCtc } from "./ctc-plan.ts";
import { type LossReduction, lossReduction } from "./loss-reduction.ts";
import { div } from "./pointwise.ts";
import { mean, sum } from "./reduce.ts";
import { squeeze, unsqueeze } from "./view.ts";

/** Options of ctcLoss. */
export interface CtcOptions {
  reduction?: LossReduction;
  /** The class that stands for no label. */
  blank?: number;
  /** Whether losses of what cannot be aligned, and their gradients, count as 0. */
  zeroInfinity?: boolean;
}

/** Lengths of the sequences of a batch. */
export type Lengths = Tensor | readonly number[];

/**
 * Minus the log likelihood of label sequences, over all alignments (Graves et al. 2006); the mean divides each by its length.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.ctc_loss.html
 *
 * **Shapes**: logProbs (T, N, C) or (T, C); targets (N, S), or all labels end to end; lengths (N).
 */
export function ctcLoss(
  logProbs: Tensor,
  targets: Tensor,
  inputLengths: Lengths,
  targetLengths: Lengths,
  { blank = 0, zeroInfinity = false, ...options }: CtcOptions = {},
): Tensor {
  const reduction = lossReduction(options, "ctc_loss");
  const batched = logProbs.ndim !== 2;
  const x = batched ? logProbs : unsqueeze(logProbs, 1);
  checkType(x.dtype);
  const plan = planCtc(x, targets, inputLengths, targetLengths, blank);
  const losses = sequenceLosses(x, plan, zeroInfinity);
  if (reduction === "none") return batched ? losses : squeeze(losses, 0);
  if (reduction === "sum") return sum(losses);
  const lengths = full([plan.labels.length], 1, { dtype: x.dtype });
  plan.labels.forEach((list, i) => {
    elementsOf(lengths)[i] = Math.max(list.length, 1);
  });
  return mean(div(losses, lengths));
}

function checkType(dtype: Dtype): void {
  checkFloating(dtype, "ctc_loss", "ctc_loss_cpu");
  checkAs(
    "NotImplementedError",
    !isHalf(dtype),
    "ctc_loss",
    () => `"ctc_loss_cpu" not implemented for '${SCALAR_TYPE[dtype]}'`,
  );
}

function sequenceLosses(x: Tensor, plan: CtcPlan, zeroInfinity: boolean): Tensor {
  const data = contiguous(detached(x));
  const found = plan.labels.map((_, i) => forward(data, plan, i));
  const losses = emptyTensor([found.length], x.dtype);
  (elementsOf(losses) as Float64Array).set(
    found.map((loss) => (zeroInfinity && loss === Number.POSITIVE_INFINITY ? 0 : loss)),
  );
  const node = zeroInfinity ? "WhereBackward0" : "CtcLossBackward0";
  return attach(
    node,
    [x],
    losses,
    (g) => {
      if (!g) return [null];
      const dx = zerosLike(data);
      const scales = numbers(to(g, x.dtype));
      found.forEach((loss, i) => {
        if (zeroInfinity && loss === Number.POSITIVE_INFINITY) return;
        backward(data, dx, plan, i, loss, scales[i] as number);
      });
      return [dx];
    },
    [x],
  );
}

/** The loss of one sequence of the batch. */
function forward(x: Tensor, plan: CtcPlan, sequence: number): number {
  return onSequence(x, emptyTensor([0], x.dtype), plan, sequence, (s) => s.loss());
}

/** Writes the gradient of one sequence of the batch. */
function backward(
  x: Tensor,
  dx: Tensor,
  plan: CtcPlan,
  sequence: number,
  loss: number,
  scale: number,
): void {
  const kernel = x.dtype === "float32" ? kernels.ctc_backward_f32 : kernels.ctc_backward_f64;
  onSequence(x, dx, plan, sequence, (s) => {
    s.loss();
    const [beta, shares] = [scratch(16 * s.states), scratch(8 * s.classes)];
    return kernel(
      ...[s.x, s.dx, s.step, s.classes, s.times, s.labels, s.length, plan.blank],
      ...[loss, scale, s.alpha, beta, shares],
    );
  });
}

interface Sequence {
  readonly x: number;
  readonly dx: number;
  readonly labels: number;
  readonly alpha: number;
  readonly step: number;
  readonly classes: number;
  readonly times: number;
  readonly length: number;
  readonly states: number;
  /** Fills alpha. */
  loss(): number;
}

/** Runs `body` on the addresses and sizes of one sequence. */
function onSequence(
  x: Tensor,
  dx: Tensor,
  { labels: lists, times: lengths, blank }: CtcPlan,
  sequence: number,
  body: (sequence: Sequence) => number,
): number {
  const [list, times] = [lists[sequence] as readonly number[], lengths[sequence] as number];
  const [, batch, classes] = x.shape as [number, number, number];
  const labels = emptyTensor([list.length], "int32");
  (elementsOf(labels) as Int32Array).set(list);
  const step = batch * classes;
  const shift = sequence * classes * (x.dtype === "float32" ? 4 : 8);
  const states = 2 * list.length + 1;
  const kernel = x.dtype === "float32" ? kernels.ctc_f32 : kernels.ctc_f64;
  return pin([x, labels, dx], 1, (px, pl, pd) => {
    const at = { x: (px as number) + shift, dx: (pd as number) + shift, labels: pl as number };
    const alpha = scratch(8 * Math.max(times, 1) * states);
    const loss = () => kernel(at.x, step, times, at.labels, list.length, blank, alpha);
    return body({ ...at, alpha, step, classes, times, length: list.length, states, loss });
  });
}
