import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nn, type Tensor, torch } from "#engine";
import { seedOf } from "#harness/commands/properties";
import { loadEngine } from "#harness/engines/index";
import { LAYERS } from "#harness/fuzz/layers";
import { check, pairsOf } from "#harness/properties/drive";
import { PROPERTIES } from "#harness/properties/properties";
import { explained } from "#harness/report/properties";

const size = fc.integer({ min: 1, max: 9 });
const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });

/*
 * What must hold of any answers: `npm run touchstone -- properties` draws more, and others each time.
 */

const RUNS = 3;
const SEED = 1;
const engine = await loadEngine("touchstone");

describe.each(PROPERTIES)("$name: $says", (property) => {
  test.each(pairsOf([property], LAYERS).map((pair) => ({ ...pair, name: pair.layer.layer })))(
    "$name",
    async (pair) => {
      const { outcome, broken, reasons } = await check(pair, engine, RUNS, seedOf(SEED, pair));
      if (broken !== null) throw new Error(explained(broken));
      expect(outcome, JSON.stringify(reasons)).toBe("passed");
    },
  );
});

describe("the documented Layers page's examples without printed input", () => {
  test("Linear is X Wᵀ + b", () => {
    fc.assert(
      fc.property(size, size, size, seed, (samples, ins, outs, start) => {
        torch.manualSeed(start);
        const linear = new nn.Linear(ins, outs);
        const x = torch.rand([samples, ins]);
        const algebra = torch.mm(x, linear.weight.T).add(linear.bias as Tensor);
        expectClose(linear(x), algebra, 4 * 2 ** -24 * (ins + 1));
        expect(String(linear(x).gradFn?.name)).toBe("AddmmBackward0");
        expect(algebra.gradFn?.name).toBe("AddBackward0");
      }),
    );
  });

  test("the last output of an RNN is its h_n, bit for bit", () => {
    fc.assert(
      fc.property(size, size, size, size, seed, (steps, batch, ins, hidden, start) => {
        torch.manualSeed(start);
        const rnn = new nn.RNN(ins, hidden);
        const [output, hn] = rnn(torch.randn([steps, batch, ins])) as [Tensor, Tensor];
        expect(output.shape).toEqual([steps, batch, hidden]);
        expect(hn.shape).toEqual([1, batch, hidden]);
        expect(output.select(0, -1).toTypedArray()).toEqual(hn.select(0, 0).toTypedArray());
      }),
    );
  });
});

function expectClose(got: Tensor, want: Tensor, limit: number): void {
  expect(got.shape).toEqual(want.shape);
  const [a, b] = [got.toTypedArray(), want.toTypedArray()];
  for (let i = 0; i < a.length; i++) {
    expect(Math.abs(Number(a[i]) - Number(b[i]))).toBeLessThanOrEqual(limit);
  }
}
