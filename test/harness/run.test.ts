import { describe, expect, test } from "vitest";
import type { Answer, Case } from "#harness/case";
import { type Engine, PROTOCOL } from "#harness/engine";
import { readKnown } from "#harness/known";
import { reportCase } from "#harness/report/case-report";
import { type Judged, type RunPlan, run } from "#harness/run";
import { isGreen, Tally } from "#harness/tally";
import { array, refusing, returning } from "./kit/sample.ts";

const NAMES = ["a", "b", "c", "d"];
const CASES = new Map(
  NAMES.map((name, i) => [
    `nn.Identity/${name}`,
    returning({ "grad.input.0": array("float32", [1], [i]) }, undefined, {
      id: `nn.Identity/${name}`,
    }),
  ]),
);
const IDS = [...CASES.keys()];

/** Answers in turn. */
function engine(
  answers: readonly (() => ReturnType<Engine["answer"]>)[],
  over: Partial<Engine> = {},
): Engine {
  const left = [...answers];
  const next = () => left.shift()?.() ?? { kind: "unsupported" as const, reason: "no more" };
  return { name: "scripted", version: "1", protocol: PROTOCOL, answer: next, ...over };
}

function right(id: string): () => Answer {
  return () => load(id).answer;
}

function load(id: string): Case {
  return CASES.get(id) ?? refusing();
}

async function outcomes(plan: Partial<RunPlan> & Pick<RunPlan, "engine">): Promise<Judged[]> {
  const judged: Judged[] = [];
  for await (const one of run({ ids: IDS, load, ...plan })) judged.push(one);
  return judged;
}

const wrong = (): Answer => refusing().answer;
const none = () => ({ kind: "unsupported" as const, reason: "later" });
const crash = (): never => {
  throw new Error("boom");
};

describe("run", () => {
  test("tells pass, fail, unsupported and a crash apart", async () => {
    const judged = await outcomes({
      engine: engine([
        right("nn.Identity/a"),
        wrong,
        () => ({ kind: "unsupported", reason: "later" }),
        () => {
          throw new Error("boom");
        },
      ]),
    });
    expect(judged.map(({ outcome }) => outcome)).toEqual(["pass", "fail", "unsupported", "fail"]);
    expect(judged[3]?.verdict).toMatchObject({ differences: [{ kind: "crash" }] });
  });

  test("waits for an engine that answers later, and takes its rejection as a crash", async () => {
    const answers = [
      () => Promise.resolve(right("nn.Identity/a")()),
      () => Promise.reject(new Error("boom")),
    ];
    const judged = await outcomes({ engine: engine(answers), ids: IDS.slice(0, 2) });
    expect(judged.map(({ outcome }) => outcome)).toEqual(["pass", "fail"]);
  });

  test("expects known failures to fail, and calls the list stale where they pass", async () => {
    const judged = await outcomes({
      engine: engine([right("nn.Identity/a"), wrong]),
      known: readKnown("nn.Identity/* # not", IDS, "list"),
    });
    expect(judged.map(({ outcome }) => outcome)).toEqual([
      "stale",
      "xfail",
      "unsupported",
      "unsupported",
    ]);
    expect(judged[1]?.reason).toBe("not");
  });

  test("stops at the first failure when it is to", async () => {
    const judged = await outcomes({ engine: engine([right("nn.Identity/a"), wrong]), bail: true });
    expect(judged.map(({ outcome }) => outcome)).toEqual(["pass", "fail"]);
  });

  test("stops where it is interrupted", async () => {
    const controller = new AbortController();
    const answers = [
      right("nn.Identity/a"),
      () => {
        controller.abort();
        return wrong();
      },
    ];
    const judged = await outcomes({ engine: engine(answers), signal: controller.signal });
    expect(judged).toHaveLength(2);
  });

  test("passes on a fault of the fixtures", async () => {
    const broken = () => {
      throw new Error("checksum");
    };
    await expect(outcomes({ engine: engine([]), load: broken })).rejects.toThrow("checksum");
  });
});

async function summaryOf(plan: Partial<RunPlan> & Pick<RunPlan, "engine">, selected = IDS.length) {
  const tally = new Tally();
  for (const judged of await outcomes(plan)) tally.add(reportCase(judged));
  return tally.summary(selected);
}

describe("a run is green", () => {
  const honest = (over: Partial<Engine> = {}) => engine(IDS.map(right), over);

  test("when every case passes and everything was looked at", async () => {
    const summary = await summaryOf({ engine: honest() });
    expect(summary).toMatchObject({ cases: 4, pass: 4, fail: 0, unchecked: 0, interrupted: false });
    expect(isGreen(summary)).toBe(true);
  });

  test("when all that fails is known to", async () => {
    const known = readKnown("nn.Identity/a # why", IDS, "list");
    const rest = IDS.slice(1).map(right);
    expect(isGreen(await summaryOf({ engine: engine([wrong, ...rest]), known }))).toBe(true);
  });

  test.each<[string, Partial<RunPlan> & Pick<RunPlan, "engine">, object]>([
    ["one fails", { engine: engine([wrong, ...IDS.slice(1).map(right)]) }, { fail: 1, pass: 3 }],
    ["one crashes", { engine: engine([crash, ...IDS.slice(1).map(right)]) }, { fail: 1, pass: 3 }],
    [
      "a promise of an answer is broken",
      { engine: engine([() => Promise.reject(new Error("boom")), ...IDS.slice(1).map(right)]) },
      { fail: 1, pass: 3 },
    ],
    [
      "one answer is of no kind",
      { engine: engine([() => ({}) as never, ...IDS.slice(1).map(right)]) },
      { fail: 1, pass: 3 },
    ],
    [
      "answers are those of the cases before",
      { engine: engine([...IDS.slice(-1), ...IDS.slice(0, -1)].map(right)) },
      { fail: 4, pass: 0 },
    ],
    [
      "one known to fail is unsupported",
      {
        engine: engine([none, ...IDS.slice(1).map(right)]),
        known: readKnown("*/a # why", IDS, "list"),
      },
      { unsupported: 1, pass: 3 },
    ],
    [
      "one known to fail fails and another does, too",
      {
        engine: engine([wrong, wrong, ...IDS.slice(2).map(right)]),
        known: readKnown("*/a # why", IDS, "list"),
      },
      { fail: 1, xfail: 1, pass: 2 },
    ],
    [
      "one is unsupported",
      { engine: engine(IDS.slice(1).map((_, i) => right(IDS[i] ?? ""))) },
      { unsupported: 1 },
    ],
    [
      "one known to fail passes",
      { engine: honest(), known: readKnown("*/a # why", IDS, "list") },
      { stale: 1 },
    ],
    [
      "a gradient was not looked at",
      {
        engine: engine(
          IDS.map(() => () => ({
            kind: "returned" as const,
            tensors: {},
            facts: { structure: "tensor" },
          })),
          { lacks: ["grad"] },
        ),
      },
      { pass: 4, unchecked: 4, uncheckedGrads: 4 },
    ],
    [
      "it was interrupted",
      { engine: honest(), signal: AbortSignal.abort() },
      { cases: 0, interrupted: true },
    ],
    ["it ended early", { engine: honest(), ids: IDS.slice(2) }, { interrupted: true }],
    ["nothing was asked", { engine: honest(), ids: [] }, { cases: 0 }],
  ])("never when %s", async (_, plan, part) => {
    const summary = await summaryOf(plan);
    expect(summary).toMatchObject(part);
    expect(isGreen(summary)).toBe(false);
  });
});
