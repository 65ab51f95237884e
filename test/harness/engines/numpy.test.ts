import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Engine } from "#harness/engine";
import { stdioEngine } from "#harness/engines/stdio";
import { openFixtures } from "#harness/fixtures";
import { PYTORCH } from "#harness/oracle";
import { ROOT } from "#harness/root";
import { type Judged, run } from "#harness/run";
import { needsPyTorch } from "../kit/live.ts";

/*
 * An engine in another language, by the protocol alone: it is short, and right in all that it does. Its NumPy comes with
 * `npm run setup`.
 */

const SOURCE = path.join(ROOT, "python-ref", "numpy_engine.py");
/** Its layers, and how many cases of each it is to get right at least. */
const LAYERS = {
  Identity: 9,
  Linear: 34,
  ReLU: 33,
  LeakyReLU: 37,
  Sigmoid: 25,
  Tanh: 25,
  Softmax: 31,
  Embedding: 18,
  MSELoss: 37,
};

const { ids, load } = openFixtures(path.join(ROOT, "fixtures"));
let engine: Engine | null = null;

beforeAll(async () => {
  const command = [PYTORCH.file, SOURCE].map((word) => word.replaceAll(" ", "\\ ")).join(" ");
  engine = await stdioEngine(command).catch(() => null);
});
afterAll(() => engine?.close?.());

test("it is shorter than 150 lines, and imports nothing of ours", () => {
  const source = readFileSync(SOURCE, "utf8");
  expect(source.trimEnd().split("\n").length).toBeLessThan(150);
  const imports = source.match(/^(?:from|import) \w+/gm);
  expect(imports).toEqual([
    "from __future__",
    ...["json", "struct", "sys", "numpy"].map((name) => `import ${name}`),
  ]);
});

test.for(Object.entries(LAYERS))(
  "nn.%s: nothing fails, %i cases pass",
  async ([layer, least], { skip }) => {
    needsPyTorch(skip);
    const own = ids.filter((id) => id.startsWith(`nn.${layer}/`));
    const judged: Judged[] = [];
    for await (const one of run({ engine: engine as Engine, ids: own, load })) judged.push(one);
    const of = (kind: string) => judged.filter(({ verdict }) => verdict.kind === kind);
    expect(of("fail").map(({ case: { id } }) => id)).toEqual([]);
    expect(of("pass").length).toBeGreaterThanOrEqual(least);
  },
);
