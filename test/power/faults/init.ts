import { type Fault, faultsOf } from "../fault.ts";

const layers = ["nn.init.*"];

/** How parameters are drawn at first. */
export const inits: readonly Fault[] = faultsOf("init", layers, [
  {
    name: "init-ignores-its-generator",
    kind: "generator",
    file: "nn/init-draws.ts",
    find: "return noGrad(() => drawNormal(x, mean, std, generator));",
    replace: "return noGrad(() => drawNormal(x, mean, std, generator && undefined));",
  },
  {
    name: "init-normal-around-zero",
    kind: "mean",
    file: "nn/init-draws.ts",
    find: "drawNormal(x, mean, std, generator)",
    replace: "drawNormal(x, mean * 0, std, generator)",
  },
  {
    name: "init-truncated-normal-of-width-one",
    kind: "std",
    file: "nn/init-draws.ts",
    find: "drawTruncNormal(x, mean, std, a, b, generator)",
    replace: "drawTruncNormal(x, mean, std && 1, a, b, generator)",
  },
  {
    name: "init-truncated-normal-cut-alike",
    kind: "b",
    file: "nn/init-draws.ts",
    find: "drawTruncNormal(x, mean, std, a, b, generator)",
    replace: "drawTruncNormal(x, mean, std, a, -a, generator)",
  },
  {
    name: "init-gain-without-its-slope",
    kind: "param",
    file: "nn/init-scaled.ts",
    find: "return gainOf(nonlinearity, param ?? 0.01);",
    replace: "return gainOf(nonlinearity, 0.01);",
  },
]);
