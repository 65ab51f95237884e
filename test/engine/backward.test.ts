import { expect, test } from "vitest";
import { nn, type Tensor, torch } from "#engine";

const leaf = () => torch.ones([4], { requiresGrad: true });

test("leaves that one gradient goes to have a copy each", () => {
  const [a, b, g] = [leaf(), leaf(), torch.ones([4])];
  torch.add(a, b).backward(g);
  const storages = [a.grad, b.grad, g].map((x) => (x as Tensor).storage);
  expect(new Set(storages).size).toBe(3);
});

test("a gradient that two leaves see in parts has a copy for each", () => {
  const [a, b] = [leaf(), leaf()];
  torch
    .mul(torch.cat([a, b]), 2)
    .sum()
    .backward();
  expect((a.grad as Tensor).storage).not.toBe((b.grad as Tensor).storage);
  expect((a.grad as Tensor).storage.bytes).toBe(16);
});

test("a gradient that only its leaf sees is not copied", () => {
  const x = leaf();
  const y = torch.exp(x).sum();
  const before = torch.ones([]).storage.serial;
  y.backward();
  const own = (x.grad as Tensor).storage.serial;
  expect(own).toBeGreaterThan(before);
  expect(torch.ones([]).storage.serial).toBe(own + 1);
});

test("a gradient that reaches its leaf through views is not copied", () => {
  const weight = torch.ones([3, 4], { requiresGrad: true });
  torch
    .mm(torch.ones([2, 4]), weight.T)
    .sum()
    .backward();
  const own = weight.grad as Tensor;
  expect(own.isContiguous).toBe(true);
  expect(torch.ones([]).storage.serial).toBe(own.storage.serial + 1);
});

test("a gradient that a hook sees is copied for its leaf", () => {
  const layer = new nn.Identity();
  const seen: Tensor[] = [];
  layer.registerFullBackwardHook((_, ofInputs) => {
    seen.push(ofInputs[0] as Tensor);
  });
  const x = leaf();
  torch.exp(layer(x)).sum().backward();
  expect(seen).toHaveLength(1);
  expect(x.grad?.storage).not.toBe(seen[0]?.storage);
});

test("what a hook gives stays its own", () => {
  const layer = new nn.Identity();
  let given: Tensor | null = null;
  layer.registerFullBackwardHook(() => {
    given = torch.full([4], 3, { dtype: "float32" });
    return [given];
  });
  const x = leaf();
  layer(x).sum().backward();
  expect([...(x.grad as Tensor).toTypedArray()]).toEqual([3, 3, 3, 3]);
  expect(x.grad?.storage).not.toBe((given as Tensor | null)?.storage);
});

test("a gradient is added where the one before it lies, but not across types and places", () => {
  const x = leaf();
  const first = () => torch.mul(x, 2).sum().backward();
  first();
  const kept = x.grad as Tensor;
  first();
  expect([x.grad, kept.tolist()]).toEqual([kept, [4, 4, 4, 4]]);
  x.grad = torch.ones([4, 2]).select(1, 0);
  first();
  expect((x.grad as Tensor).tolist()).toEqual([3, 3, 3, 3]);
});

test("gradients that are dropped in a scope are given back at its end", () => {
  const layer = new nn.Linear(128, 128);
  const step = () => {
    layer.zeroGrad();
    layer(torch.ones([3, 128]))
      .sum()
      .backward();
  };
  torch.scope(step);
  torch.scope(step);
  const { live } = torch.memory();
  for (let i = 0; i < 10; i++) torch.scope(step);
  expect(torch.memory().live).toBe(live);
  const old = layer.weight.grad as Tensor;
  const returned = torch.scope(() => {
    layer.zeroGrad();
    return old;
  });
  expect(returned.sum().item()).toBe(128 * 128 * 3);
});

test("a parameter that was a gradient stays when the gradient is dropped", () => {
  const layer = new nn.Linear(32, 64);
  layer(torch.ones([3, 32]))
    .sum()
    .backward();
  const other = new nn.Parameter(layer.weight.grad as Tensor);
  torch.scope(() => layer.zeroGrad());
  expect(other.sum().item()).toBe(64 * 32 * 3);
});

test("gradients that are made 0, and grow again, take no memory anew", () => {
  const layer = new nn.Linear(128, 128);
  const step = () =>
    torch.scope(() => {
      layer.zeroGrad({ setToNone: false });
      layer(torch.ones([3, 128]))
        .sum()
        .backward();
    });
  // The bias' gradient, which is small, leaves the arena once it has outlived a second scope.
  step();
  step();
  const [live, gradient] = [torch.memory().live, layer.weight.grad?.tolist()];
  for (let i = 0; i < 10; i++) step();
  expect(torch.memory().live).toBe(live);
  expect(layer.weight.grad?.tolist()).toEqual(gradient);
});
