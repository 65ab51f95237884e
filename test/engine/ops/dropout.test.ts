import { expect, test } from "vitest";
import { F, nn, type Tensor, torch } from "#engine";

test("in evaluation, and with p = 0, the very tensor comes back and nothing is drawn", () => {
  torch.manualSeed(0);
  const fresh = torch.defaultGenerator().getState();
  const x = torch.tensor([1, 2, 3]);
  expect(new nn.Dropout().eval()(x)).toBe(x);
  expect(F.dropout(x, { p: 0 })).toBe(x);
  expect(torch.defaultGenerator().getState()).toEqual(fresh);
});

test("a new layer trains: it drops", () => {
  torch.manualSeed(0);
  const layer = new nn.Dropout();
  expect(layer.training).toBe(true);
  expect(new Set(layer(torch.ones([50])).tolist() as number[])).toEqual(new Set([0, 2]));
});

test("what is kept is divided by 1 - p, and the gradient wears the same mask", () => {
  torch.manualSeed(0);
  const x = torch.ones([100], { requiresGrad: true });
  const y = F.dropout(x, { p: 0.75 });
  expect(new Set(y.tolist() as number[])).toEqual(new Set([0, 4]));
  y.sum().backward();
  expect(x.grad?.tolist()).toEqual(y.tolist());
});

test("p = 1 multiplies by 0 and draws nothing", () => {
  torch.manualSeed(0);
  const fresh = torch.defaultGenerator().getState();
  const x = torch.tensor([-1, 2, Number.NaN, Number.POSITIVE_INFINITY]);
  expect(F.dropout(x, { p: 1 }).tolist()).toEqual([-0, 0, Number.NaN, Number.NaN]);
  expect(torch.defaultGenerator().getState()).toEqual(fresh);
});

test("a mask is drawn in the order of memory, under the older rules in C order", () => {
  const masks = (profile: "torch-2.12+" | "torch-2.6-mkl", x: Tensor) => {
    torch.manualSeed(3, profile);
    return F.dropout(x);
  };
  const [x, transposed] = [torch.ones([4, 6]), torch.ones([6, 4]).t()];
  expect(masks("torch-2.12+", transposed).t().tolist()).toEqual(
    masks("torch-2.12+", torch.ones([6, 4])).tolist(),
  );
  expect(masks("torch-2.6-mkl", transposed).tolist()).toEqual(masks("torch-2.6-mkl", x).tolist());
  torch.manualSeed(0);
});

test("in place it writes through a view", () => {
  torch.manualSeed(0);
  const x = torch.ones([3, 4]);
  const row = x.select(0, 1);
  expect(F.dropout(row, { inplace: true })).toBe(row);
  expect((x.tolist() as number[][])[1]).toEqual(row.tolist());
  expect(new Set((x.tolist() as number[][])[0])).toEqual(new Set([1]));
});

test("probabilities outside of [0, 1] and integers are refused", () => {
  expect(() => new nn.Dropout({ p: 1.5 })).toThrow(
    expect.objectContaining({
      class: "ValueError",
      message: "dropout probability has to be between 0 and 1, but got 1.5",
    }),
  );
  expect(() => F.dropout(torch.ones([2]), { p: -0.5 })).toThrow(
    expect.objectContaining({
      class: "ValueError",
      message: "dropout probability has to be between 0 and 1, but got -0.5",
    }),
  );
  expect(() => F.dropout(torch.tensor([1n]))).toThrow(
    expect.objectContaining({
      class: "RuntimeError",
      message: "dropout: result type Float can't be cast to the desired output type Long",
    }),
  );
});
