import { noGrad } from "../autograd.ts";
import { check, checkAs } from "../errors.ts";
import { showShape, sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { copy_ } from "./assign.ts";
import { normalizeChannels } from "./batch-norm.ts";
import { clone, contiguous, to } from "./copy.ts";
import { mean } from "./reduce.ts";
import { expand, reshape, view } from "./view.ts";

/** Options of instanceNorm. */
export interface InstanceNormFunctionOptions {
  runningMean?: Tensor | null;
  runningVar?: Tensor | null;
  weight?: Tensor | null;
  bias?: Tensor | null;
  /** Whether each instance's own statistics are used; else the running ones are. */
  useInputStats?: boolean;
  momentum?: number;
  eps?: number;
}

/**
 * Batch normalisation of each instance by itself; running statistics move towards the mean over the batch.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.instance_norm.html
 *
 * **Shapes**: x (N, C, *), all others (C). The running statistics are taken in the weight's type, or x's.
 */
export function instanceNorm(x: Tensor, options: InstanceNormFunctionOptions = {}): Tensor {
  const { runningMean = null, runningVar = null, useInputStats = true } = options;
  if (useInputStats) checkSpatialSize(x);
  check(
    useInputStats || (runningMean !== null && runningVar !== null),
    "instance_norm",
    () => "Expected running_mean and running_var to be defined when use_input_stats is false",
  );
  const [n, c, ...space] = x.shape as [number, number, ...number[]];
  const repeat = (t: Tensor | null) => t && reshape(expand(t, [n, t.numel]), [n * t.numel]);
  const type = (options.weight ?? x).dtype;
  const copied = (t: Tensor | null) => t && noGrad(() => to(clone(repeat(t) as Tensor), type));
  const running = [copied(runningMean), copied(runningVar)] as const;
  const flat = view(contiguous(x), [1, n * c, ...space]);
  const out = normalizeChannels(flat, ...running, {
    weight: repeat(options.weight ?? null),
    bias: repeat(options.bias ?? null),
    training: useInputStats,
    momentum: options.momentum ?? 0.1,
    eps: options.eps ?? 1e-5,
  });
  if (useInputStats) {
    takeMean(runningMean, running[0], [n, c]);
    takeMean(runningVar, running[1], [n, c]);
  }
  return view(out, x.shape);
}

/** Writes the mean over the instances into a running statistic. Without channels it refuses those of others, as PyTorch does. */
function takeMean(target: Tensor | null, repeated: Tensor | null, shape: [number, number]): void {
  if (!target || !repeated) return;
  noGrad(() => copy_(target, mean(view(repeated, shape), 0)));
}

function checkSpatialSize(x: Tensor): void {
  checkAs(
    "ValueError",
    sizeOf(x.shape.slice(2)) !== 1,
    "instance_norm",
    () =>
      `Expected more than 1 spatial element when training, got input size torch.Size(${showShape(x.shape)})`,
  );
}
