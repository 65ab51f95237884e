import { describe, expect, test } from "vitest";
import { F, nn, type Tensor, torch } from "#engine";

const drawn = (...shape: number[]) => {
  torch.manualSeed(7);
  return torch.randn(shape, { dtype: "float64" });
};

test("batch norm in training leaves each channel mean 0 and variance 1", () => {
  const y = F.batchNorm(drawn(50, 3, 7).mul(5).add(100), null, null, { training: true });
  const perChannel = y.permute(1, 0, 2).reshape(3, 350).tolist() as number[][];
  for (const values of perChannel) {
    const mean = values.reduce((a, b) => a + b) / 350;
    expect(mean).toBeCloseTo(0, 10);
    expect(values.reduce((a, b) => a + (b - mean) ** 2, 0) / 350).toBeCloseTo(1, 5);
  }
});

test("running statistics: the unbiased variance, by momentum; without momentum their plain average", () => {
  const norm = new nn.BatchNorm1d(1, { momentum: null, dtype: "float64" });
  for (const centre of [1, 5, 9])
    norm(torch.tensor([[centre - 1], [centre + 1]], { dtype: "float64" }));
  expect(norm.running_mean?.tolist()).toEqual([5]);
  expect(norm.running_var?.tolist()).toEqual([2]);
  expect(norm.num_batches_tracked?.tolist()).toBe(3n);
  norm.eval();
  norm(torch.ones([2, 1], { dtype: "float64" }));
  expect(norm.num_batches_tracked?.tolist()).toBe(3n);
});

test("state by PyTorch's keys", () => {
  const keys = (module: nn.Module) => [...module.stateDict().keys()];
  expect(keys(new nn.BatchNorm2d(2, { bias: false }))).toEqual([
    "weight",
    "running_mean",
    "running_var",
    "num_batches_tracked",
  ]);
  expect(keys(new nn.BatchNorm1d(2, { trackRunningStats: false }))).toEqual(["weight", "bias"]);
  expect(keys(new nn.InstanceNorm1d(2))).toEqual([]);
  expect(keys(new nn.LayerNorm([2, 3], { bias: false }))).toEqual(["weight"]);
});

test("a batch without values is scaled and shifted, and moves nothing", () => {
  const norm = new nn.BatchNorm1d(2);
  expect(norm(torch.zeros([0, 2, 3])).shape).toEqual([0, 2, 3]);
  expect(norm.running_mean?.tolist()).toEqual([0, 0]);
});

test("instance norm is batch norm of each instance by itself", () => {
  const x = drawn(2, 3, 5);
  const both = F.instanceNorm(x);
  [0, 1].forEach((i) => {
    const one = F.batchNorm(x.narrow(0, i, 1), null, null, { training: true });
    expect(both.narrow(0, i, 1).tolist()).toEqual(one.tolist());
  });
});

test("in evaluation the gradient of one element does not see the others", () => {
  const x = torch.tensor([[1], [Number.NaN], [3]], { requiresGrad: true });
  F.batchNorm(x, torch.zeros([1]), torch.ones([1]))
    .sum()
    .backward();
  const [a, b, c] = (x.grad as Tensor).tolist() as number[][];
  expect(b).toEqual(a);
  expect(c).toEqual(a);
});

test("layer norm of long rows and of many: the gradients are those of the formula", () => {
  const [x, weight, bias] = [drawn(300, 260), drawn(260), drawn(260)];
  for (const t of [x, weight, bias]) t.requiresGrad = true;
  const g = drawn(300, 260).mul(2);
  F.layerNorm(x, [260], { weight, bias }).backward(g);
  const y = x.detach();
  const centred = y.sub(y.mean(1, true));
  const hat = centred.div(centred.mul(centred).mean(1, true).add(1e-5).pow(0.5));
  near(weight.grad, g.mul(hat).sum(0));
  near(bias.grad, g.sum(0));
});

function near(got: Tensor | null, want: Tensor): void {
  const far = (got as Tensor).sub(want).toTypedArray();
  for (const d of far) expect(Math.abs(Number(d))).toBeLessThan(1e-10);
}

describe("refusals name the numbers", () => {
  const x = torch.ones([2, 3, 4]);
  const running = [torch.zeros([3]), torch.ones([3])] as const;
  test.each<[string, () => unknown, string, string]>([
    [
      "one value a channel",
      () => new nn.BatchNorm1d(3)(torch.ones([1, 3])),
      "ValueError",
      "batch_norm: Expected more than 1 value per channel when training, got input size torch.Size([1, 3])",
    ],
    [
      "eps in training",
      () => new nn.BatchNorm1d(3, { eps: 0 })(x),
      "ValueError",
      "batch_norm eps must be positive during training, but got 0",
    ],
    [
      "eps in evaluation",
      () => F.batchNorm(x, ...running, { eps: -1 }),
      "ValueError",
      "batch_norm eps must be non-negative, but got -1",
    ],
    [
      "rank",
      () => new nn.BatchNorm1d(3)(torch.ones([3])),
      "ValueError",
      "BatchNorm1d: expected 2D or 3D input (got 1D input)",
    ],
    [
      "channels",
      () => new nn.BatchNorm1d(2)(x),
      "RuntimeError",
      "batch_norm: running_mean should contain 3 elements not 2",
    ],
    [
      "no statistics",
      () => F.batchNorm(x, null, null),
      "RuntimeError",
      "batch_norm: running_mean must be defined in evaluation mode",
    ],
    [
      "half of the statistics",
      () => F.batchNorm(x, running[0], null, { training: true }),
      "ValueError",
      "batch_norm: running_mean and running_var must either both be None or neither be None",
    ],
    [
      "integers",
      () => F.batchNorm(torch.ones([2, 3], { dtype: "int64" }), null, null, { training: true }),
      "NotImplementedError",
      `batch_norm: "batch_norm" not implemented for 'Long'`,
    ],
    [
      "a wider input",
      () => new nn.LayerNorm(4)(x.to("float64")),
      "RuntimeError",
      "layer_norm: mixed dtype (CPU): all inputs must share same datatype., came float32 for an input of float64",
    ],
    [
      "a narrower parameter",
      () => new nn.LayerNorm(4, { dtype: "float16" })(x),
      "RuntimeError",
      "layer_norm: mixed dtype (CPU): expect parameter to have scalar type of Float, came float16 for an input of float32",
    ],
    [
      "unequal parameters",
      () =>
        F.layerNorm(x, [4], {
          weight: torch.ones([4]),
          bias: torch.ones([4], { dtype: "float64" }),
        }),
      "RuntimeError",
      "layer_norm: expected scalar type Float but found Double",
    ],
    [
      "another shape",
      () => new nn.LayerNorm([3, 5])(x),
      "RuntimeError",
      "layer_norm: Given normalized_shape=[3, 5], expected input with shape [*, 3, 5], but got input of size[2, 3, 4]",
    ],
    [
      "no shape",
      () => new nn.LayerNorm([])(x),
      "RuntimeError",
      "layer_norm: Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got normalized_shape = []",
    ],
    [
      "another weight",
      () => F.layerNorm(x, [4], { weight: torch.ones([3]) }),
      "RuntimeError",
      "layer_norm: Expected weight to be of same shape as normalized_shape, but got weight of shape [3] and normalized_shape = [4]",
    ],
    [
      "one spatial element",
      () => new nn.InstanceNorm1d(3)(torch.ones([2, 3, 1])),
      "ValueError",
      "instance_norm: Expected more than 1 spatial element when training, got input size torch.Size([2, 3, 1])",
    ],
    [
      "instance norm's channels",
      () => new nn.InstanceNorm1d(2, { affine: true })(x),
      "ValueError",
      "InstanceNorm1d: expected input's size at dim=1 to match num_features (2), but got: 3.",
    ],
    [
      "instance norm's statistics",
      () => F.instanceNorm(x, { useInputStats: false }),
      "RuntimeError",
      "instance_norm: Expected running_mean and running_var to be defined when use_input_stats is false",
    ],
  ])("%s", (_, act, errorClass, message) => {
    expect(act).toThrow(expect.objectContaining({ class: errorClass, message }));
  });
});
