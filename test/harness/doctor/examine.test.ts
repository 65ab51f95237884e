import path from "node:path";
import { expect, test } from "vitest";
import type { NdArray } from "#harness/array";
import type { Answer, Call, Case } from "#harness/case";
import { examine } from "#harness/doctor/examine";
import { STATIONS } from "#harness/doctor/stations";
import type { Engine } from "#harness/engine";
import { engine as right } from "#harness/engines/touchstone";
import { openFixtures } from "#harness/fixtures";
import { ROOT } from "#harness/root";
import { ailing, changed, without } from "../kit/ailing.ts";

const { ids, load: read } = openFixtures(path.join(ROOT, "fixtures"));
const cases = new Map<string, Case>();

/** Reads each case once. */
function load(id: string): Case {
  const one = cases.get(id) ?? read(id);
  cases.set(id, one);
  return one;
}

/** What is found of an engine, a line each. */
async function found(engine: Engine): Promise<string[]> {
  const { findings } = await examine(engine, "./adapter.ts", load);
  return findings.map(({ about, what, advice }) => `${about}: ${what}. ${advice}`);
}

test("ten families are asked, of cases that there are", () => {
  expect(STATIONS).toHaveLength(10);
  expect(STATIONS.flatMap((station) => station.ids).filter((id) => !ids.includes(id))).toEqual([]);
});

test("nothing is wrong with our own adapter", async () => {
  const { visits, findings, notes } = await examine(right, "touchstone", load);
  expect(visits.map(({ outcome }) => outcome)).toEqual(STATIONS.map(() => "right"));
  expect({ findings, notes }).toEqual({ findings: [], notes: [] });
});

/** (N, C, H, W) to (N, H, W, C). */
function channelsLast({ dtype, shape, data }: NdArray): NdArray {
  const [n = 0, c = 0, h = 0, w = 0] = shape;
  const moved = data.slice();
  for (let at = 0; at < data.length; at++) {
    const [i, channel, rest] = [
      Math.floor(at / (c * h * w)),
      Math.floor(at / (h * w)) % c,
      at % (h * w),
    ];
    moved[(i * h * w + rest) * c + channel] = data[at] as number & bigint;
  }
  return { dtype, shape: [n, h, w, c], data: moved };
}

/** Our engine, asked with the weight read as (in, out). */
function misread(call: Call): Call {
  const weight = call.state?.["weight"];
  if (call.layer !== "nn.Linear" || weight === undefined) return call;
  const [outs = 0, ins = 0] = weight.shape;
  const data = weight.data.slice();
  for (let o = 0; o < outs; o++) {
    for (let i = 0; i < ins; i++) data[o * ins + i] = weight.data[i * outs + o] as number & bigint;
  }
  return { ...call, state: { ...call.state, weight: { ...weight, data } } };
}

/** Answers what was asked before. */
function late(): Engine {
  let before: Awaited<ReturnType<Engine["answer"]>> | null = null;
  const answer = async (call: Call) => {
    const now = await right.answer(call);
    const given = before ?? now;
    before = now;
    return given;
  };
  return { ...right, answer };
}

/** Answers in memory that it uses again. */
function forgetful(): Engine {
  const memory = new Float32Array(100_000);
  return ailing((answer) =>
    changed(answer, (array, slot) => {
      if (slot !== "output.0" || array.dtype !== "float32") return array;
      const view = memory.subarray(0, array.data.length);
      view.set(array.data as Float32Array);
      return { ...array, data: view };
    }),
  );
}

let asked = 0;

test.each<[string, Engine, string]>([
  [
    "channels last",
    ailing((answer) =>
      changed(answer, (array) => (array.shape.length === 4 ? channelsLast(array) : array)),
    ),
    "nn.Conv2d/kernel-per-axis: output.0 must have shape (",
  ],
  [
    "a weight that is read as (in, out)",
    { ...right, answer: (call) => right.answer(misread(call)) },
    "nn.Linear/defaults: output.0 is wrong, as weight has shape (3, 5) in C order, but is read as if its numbers lay as (5, 3)",
  ],
  [
    "a bias that is not read",
    {
      ...right,
      answer: (call) => {
        const { bias, ...state } = call.state ?? {};
        if (bias === undefined) return right.answer(call);
        const none = { ...bias, data: bias.data.slice().fill(0 as number & bigint) };
        return right.answer({ ...call, state: { ...state, bias: none } });
      },
    },
    "nn.Linear/defaults: output.0 is wrong, as the numbers of bias change nothing: it is not read",
  ],
  [
    "another type",
    ailing((answer) =>
      changed(answer, (array) =>
        array.dtype === "float64"
          ? { ...array, dtype: "float32", data: Float32Array.from(array.data, Number) }
          : array,
      ),
    ),
    "nn.Linear/defaults-float64: output.0 (dtype) must be float64, came float32",
  ],
  [
    "a scalar with an axis",
    ailing((answer) =>
      changed(answer, (array) => (array.shape.length === 0 ? { ...array, shape: [1] } : array)),
    ),
    "nn.MSELoss/defaults: output.0 must have shape (), came (1). A loss has no axis",
  ],
  [
    "no gradients",
    ailing((answer) => without(answer, "grad.")),
    'lacks: it gives no gradients. Give them under the names that harness/case.ts lists at Returned, such as grad.input.0, or say that it does not: lacks: ["grad"]',
  ],
  [
    "no facts",
    ailing((answer) => without(answer, "repr", "node.")),
    "lacks: it never gives repr, node",
  ],
  [
    "lists for typed arrays",
    ailing((answer) => changed(answer, (array) => ({ ...array, data: [...array.data] as never }))),
    "must be float32 of shape (4, 3), came data that is no Float32Array",
  ],
  [
    "another answer each time",
    ailing((answer) => {
      asked++;
      return changed(answer, (array) => ({
        ...array,
        data:
          array.data instanceof Float32Array ? array.data.map((x) => x * (1 + asked)) : array.data,
      }));
    }),
    "nn.Linear/defaults: asked again, it answers otherwise",
  ],
  ["answers in the wrong order", late(), "its answer is the right one for nn.Identity/values"],
  ["memory that is used again", forgetful(), "its answer changed after it was given"],
  [
    "a crash",
    ailing(() => {
      throw new Error("no such kernel\n  at line 3");
    }),
    'nn.Linear/defaults: Error: no such kernel. What an engine cannot do it answers with { kind: "unsupported", reason }',
  ],
  [
    "an answer to everything",
    { ...right, answer: async () => (await right.answer(load("nn.Tanh/defaults").call)) as Answer },
    "unsupported: a layer that there is not, nn.NoSuchLayer, must be unsupported, came an answer",
  ],
  [
    "nothing at all",
    { ...right, answer: () => ({ kind: "unsupported", reason: "no Conv2D" }) },
    "layers: it does none of the ten families: no Conv2D",
  ],
])("%s: told", async (_, engine, says) => {
  expect((await found(engine)).join("\n")).toContain(says);
});

test("writing into what is given is noted, and nothing wrong", async () => {
  const answer = async (call: Call) => {
    const given = await right.answer(structuredClone(call));
    call.state?.["weight"]?.data.fill(0 as number & bigint);
    return given;
  };
  const { findings, notes } = await examine({ ...right, answer }, "./adapter.ts", load);
  expect(findings).toEqual([]);
  expect(notes.map(({ what }) => what)).toEqual(["it writes into the arrays that it is given"]);
});
