import { expect, test } from "vitest";
import { nn, torch } from "#engine";
import { deepCopy } from "#engine/nn/deep-copy";

test("a copy answers alike and shares no memory", () => {
  const module = new nn.Sequential(new nn.Linear(3, 2), new nn.LayerNorm(2));
  const copy = deepCopy(module);
  const x = torch.randn([4, 3]);
  const before = copy(x).tolist();
  expect(before).toEqual(module(x).tolist());
  for (const parameter of module.parameters()) nn.init.zeros_(parameter);
  expect(copy(x).tolist()).toEqual(before);
  expect(String(copy)).toBe(String(module));
});

test("what is shared in a module is shared in its copy", () => {
  const shared = new nn.Linear(2, 2);
  const copy = deepCopy(new nn.Sequential(shared, shared));
  const [first, second] = [...copy];
  expect(first).toBe(second);
  expect(first).not.toBe(shared);
});

test("gradients, frozen parameters and the mode are copied", () => {
  const linear = new nn.Linear(2, 1).eval();
  torch.sum(linear(torch.ones([1, 2]))).backward();
  linear.weight.requiresGrad = false;
  const copy = deepCopy(linear);
  expect(copy.training).toBe(false);
  expect(copy.weight.requiresGrad).toBe(false);
  expect(copy.bias?.grad?.tolist()).toEqual(linear.bias?.grad?.tolist());
  expect(copy.bias?.grad).not.toBe(linear.bias?.grad);
});
