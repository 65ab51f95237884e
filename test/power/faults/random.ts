import { type Fault, faultsOf } from "../fault.ts";

const layers = [
  "nn.init.*",
  "torch.*rand*",
  "nn.Linear",
  "nn.functional.gumbel_softmax",
  "nn.Dropout",
];

/** Random numbers, and the initial values drawn with them. */
export const randoms: readonly Fault[] = faultsOf("random", layers, [
  {
    name: "bernoulli-of-one-draw",
    kind: "draws",
    file: "kernels/random.ts",
    find: "for (let half = 0; half < 2; half++) {",
    replace: "for (let half = 0; half < 1; half++) {",
  },
  {
    name: "uniform-fills-backwards",
    kind: "draws",
    file: "random/uniform.ts",
    find: "out.set(rowAt(row, count), start);",
    replace: "out.set(rowAt(row, count).slice().reverse(), start);",
  },
  {
    name: "uniform-of-other-bits",
    kind: "draws",
    file: "random/generator.ts",
    find: "return (this.#twister.next() & 0xffffff) * 2 ** -24;",
    replace: "return (this.#twister.next() >>> 8) * 2 ** -24;",
  },
  {
    name: "normal-sine-first",
    kind: "draws",
    file: "random/normal.ts",
    find: "generator.cachedNormal = radius * sin.high;\n  return fma64(radius * cos.high, std, mean);",
    replace:
      "generator.cachedNormal = radius * cos.high;\n  return fma64(radius * sin.high, std, mean);",
  },
  {
    name: "normal-forgets-its-pair",
    kind: "draws",
    file: "random/normal.ts",
    find: "if (kept !== null) {",
    replace: "if (kept !== null && kept > 9) {",
  },
  {
    name: "normal-ragged-end-not-drawn-anew",
    kind: "draws",
    file: "random/normal.ts",
    find: "out.set(rowAt(row, BLOCK), n - BLOCK);",
    replace: "out.set(rowAt(row, BLOCK).slice(BLOCK - (n % BLOCK)), n - (n % BLOCK));",
  },
  {
    name: "randperm-shuffles-from-the-end",
    kind: "draws",
    file: "random/permutation.ts",
    find: "const j = i + (generator.random() % (n - i));",
    replace: "const j = n - 1 - (generator.random() % (n - i));",
  },
  {
    name: "truncated-normal-not-truncated",
    kind: "a",
    file: "random/truncated.ts",
    find: "const isInside = (x: number) => !(x < low || x > high);",
    replace: "const isInside = (x: number) => x === x || !(x < low || x > high);",
  },
  {
    name: "kaiming-of-fan-out",
    kind: "mode",
    file: "nn/init-scaled.ts",
    find: 'return name === "fan_in" ? fanIn : fanOut;',
    replace: 'return name === "fan_in" ? fanOut : fanIn;',
  },
  {
    name: "kaiming-gain-without-slope",
    kind: "nonlinearity",
    file: "init-bounds.ts",
    find: "Math.sqrt(2 / (1 + slope * slope))",
    replace: "Math.sqrt(2 / (1 + slope))",
  },
  {
    name: "xavier-of-fan-in-alone",
    kind: "gain",
    file: "init-bounds.ts",
    find: "return gain * Math.sqrt(2 / (fanIn + fanOut));",
    replace: "return gain * Math.sqrt(2 / (fanIn + fanIn));",
  },
  {
    name: "orthogonal-without-signs",
    kind: "sign",
    file: "nn/init-orthogonal.ts",
    find: "value * (signs[i % a.columns] as number)",
    replace: "value * Math.abs(signs[i % a.columns] as number)",
  },
  {
    name: "dirac-beside-the-middle",
    kind: "middle",
    file: "nn/init-patterns.ts",
    find: "Math.floor(size / 2)",
    replace: "Math.floor((size - 1) / 2)",
  },
  {
    name: "sparse-rounds-down",
    kind: "sparsity",
    file: "nn/init-patterns.ts",
    find: "Math.ceil(sparsity * rows)",
    replace: "Math.floor(sparsity * rows)",
  },
  {
    name: "gumbel-temperature-on-the-noise-alone",
    kind: "tau",
    file: "ops/gumbel-softmax.ts",
    find: "div(add(logits, noise), tau)",
    replace: "add(logits, div(noise, tau))",
  },
]);
