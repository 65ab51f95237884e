import { expect, test } from "vitest";
import { F, type Tensor, torch } from "#engine";

/* More terms than a kernel's block has: no recorded case is so large. */

type Loss = (x: Tensor, target: Tensor, reduction: "none" | "sum") => Tensor;

const LOSSES: Readonly<Record<string, Loss>> = {
  mseLoss: (x, t, reduction) => F.mseLoss(x, t, { reduction }),
  huberLoss: (x, t, reduction) => F.huberLoss(x, t, { reduction }),
  binaryCrossEntropy: (x, t, reduction) => F.binaryCrossEntropy(x, t, { reduction }),
  binaryCrossEntropyWithLogits: (x, t, reduction) =>
    F.binaryCrossEntropyWithLogits(x, t, { reduction }),
  klDiv: (x, t, reduction) => F.klDiv(x, t, { reduction }),
  softMarginLoss: (x, t, reduction) => F.softMarginLoss(x, t, { reduction }),
};

const EVERY = Object.entries(LOSSES).flatMap(([name, loss]) =>
  (["float32", "float64"] as const).map((dtype) => [name, dtype, loss] as const),
);

test.each(EVERY)("%s of %s sums its terms, each the same in any place", (_, dtype, loss) => {
  torch.manualSeed(4);
  const n = 1301;
  const [x, target] = [torch.rand([n], { dtype }), torch.rand([n], { dtype })];
  const terms = loss(x, target, "none").toTypedArray() as Float64Array;
  const exact = terms.reduce((a, b) => a + b, 0);
  const unit = dtype === "float32" ? 2 ** -23 : 2 ** -48;
  expect(Math.abs(Number(loss(x, target, "sum").item()) / exact - 1)).toBeLessThan(unit);
  for (const [from, count] of [
    [1, 1],
    [510, 5],
    [n - 3, 3],
  ] as const) {
    const part = loss(x.narrow(0, from, count), target.narrow(0, from, count), "none");
    expect([...(part.toTypedArray() as Float64Array)]).toEqual([
      ...terms.slice(from, from + count),
    ]);
  }
});
