import { attach } from "../autograd.ts";
import {
  computeType,
  type Dtype,
  getDefaultDtype,
  isFloating,
  isHalf,
  SCALAR_TYPE,
} from "../dtype.ts";
import { check } from "../errors.ts";
import { kernels, scratch } from "../memory.ts";
import { pin } from "../pin.ts";
import { broadcastShapes, type Shape } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { spread } from "./choose.ts";
import { contiguous, detached, to } from "./copy.ts";
import { full } from "./create.ts";
import { commonType } from "./follow.ts";
import type { LossReduction } from "./loss-reduction.ts";
import { sumAxes, sumTo } from "./sum-axes.ts";

/** The losses of kernels/loss.ts by their numbers. */
const NUMBER = {
  absolute: 0,
  squared: 1,
  smooth: 2,
  huber: 3,
  poissonOfLog: 4,
  poisson: 5,
  gaussian: 6,
  divergence: 7,
  divergenceOfLog: 8,
  binary: 9,
  binaryOfLogit: 10,
  softMargin: 11,
  labels: 12,
  ranking: 13,
  hinge: 14,
  gap: 15,
  angle: 16,
} as const;

/** Losses of a difference: the second operand's gradient is the first's with the other sign. */
const MIRRORED: ReadonlySet<number> = new Set([0, 1, 2, 3, 6, 13, 15]);

/** A loss each of whose terms comes from one element of every operand. */
export interface ElementLoss {
  readonly name: keyof typeof NUMBER;
  /** Two to four, broadcast; a null counts as ones. */
  readonly operands: readonly (Tensor | null)[];
  /** How many of the first operands get gradients. */
  readonly followed: number;
  /** Up to two; the kernel says what they mean. */
  readonly parameters?: readonly number[];
  /** PyTorch's name of the step in the graph. */
  readonly node: string;
  /** Whether PyTorch reduces within that step. */
  readonly fused: boolean;
  /** The result's type, unless it is that which the operands promote to. */
  readonly dtype?: Dtype;
  /** Whether PyTorch's gradient refuses operands of another type than the result. */
  readonly strict?: boolean;
}

/** The terms of a loss, or their mean or sum, in one pass over the operands; so is each gradient. */
export function elementLoss(loss: ElementLoss, reduction: LossReduction): Tensor {
  const given = loss.operands.filter((x) => x !== null);
  const common = loss.dtype ?? commonType(given);
  const dtype = isFloating(common) ? common : getDefaultDtype();
  const type = computeType(dtype);
  const shape = given.map((x) => x.shape).reduce((a, b) => broadcastShapes(a, b, loss.name));
  const plain = (x: Tensor) => contiguous(spread(to(detached(x), type), shape));
  const data = loss.operands.map((x) => x && plain(x));
  const out = reduced(loss, data, shape, dtype, reduction);
  const followed = loss.operands.slice(0, loss.followed);
  return attach(
    reduction === "none" || loss.fused ? loss.node : NODE[reduction],
    followed,
    out,
    (g) => {
      if (loss.strict) checkTypes(given, dtype, loss.name);
      return followed.map((x, i) => {
        if (!g || !x?.requiresGrad) return null;
        const slope = gradient(loss, i, to(detached(g), type), data, shape, reduction);
        return to(sumTo(slope, x.shape), x.dtype);
      });
    },
    given,
  );
}

function checkTypes(operands: readonly Tensor[], dtype: Dtype, where: string): void {
  for (const x of operands) {
    check(
      x.dtype === dtype,
      where,
      () => `Found dtype ${SCALAR_TYPE[x.dtype]} but expected ${SCALAR_TYPE[dtype]}`,
    );
  }
}

const NODE = { mean: "MeanBackward0", sum: "SumBackward0" } as const;

type Operands = readonly (Tensor | null)[];

/** Half types round each term before they are added up, as PyTorch's do. */
function reduced(
  loss: ElementLoss,
  data: Operands,
  shape: Shape,
  dtype: Dtype,
  reduction: LossReduction,
): Tensor {
  if (reduction !== "none" && !isHalf(dtype)) {
    const count = reduction === "mean" ? (data[0] as Tensor).numel : 1;
    return ratio(run(loss, data, null), count, dtype);
  }
  const terms = emptyTensor(shape, computeType(dtype));
  run(loss, data, terms);
  const rounded = to(terms, dtype);
  if (reduction === "none") return rounded;
  const axes = shape.map((_, i) => i);
  const total = Number(elementsOf(sumAxes(to(rounded, terms.dtype), axes))[0]);
  return ratio(total, reduction === "mean" ? terms.numel : 1, dtype);
}

/** A scalar: total / count, but infinite where the total is too great for the type. */
export function ratio(total: number, count: number, dtype: Dtype): Tensor {
  const fits = dtype !== "float32" || Number.isFinite(Math.fround(total));
  return full([], (fits ? total : Math.fround(total)) / count, { dtype });
}

/** Writes the terms, or gives their sum. */
function run(loss: ElementLoss, data: Operands, terms: Tensor | null): number {
  const kernel = data[0]?.dtype === "float32" ? kernels.loss_f32 : kernels.loss_f64;
  const [p = 0, q = 0] = loss.parameters ?? [];
  return withOperands(data, terms, (pointers, n, out) => {
    const count = terms ? 0 : kernels.loss_sums(n);
    const sums = terms ? 0 : scratch(8 * count);
    kernel(NUMBER[loss.name], ...pointers, n, p, q, out, sums);
    return kernels.loss_total(sums, count);
  });
}

function gradient(
  loss: ElementLoss,
  place: number,
  g: Tensor,
  data: Operands,
  shape: Shape,
  reduction: LossReduction,
): Tensor {
  const number = NUMBER[loss.name];
  const mirrored = place === 1 && MIRRORED.has(number);
  const out = emptyTensor(shape, g.dtype);
  const each = reduction === "none" ? 1 : 0;
  const count = (reduction === "mean" ? out.numel : 1) * (mirrored ? -1 : 1);
  const slope = 4 * number + (mirrored ? 0 : place);
  const kernel = g.dtype === "float32" ? kernels.loss_backward_f32 : kernels.loss_backward_f64;
  const [p = 0, q = 0] = loss.parameters ?? [];
  withOperands([...data, ...NOTHING].slice(0, 4).concat(contiguous(g)), out, (pointers, n, into) =>
    kernel(slope, pointers[4] as number, each, count, ...pointers.slice(0, 4), n, p, q, into),
  );
  return out;
}

const NOTHING: Operands = [null, null, null, null];

/** Calls a kernel with the addresses of operands, 0 for one that is not there, and of what it writes. */
function withOperands(
  data: Operands,
  out: Tensor | null,
  kernel: (pointers: readonly number[], count: number, out: number) => number,
): number {
  const places = data.length === 5 ? data : [...data, ...NOTHING].slice(0, 4);
  const tensors = places.filter((x) => x !== null);
  return pin(out ? [...tensors, out] : tensors, out ? 1 : 0, (...found) => {
    let next = 0;
    const pointers = places.map((x) => (x ? (found[next++] as number) : 0));
    return kernel(pointers, (tensors[0] as Tensor).numel, found[next] ?? 0);
  });
}
