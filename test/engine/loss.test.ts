import { expect, test } from "vitest";
import { F, nn, torch } from "#engine";

const scores = () => {
  const x = torch.tensor([
    [0.5, -1, 2],
    [1, 0.25, -0.5],
  ]);
  x.requiresGrad = true;
  return x;
};
const classes = torch.tensor([2n, 0n]);

test("chunked linear cross entropy runs backward once, unless told to keep its gradients", () => {
  const weight = torch.tensor([
    [1, 0, 0.5],
    [0, 1, -1],
    [0.25, 0.5, 1],
  ]);
  const run = (allowRetainGraph: boolean) => {
    const options = new nn.LinearCrossEntropyOptions({ allowRetainGraph });
    const loss = F.linearCrossEntropy(scores(), weight, classes, { options });
    loss.backward(null, { retainGraph: true });
    return () => loss.backward();
  };
  expect(run(false)).toThrow("linear_cross_entropy chunked backward called twice");
  expect(run(true)).not.toThrow();
});

test("a loss refuses to go backward after its scores were changed in place", () => {
  const leaf = scores();
  const x = torch.clone(leaf);
  const loss = F.crossEntropy(x, classes);
  torch.copy_(x, torch.zeros([2, 3]));
  expect(() => loss.backward()).toThrow("modified by an inplace operation");
});

test("labels beyond the classes are refused where PyTorch would read what lies there", () => {
  const logProbs = torch.zeros([4, 1, 3]);
  const targets = torch.tensor([[1n, 3n]]);
  expect(() => F.ctcLoss(logProbs, targets, [4], [2])).toThrow("targets must be classes below 3");
});

test("a class weight is a buffer that shares its memory", () => {
  const weight = torch.tensor([1, 2, 3]);
  const layer = new nn.CrossEntropyLoss({ weight });
  expect([...layer.stateDict().keys()]).toEqual(["weight"]);
  expect(layer.weight?.storage).toBe(weight.storage);
  expect([...layer.parameters()]).toEqual([]);
});

test("sums of many terms stay exact to float32's last digit", () => {
  const n = 300_000;
  const x = torch.full([n], 0.1, { dtype: "float32" });
  const sum = F.l1Loss(x, torch.zeros([n]), { reduction: "sum" });
  expect(sum.item()).toBe(Math.fround(n * Math.fround(0.1)));
});
