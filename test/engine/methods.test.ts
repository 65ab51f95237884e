import { describe, expect, test } from "vitest";
import { Tensor, torch } from "#engine";
import type { Dtype } from "#engine/dtype";
import recorded from "./recorded/method.json" with { type: "json" };

type Spoken = number | { tensor: never; dtype: string };

const X = [
  [1.5, -2, 0.5],
  [-0.25, 3, 1],
];

describe("methods do as PyTorch's, on a tensor and on a view of one", () => {
  for (const row of recorded) {
    test(`${row.method} ${JSON.stringify(row.arguments)}, ${row.part}`, () => {
      const given = row.arguments.map((a) => heard(a as Spoken));
      const leaf = torch.tensor(X, { dtype: "float32" });
      const leaves = [leaf, ...given.filter(isFloating)];
      for (const one of leaves) one.requiresGrad = true;
      const whole = leaf.clone();
      const x = row.part === "whole" ? whole : whole.t().t();
      const act = () => method(x, row.method)(...given);
      if (row.class !== undefined) {
        expect(act).toThrow(expect.objectContaining({ class: row.class }));
        return;
      }
      const y = act();
      const total = y
        .mul(numbered(y))
        .sum()
        .add(whole.mul(numbered(whole)).sum().mul(2));
      if (total.requiresGrad) total.backward();
      expect(y.dtype).toBe(row.dtype);
      expectNear(y.detach().double().tolist(), row.result);
      expectNear(whole.tolist(), row.whole);
      leaves.forEach((one, i) => {
        expectNear(one.grad?.tolist() ?? null, row.gradients?.[i]);
      });
      expect(y.gradFn?.name ?? null).toBe(row.node);
    });
  }
});

function method(x: Tensor, name: string): (...given: unknown[]) => Tensor {
  const key = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const named = x as unknown as Readonly<Record<string, (...given: unknown[]) => Tensor>>;
  return (...given) => (named[key] as (...given: unknown[]) => Tensor).call(x, ...given);
}

function heard(argument: Spoken): Tensor | number {
  if (typeof argument === "number") return argument;
  return torch.tensor(argument.tensor, { dtype: argument.dtype as Dtype });
}

function isFloating(x: Tensor | number): x is Tensor {
  return x instanceof Tensor && x.isFloatingPoint();
}

function numbered(x: Tensor): Tensor {
  return torch.reshape(torch.arange(1, x.numel + 1, { dtype: "float32" }), x.shape).to(x.dtype);
}

function expectNear(got: unknown, want: unknown): void {
  const flat = (value: unknown): unknown[] => [value].flat(9);
  expect(flat(got).map(shown)).toEqual(flat(want).map(shown));
}

/** Six digits: these methods round a few times at most. */
function shown(value: unknown): unknown {
  return typeof value === "number" ? Number(value.toPrecision(6)) : (value ?? null);
}
