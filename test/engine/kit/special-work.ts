import { F, type Tensor, torch } from "#engine";
import { bothTypes } from "./large-work.ts";

/** Where functions bend, end or overflow: in the middle of a vector, at its ends, and after the last whole one. */
const SPECIAL = [
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 1, -1, 0.5, -0.5],
  ...[1e-45, -1e-45, 1e-39, -1e-39, 5e-324, 1.1754944e-38, 2 ** -149, 2 ** -25, -(2 ** -53)],
  ...[3, -3, 6, 20, -20, 88.7, -87.3, 103, -104, 709.7, -745, 1e10, -1e10, 3.4e38, -3.4e38, 1e300],
];
/** Less than a vector, one, two, four, and what is left after them. */
const LENGTHS = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 65, 131];

const FUNCTIONS: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  ...{ abs: torch.abs, ceil: torch.ceil, floor: torch.floor, round: torch.round },
  ...{ exp: torch.exp, exp2: torch.exp2, expm1: torch.expm1, log: torch.log, log1p: torch.log1p },
  ...{ log2: torch.log2, log10: torch.log10, sqrt: torch.sqrt, rsqrt: torch.rsqrt },
  ...{ erf: torch.erf, erfc: torch.erfc, sin: torch.sin, cos: torch.cos, tan: torch.tan },
  ...{ reciprocal: torch.reciprocal, sign: torch.sign, square: torch.square, neg: torch.neg },
  ...{ celu: F.celu, elu: F.elu, selu: F.selu, gelu: F.gelu, mish: F.mish, silu: F.silu },
  ...{ relu: F.relu, relu6: F.relu6, leakyRelu: F.leakyRelu, hardtanh: F.hardtanh },
  ...{ hardshrink: F.hardshrink, hardsigmoid: F.hardsigmoid, hardswish: F.hardswish },
  ...{ softplus: F.softplus, softshrink: F.softshrink, softsign: F.softsign, tanh: F.tanh },
  ...{ logsigmoid: F.logsigmoid, sigmoid: F.sigmoid, tanhshrink: F.tanhshrink },
  geluTanh: (x) => F.gelu(x, { approximate: "tanh" }),
  threshold: (x) => F.threshold(x, 0.1, -7),
  softmax: (x) => F.softmax(x, { dim: 0 }),
  logSoftmax: (x) => F.logSoftmax(x, { dim: 0 }),
  layerNorm: (x) => F.layerNorm(x, [...x.shape]),
  rmsNorm: (x) => F.rmsNorm(x, [...x.shape]),
  powers: (x) => torch.add(torch.pow(x, 3), torch.pow(x, 0.3)),
  pairs: (x) => torch.div(torch.mul(x, torch.add(x, 3)), torch.sub(x, 0.5)),
  extremes: (x) => torch.maximum(torch.minimum(x, x.mul(2)), torch.flip(x, [0])),
  dot: (x) => torch.mm(x.reshape(1, -1), x.detach().reshape(-1, 1)),
  outer: (x) => torch.mm(x.reshape(-1, 1), x.detach().reshape(1, -1)),
};

/** Each function of special numbers, and its gradient, in both types. */
export const SPECIAL_WORK: Readonly<Record<string, () => readonly Tensor[]>> = Object.fromEntries(
  Object.entries(FUNCTIONS).map(([name, work]) => [`special numbers: ${name}`, () => all(work)]),
);

function all(work: (x: Tensor) => Tensor): Tensor[] {
  return bothTypes((dtype) =>
    LENGTHS.flatMap((length) => {
      const values = Array.from({ length }, (_, i) => SPECIAL[(i * 5) % SPECIAL.length] as number);
      const x = torch.tensor(values, { dtype, requiresGrad: true });
      const y = work(x);
      torch.backward([y], [torch.randn(y.shape, { dtype })]);
      return [y.detach(), x.grad as Tensor];
    }),
  );
}
