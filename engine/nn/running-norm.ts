import { type Dtype, getDefaultDtype } from "../dtype.ts";
import { empty, zeros } from "../ops/create.ts";
import { formatValue } from "../print/python.ts";
import { ones_, zeros_ } from "./init.ts";
import type { Loading } from "./load-state-dict.ts";
import { Module } from "./module.ts";
import { Buffer, Parameter } from "./parameter.ts";
import { showFloat } from "./show-option.ts";

/** Options of BatchNorm and InstanceNorm. */
export interface RunningNormOptions {
  /** Added to the variance. */
  eps?: number;
  /** How far the running statistics move towards each new batch; null for their plain average (BatchNorm) or not at all (InstanceNorm). */
  momentum?: number | null;
  /** Whether there are a weight and a bias. */
  affine?: boolean;
  /** Whether running statistics are kept, for evaluation. */
  trackRunningStats?: boolean;
  /** Whether there is a bias beside the weight. */
  bias?: boolean;
  dtype?: Dtype;
}

/** What normalisation layers with running statistics have in common. */
export abstract class RunningNorm extends Module {
  numFeatures: number;
  eps: number;
  momentum: number | null;
  affine: boolean;
  trackRunningStats: boolean;
  weight: Parameter | null;
  bias: Parameter | null;
  running_mean: Buffer | null;
  running_var: Buffer | null;
  num_batches_tracked: Buffer | null;

  constructor(
    numFeatures: number,
    options: Required<Omit<RunningNormOptions, "dtype">>,
    type?: Dtype,
  ) {
    super();
    const { eps, momentum, affine, trackRunningStats, bias } = options;
    const dtype = type ?? getDefaultDtype();
    const shape = [numFeatures];
    this.numFeatures = numFeatures;
    this.eps = eps;
    this.momentum = momentum;
    this.affine = affine;
    this.trackRunningStats = trackRunningStats;
    this.weight = affine ? new Parameter(empty(shape, { dtype })) : null;
    this.bias = affine && bias ? new Parameter(empty(shape, { dtype })) : null;
    const buffer = () => (trackRunningStats ? new Buffer(empty(shape, { dtype })) : null);
    this.running_mean = buffer();
    this.running_var = buffer();
    this.num_batches_tracked = trackRunningStats ? new Buffer(zeros([], { dtype: "int64" })) : null;
    this.resetParameters();
  }

  /** Makes the running mean 0, the running variance 1 and the count of batches 0. */
  resetRunningStats(): void {
    if (this.running_mean) zeros_(this.running_mean);
    if (this.running_var) ones_(this.running_var);
    if (this.num_batches_tracked) zeros_(this.num_batches_tracked);
  }

  /** Makes the weight 1 and the bias 0, and the running statistics new. */
  resetParameters(): void {
    this.resetRunningStats();
    if (this.weight) ones_(this.weight);
    if (this.bias) zeros_(this.bias);
  }

  /** 2: the count of batches is in the state. */
  override stateVersion(): number {
    return 2;
  }

  /** A state from before there was a count of batches leaves the count as it is. */
  override adaptState({ state }: Loading, prefix: string, version: number | null): void {
    const key = `${prefix}num_batches_tracked`;
    if ((version ?? 0) >= 2 || !this.num_batches_tracked || state.has(key)) return;
    state.set(key, this.num_batches_tracked);
  }

  override extraRepr(): string {
    const momentum = this.momentum === null ? "None" : showFloat(this.momentum, 0.1);
    return `${this.numFeatures}, eps=${showFloat(this.eps, 1e-5)}, momentum=${momentum}, affine=${formatValue(this.affine)}, bias=${formatValue(this.bias !== null)}, track_running_stats=${formatValue(this.trackRunningStats)}`;
  }
}
