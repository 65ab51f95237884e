import { isFloating } from "../dtype.ts";
import { check } from "../errors.ts";
import { showShape } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { detached, numbers } from "./copy.ts";

/** A batch of sequences to align: the labels of each, and how many time steps it has. */
export interface CtcPlan {
  readonly labels: readonly (readonly number[])[];
  readonly times: readonly number[];
  readonly blank: number;
}

const WHERE = "ctc_loss";
const CALLER = "(while checking arguments for ctc_loss_allocate_outputs)";

/** Reads the labels and lengths of a batch, and refuses those that do not fit log probabilities (T, N, C). */
export function planCtc(
  x: Tensor,
  targets: Tensor,
  inputLengths: Tensor | readonly number[],
  targetLengths: Tensor | readonly number[],
  blank: number,
): CtcPlan {
  const times = lengthsOf(inputLengths, "input_lengths");
  const lengths = lengthsOf(targetLengths, "target_lengths");
  checkRanks(x, targets);
  check(
    x.numel > 0,
    WHERE,
    () => `log_probs tensor must not be empty, but has shape ${showShape(x.shape)}`,
  );
  const [most, batch, classes] = x.shape as [number, number, number];
  check(
    blank >= 0 && blank < classes,
    WHERE,
    () => `blank must be in label range: ${blank} is not below ${classes}`,
  );
  check(
    times.length === batch,
    WHERE,
    () => `input_lengths must be of size batch_size: ${times.length} is not ${batch}`,
  );
  check(
    lengths.length === batch,
    WHERE,
    () => `target_lengths must be of size batch_size: ${lengths.length} is not ${batch}`,
  );
  for (const length of lengths) checkLength(length, "target_lengths", Number.POSITIVE_INFINITY);
  const labels = targets.ndim === 2 ? padded(targets, lengths, batch) : joined(targets, lengths);
  for (const length of times) checkLength(length, "input_lengths", most);
  check(
    labels.flat().every((at) => at >= 0 && at < classes),
    WHERE,
    () => `targets must be classes below ${classes}`,
  );
  return { labels, times, blank };
}

function lengthsOf(given: Tensor | readonly number[], name: string): readonly number[] {
  if (!(given instanceof Tensor)) return given;
  check(!isFloating(given.dtype), WHERE, () => `${name} must be integral, got ${given.dtype}`);
  return Array.from(numbers(detached(given)));
}

function checkRanks(x: Tensor, targets: Tensor): void {
  check(
    x.ndim === 3,
    WHERE,
    () =>
      `Expected 3-dimensional tensor, but got ${x.ndim}-dimensional tensor for argument #1 'log_probs' ${CALLER}`,
  );
  check(
    targets.ndim === 1 || targets.ndim === 2,
    WHERE,
    () =>
      `Expected 1 to 2 dimensions, but got ${targets.ndim}-dimensional tensor for argument #2 'targets' ${CALLER}`,
  );
}

function checkLength(length: number, name: string, most: number): void {
  check(
    length >= 0,
    WHERE,
    () => `Expected ${name} to have value at least 0, but got value ${length} ${CALLER}`,
  );
  check(
    length <= most,
    WHERE,
    () => `Expected ${name} to have value at most ${most}, but got value ${length} ${CALLER}`,
  );
}

function padded(targets: Tensor, lengths: readonly number[], batch: number): number[][] {
  const [rows, width] = targets.shape as [number, number];
  const longest = lengths.reduce((a, b) => Math.max(a, b), 0);
  checkSize(rows === batch, `${batch}`, 0, rows);
  checkSize(width >= longest, `at least ${longest}`, 1, width);
  const all = Array.from(numbers(detached(targets)));
  return lengths.map((length, i) => all.slice(i * width, i * width + length));
}

function joined(targets: Tensor, lengths: readonly number[]): number[][] {
  const total = lengths.reduce((a, b) => a + b, 0);
  checkSize(targets.numel === total, `${total}`, 0, targets.numel);
  const all = Array.from(numbers(detached(targets)));
  let start = 0;
  return lengths.map((length) => {
    start += length;
    return all.slice(start - length, start);
  });
}

function checkSize(fits: boolean, wanted: string, axis: number, got: number): void {
  check(
    fits,
    WHERE,
    () =>
      `Expected tensor to have size ${wanted} at dimension ${axis}, but got size ${got} for argument #2 'targets' ${CALLER}`,
  );
}
