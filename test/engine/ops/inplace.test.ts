import { describe, expect, test } from "vitest";
import { F, type Tensor, torch } from "#engine";

const leaf = () => torch.ones([3, 4], { requiresGrad: true });

test("a change of a view reaches its base, its graph and the other views", () => {
  const x = torch.tensor([
    [1, -2],
    [-3, 4],
  ]);
  x.requiresGrad = true;
  const whole = x.mul(1);
  const [row, column] = [whole.select(0, 0), whole.select(1, 1)];
  F.relu(row, { inplace: true });
  expect(whole.tolist()).toEqual([
    [1, 0],
    [-3, 4],
  ]);
  expect([whole, row, column].map((t) => t.gradFn?.name)).toEqual([
    "CopySlices",
    "AsStridedBackward0",
    "AsStridedBackward0",
  ]);
  whole
    .mul(
      torch.tensor([
        [10, 20],
        [30, 40],
      ]),
    )
    .sum()
    .backward();
  expect(x.grad?.tolist()).toEqual([
    [10, 0],
    [30, 40],
  ]);
});

test("the gradient of a view that was changed goes through its base", () => {
  const x = leaf();
  const whole = x.mul(3);
  const columns = whole.t().slice(0, 1, 3);
  torch.manualSeed(0);
  F.dropout(columns, { inplace: true });
  columns.sum().backward();
  const scale = columns.div(3).t().tolist() as number[][];
  expect(x.grad?.tolist()).toEqual(scale.map((row) => [0, ...row.map((factor) => 3 * factor), 0]));
});

test("writing what wants a gradient into a part makes the whole want one", () => {
  const whole = torch.zeros([3, 4]);
  const x = leaf();
  whole.select(0, 1).copy_(x.select(0, 2));
  expect(whole.gradFn?.name).toBe("CopySlices");
  whole.mul(2).sum().backward();
  expect(x.grad?.tolist()).toEqual([0, 0, 2].map((n) => [n, n, n, n]));
});

test("a change that is not followed makes views take their values from the base anew", () => {
  const x = leaf();
  const whole = x.mul(1);
  const row = whole.select(0, 0);
  torch.noGrad(() => F.relu(whole, { inplace: true }));
  expect(row.gradFn?.name).toBe("AsStridedBackward0");
});

describe("refusals", () => {
  const relu = (x: Tensor | undefined) => F.relu(x as Tensor, { inplace: true });
  const where = "relu_";
  test.each<[string, () => unknown, string]>([
    [
      "a leaf",
      () => relu(leaf()),
      `${where}: a leaf Variable that requires grad is being used in an in-place operation.`,
    ],
    [
      "a view of a leaf",
      () => relu(leaf().select(0, 0)),
      `${where}: a view of a leaf Variable that requires grad is being used in an in-place operation.`,
    ],
    [
      "elements that share a place",
      () => relu(torch.ones([1, 3]).expand(2, 3)),
      `${where}: unsupported operation: more than one element of the written-to tensor refers to a single memory location. Please clone() the tensor before performing the operation.`,
    ],
    [
      "one of several views",
      () => relu(leaf().mul(1).split(1)[0]),
      `${where}: Output 0 of SplitBackward0 is a view and is being modified inplace. This view is the output of a function that returns multiple views: change a copy, or the whole.`,
    ],
    [
      "a view made outside of the graph",
      () => {
        const whole = leaf().mul(1);
        relu(torch.noGrad(() => whole.select(0, 0)));
      },
      `${where}: A view was created in no_grad mode and is being modified inplace with grad mode enabled. Move both into noGrad, or both out of it.`,
    ],
    [
      "such a view of what has changed",
      () => {
        const whole = leaf().mul(1);
        const row = torch.noGrad(() => whole.select(0, 0));
        relu(whole);
        return row.gradFn;
      },
      "view: A view was created in no_grad mode and its base or another view of its base has been modified inplace: its place in the graph is not known. Take it anew from its base.",
    ],
    [
      "a saved output that has changed",
      () => {
        const y = F.sigmoid(leaf());
        relu(y).sum().backward();
      },
      "backward: one of the variables needed for gradient computation has been modified by an inplace operation: SigmoidBackward0 saved a tensor of shape [3, 4] at version 0, which is at version 1 now",
    ],
  ])("%s", (_, act, message) => {
    expect(act).toThrow(expect.objectContaining({ class: "RuntimeError", message }));
  });
});
