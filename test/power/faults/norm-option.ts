import { type Fault, faultsOf } from "../fault.ts";

const layers = ["nn.*Norm*", "nn.functional.*norm"];

/** Options of normalization layers. */
export const normOptions: readonly Fault[] = faultsOf("norm", layers, [
  {
    name: "layer-norm-always-affine",
    kind: "elementwise_affine",
    file: "nn/normalization.ts",
    find: "this.weight = elementwiseAffine ? parameter() : null;\n    this.bias = elementwiseAffine && bias ? parameter() : null;",
    replace: "this.weight = parameter();\n    this.bias = bias ? parameter() : null;",
  },
  {
    name: "local-response-norm-adds-one",
    kind: "k",
    file: "ops/local-response-norm.ts",
    find: "pow(add(mul(means, alpha), k), beta)",
    replace: "pow(add(mul(means, alpha), k && 1), beta)",
  },
  {
    name: "instance-norm-ignores-running-mean",
    kind: "running_mean",
    file: "ops/instance-norm.ts",
    find: "const running = [copied(runningMean), copied(runningVar)] as const;",
    replace:
      "const mean0 = runningMean && to(runningMean.mul(0), type);\n  const running = [copied(mean0), copied(runningVar)] as const;",
  },
  {
    name: "instance-norm-keeps-running-variance",
    kind: "running_var",
    file: "ops/instance-norm.ts",
    find: "takeMean(runningVar, running[1], [n, c]);",
    replace: "",
  },
  {
    name: "instance-norm-always-of-its-input",
    kind: "use_input_stats",
    file: "ops/instance-norm.ts",
    find: "training: useInputStats,",
    replace: "training: true,",
  },
]);
