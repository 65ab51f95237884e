import { describe, expect, test } from "vitest";
import { F, nn, type Tensor, torch } from "#engine";

const EDGES = [Number.NaN, -0, 0, 1e-30, -1e-30, Number.POSITIVE_INFINITY];

test("relu keeps NaN and the sign of zero", () => {
  expect(F.relu(torch.tensor([Number.NaN, -0, 0, -1])).tolist()).toEqual([Number.NaN, -0, 0, 0]);
});

test.each(["float32", "float64"] as const)("odd functions are odd to the last bit: %s", (dtype) => {
  const x = torch.tensor([...EDGES, 0.1, 1.5, 3, 19, 60], { dtype });
  for (const odd of [F.tanh, F.softshrink, F.hardtanh]) {
    expect(odd(x.neg()).neg().tolist()).toEqual(odd(x).tolist());
  }
});

test("gelu's tail is the normal distribution's, not a difference of ones", () => {
  const x = torch.tensor([-8, -12, -20, -37], { dtype: "float64" });
  const tail = F.gelu(x).div(x).tolist() as number[];
  tail.forEach((p, i) => {
    // Mills' bounds: 1 / t - 1 / t³ < tail / density < 1 / t.
    const t = -Number((x.tolist() as number[])[i]);
    const density = Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI);
    expect(p / density).toBeLessThan(1 / t);
    expect(p / density).toBeGreaterThan(1 / t - 1 / t ** 3);
  });
});

test("close to 0 elu is x, where exp(x) - 1 would have lost its digits", () => {
  const x = torch.tensor([-1e-17, -1e-20], { dtype: "float64" });
  expect(F.elu(x).tolist()).toEqual(x.tolist());
});

test("softplus keeps its tail, and overflows where PyTorch's does", () => {
  const x = torch.tensor([-700, 1000], { dtype: "float64" });
  const [low, high] = F.softplus(x, { threshold: 1e9 }).tolist() as number[];
  expect(low).toBeGreaterThan(0);
  expect(high).toBe(Infinity);
});

test("what is done to a transposed tensor is transposed", () => {
  const x = torch
    .tensor([
      [1, -2, 3],
      [-4, 5, -6],
    ])
    .t();
  expect(F.leakyRelu(x).strides).toEqual(x.strides);
  expect(F.leakyRelu(x).tolist()).toEqual(F.leakyRelu(x.contiguous()).tolist());
});

test("integers: relu and hardtanh keep them, the smooth functions give floats", () => {
  const x = torch.tensor([-3n, 0n, 4n]);
  expect(F.relu(x).tolist()).toEqual([0n, 0n, 4n]);
  expect(F.hardtanh(x, { minVal: -1.9, maxVal: 2.9 }).tolist()).toEqual([-1n, 0n, 2n]);
  expect(F.sigmoid(x).dtype).toBe("float32");
  expect(F.relu(x, { inplace: true })).toBe(x);
  expect(x.tolist()).toEqual([0n, 0n, 4n]);
});

test.each(["relu", "leakyRelu", "elu", "selu", "hardtanh", "rrelu"] as const)(
  "in place, %s gives the very tensor, and its gradient is the one it has out of place",
  (name) => {
    const given = [-2, -0.5, 0, 0.25, 3];
    const [x, y] = [given, given].map((v) => torch.tensor(v, { requiresGrad: true })) as [
      Tensor,
      Tensor,
    ];
    const changed = torch.clone(x);
    expect(F[name](changed, { inplace: true })).toBe(changed);
    const out = F[name](y);
    expect(changed.tolist()).toEqual(out.tolist());
    for (const z of [changed, out])
      z.mul(torch.tensor([1, 2, 3, 4, 5]))
        .sum()
        .backward();
    const [dx, dy] = [x, y].map((t) => t.grad?.tolist() as number[]) as [number[], number[]];
    dx.forEach((d, i) => {
      expect(d).toBeCloseTo(dy[i] as number, 6);
    });
  },
);

test("rrelu draws for what is not positive, and one draw an element", () => {
  torch.manualSeed(1);
  const all = F.rrelu(torch.tensor([-1, -1, -1]), { training: true }).tolist() as number[];
  torch.manualSeed(1);
  const some = F.rrelu(torch.tensor([2, -1, Number.NaN, 0, -1]), { training: true }).tolist();
  expect(some).toEqual([2, all[0], Number.NaN, 0, all[2]]);
});

describe("refusals name the numbers", () => {
  const whole = torch.tensor([1n]);
  const bool = torch.tensor([true]);
  const below = () => torch.tensor([-1], { requiresGrad: true }).mul(1);
  test.each<[string, () => unknown, string, string]>([
    [
      "relu of bool",
      () => F.relu(bool),
      "RuntimeError",
      "relu: Boolean inputs not supported for relu",
    ],
    [
      "leaky relu of integers",
      () => F.leakyRelu(whole),
      "NotImplementedError",
      `leaky_relu: "leaky_relu_cpu" not implemented for 'Long'`,
    ],
    [
      "softshrink's lambda",
      () => F.softshrink(torch.tensor([1]), { lambd: -0.5 }),
      "RuntimeError",
      "softshrink: lambda must be in range [0, 3.40282e+38] for input dtype Float, but found -0.5",
    ],
    [
      "hardtanh's bounds",
      () => F.hardtanh(bool, { minVal: 2, maxVal: 1 }),
      "ValueError",
      "hardtanh: min_val cannot be greater than max_val: 2 > 1",
    ],
    [
      "Hardtanh's bounds",
      () => new nn.Hardtanh({ minVal: 1, maxVal: 1 }),
      "AssertionError",
      "Hardtanh: max_val (1) must be greater than min_val (1)",
    ],
    [
      "hardtanh of bool",
      () => F.hardtanh(bool),
      "RuntimeError",
      "hardtanh: Bool inputs not supported for hardtanh",
    ],
    [
      "hardtanh below an unsigned type",
      () => F.hardtanh(torch.tensor([1], { dtype: "uint8" })),
      "RuntimeError",
      "hardtanh: cannot do hardtanh on an unsigned type with negative limits",
    ],
    [
      "gelu's approximation",
      () => F.gelu(torch.tensor([1]), { approximate: "erf" as never }),
      "RuntimeError",
      "gelu: approximate argument must be either none or tanh., came erf",
    ],
    [
      "rrelu's order",
      () => F.rrelu(whole, { lower: 0.5, upper: 0.25 }),
      "RuntimeError",
      "rrelu: Lower bound should be less than or equal to the upper bound: 0.5 > 0.25",
    ],
    [
      "rrelu's bounds",
      () => F.rrelu(whole, { upper: Number.NaN }),
      "RuntimeError",
      "rrelu: upper bound must be finite, got NaN",
    ],
    [
      "rrelu's draws",
      () => F.rrelu(torch.tensor([1], { dtype: "float16" }), { training: true }),
      "NotImplementedError",
      `rrelu: "rrelu_with_noise_out_cpu" not implemented for 'Half'`,
    ],
    [
      "a slope in place",
      () => F.elu(below(), { alpha: -2, inplace: true }).sum().backward(),
      "RuntimeError",
      "elu: In-place elu backward calculation is triggered with a negative slope which is not supported. Its slope is -2: call the out-of-place version instead.",
    ],
  ])("%s", (_, act, errorClass, message) => {
    expect(act).toThrow(expect.objectContaining({ class: errorClass, message }));
  });
});

test.each([F.gelu, F.silu])(
  "a value made with its slope has the bits of both by themselves",
  (of) => {
    const spread = Array.from({ length: 203 }, (_, i) => (i - 101) * 0.17 * (i % 7 === 0 ? 9 : 1));
    const values = [...EDGES, -1e-40, 87.5, -87.5, 300, -300, Number.NEGATIVE_INFINITY, ...spread];
    for (const n of [3, 4, 5, values.length - (values.length % 5)]) {
      const line = torch.tensor(values.slice(-n));
      const flat = slopes(of, line);
      // A tensor that does not lie in order has its slope made in the backward pass.
      const turned = slopes(of, torch.stack([line, line], 1).select(1, 0));
      expect(bits(flat.value)).toEqual(bits(torch.noGrad(() => of(line))));
      expect([bits(flat.value), bits(flat.slope)]).toEqual([
        bits(turned.value),
        bits(turned.slope),
      ]);
    }
  },
);

function slopes(of: (x: Tensor) => Tensor, x: Tensor): { value: Tensor; slope: Tensor } {
  x.requiresGrad = true;
  const value = of(x);
  const [slope] = torch.grad([value], [x], [torch.full([x.numel], 1.5)]) as [Tensor];
  return { value: value.detach(), slope };
}

function bits(x: Tensor): (number | string)[] {
  return (x.tolist() as number[]).map((v) => (Object.is(v, -0) ? "-0" : v));
}

test("who changes the input of gelu in place before the backward pass is told", () => {
  const x = torch.ones([8], { requiresGrad: true }).mul(2);
  const y = F.gelu(x);
  x.add_(1);
  expect(() => torch.backward([y.sum()])).toThrow("modified by an inplace operation");
});
