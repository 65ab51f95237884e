import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { F, type Tensor, torch } from "#engine";
import { growEagerly } from "#engine/memory";
import { elementsOf, emptyTensor } from "#engine/tensor";
import { loadEngine } from "#harness/engines/index";
import { openFixtures } from "#harness/fixtures";
import { judge } from "#harness/run";

/*
 * When the memory grows, a view taken before is empty from then on, and what is read from it is undefined, without an
 * error. Here the memory grows at every allocation, so that each op that holds a view too long answers wrong.
 */

const { ids, load } = openFixtures("fixtures");
/** One type of each question, and not the large examples of which a sample is compared: their twins are the same calls. */
const cases = ids
  .filter((id) => !/-(float64|float16|bfloat16)$/.test(id))
  .map(load)
  .filter(({ call }) => call.sample === undefined);
const layers = Map.groupBy(cases, ({ id }) => id.slice(0, id.indexOf("/")));
const engine = await loadEngine("touchstone");

const x = () => torch.randn([3, 4], { dtype: "float64", requiresGrad: true });
const whole = () => torch.randint(-3, 4, [3, 4]);

/** Ops that loop over elements in TypeScript. */
const LOOPS: Readonly<Record<string, () => Tensor | readonly Tensor[]>> = {
  indexSelect: () => followed((a) => torch.indexSelect(a, 0, torch.tensor([2n, 0n]))),
  sort: () => followed((a) => (torch.sort(a, 1) as readonly Tensor[])[0] as Tensor),
  topk: () => torch.topk(x(), 2) as readonly Tensor[],
  cumsum: () => followed((a) => torch.cumsum(a, 1)),
  cumprod: () => followed((a) => torch.cumprod(a, 1)),
  prod: () => followed((a) => torch.prod(a, 1)),
  unique: () => torch.unique(whole(), { returnInverse: true, returnCounts: true }),
  bincount: () => torch.bincount(torch.tensor([1n, 1n, 3n]), torch.tensor([0.5, 1, 2])),
  "whole sums": () => torch.add(whole(), torch.transpose(torch.randint(-3, 4, [4, 3]), 0, 1)),
  "whole products": () => torch.matmul(whole(), torch.transpose(whole(), 0, 1)),
  any: () => torch.any(whole(), 1),
  all: () => torch.all(whole()),
  comparisons: () => torch.lt(whole(), torch.transpose(torch.randint(-3, 4, [4, 3]), 0, 1)),
  "bitwise and": () =>
    torch.bitwiseAnd(whole(), torch.transpose(torch.ones([4, 3], { dtype: "int64" }), 0, 1)),
  unfold: () => followed((a) => a.unfold(1, 2, 1)),
  dropout: () => followed((a) => F.dropout(a, { p: 0.5 })),
  nllLoss: () =>
    followed((a) =>
      F.nllLoss(a, torch.tensor([0n, 3n, 1n]), { weight: torch.ones([4], { dtype: "float64" }) }),
    ),
  ctcLoss: () =>
    followed((a) =>
      F.ctcLoss(
        F.logSoftmax(torch.unsqueeze(a, 1), { dim: 2 }),
        torch.tensor([[1n, 2n]]),
        [3],
        [2],
      ),
    ),
};

/** What an op gives, and the gradient of what it takes. */
function followed(op: (a: Tensor) => Tensor): Tensor[] {
  const a = x();
  const out = op(a);
  torch.backward([out], [torch.onesLike(out)]);
  return [out, a.grad as Tensor];
}

function shown(work: () => Tensor | readonly Tensor[]): string {
  torch.manualSeed(5);
  return String([work()].flat());
}

test("a view ends with the next allocation", () => {
  growEagerly(true);
  const kept = emptyTensor([2], "float32");
  const view = elementsOf(kept);
  emptyTensor([2], "float32");
  growEagerly(false);
  expect(view.length).toBe(0);
  expect(elementsOf(kept).length).toBe(2);
});

test.each(Object.entries(LOOPS))("%s, whether the memory grows or not", (_, work) => {
  const want = shown(work);
  growEagerly(true);
  try {
    expect(shown(work)).toBe(want);
  } finally {
    growEagerly(false);
  }
});

describe("a memory that grows at every allocation changes no answer", () => {
  beforeEach(() => growEagerly(true));
  afterEach(() => growEagerly(false));

  test.each([...layers])("%s", async (_, own) => {
    const judged = [];
    for (const one of own) judged.push(await judge(engine, one));
    const failed = judged.filter(({ verdict }) => verdict.kind !== "pass");
    expect(judged.length).toBeGreaterThan(0);
    expect(failed.map((one) => one.case.id)).toEqual([]);
  });
});
