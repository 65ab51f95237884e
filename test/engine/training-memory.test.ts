import { afterAll, expect, test } from "vitest";
import { F, nn, type Tensor, torch } from "#engine";
import { collectGarbage } from "./kit/collect-garbage.ts";

/* A training loop that never lets the event loop run, as loops in scripts are. */

const STEPS = 10_000;
const MIB = 2 ** 20;
const { limit } = torch.memory();
afterAll(() => torch.setMemoryLimit(limit));

/** A model whose weight and gradients lie in the arena, and a step that moves it. */
function training() {
  const layer = new nn.Linear(32, 64);
  const [x, target] = [torch.randn([16, 32]), torch.randn([16, 64])];
  const step = (): void => {
    layer.zeroGrad();
    F.mseLoss(layer(x), target).backward();
    torch.noGrad(() => {
      for (const weight of layer.parameters()) weight.sub_(torch.mul(weight.grad as Tensor, 0.01));
    });
  };
  return { layer, step };
}

test("10,000 steps, each in a scope, go round in the same memory", () => {
  const { step } = training();
  for (let i = 0; i < 3; i++) torch.scope(step);
  const before = torch.memory();
  for (let i = 0; i < STEPS; i++) torch.scope(step);
  expect(torch.memory().live).toBe(before.live);
  expect(torch.memory().peak).toBe(before.peak);
});

test("10,000 steps without a scope stay below the limit, and leave nothing", async () => {
  const start = torch.memory().live;
  torch.setMemoryLimit(start + 16 * MIB);
  const loss = (): number => {
    const { layer, step } = training();
    for (let i = 0; i < STEPS; i++) step();
    expect(torch.memory().live).toBeLessThanOrEqual(start + 16 * MIB);
    return (layer.weight.grad as Tensor).abs().sum().item() as number;
  };
  expect(loss()).toBeGreaterThan(0);
  await expect
    .poll(() => {
      collectGarbage();
      return torch.memory().live;
    })
    .toBeLessThanOrEqual(start);
});
