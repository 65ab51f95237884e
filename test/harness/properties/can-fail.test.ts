import { expect, test } from "vitest";
import { loadEngine } from "#harness/engines/index";
import { LAYERS } from "#harness/fuzz/layers";
import { check } from "#harness/properties/drive";
import { PROPERTIES } from "#harness/properties/properties";
import { type Fault, faulty, sizeAt, spoilt } from "./faults.ts";

/*
 * Every property fails with an engine that has a fault of its kind: small, and of which nothing else need tell.
 */

const TINY = 1e-9;

const FAULTS: Readonly<Record<string, readonly [layer: string, fault: Fault]>> = {
  repeat: ["Linear", (answer, _, heard) => spoilt(answer, "output", (x) => x + heard * TINY)],
  // One that forgets what it loaded: a state given is not the state drawn.
  "state-dict": [
    "Linear",
    (answer, { state }) => spoilt(answer, "output", (x) => (state === null ? x : x + TINY)),
  ],
  "grad-mode": [
    "ReLU",
    (answer, { gradMode }) => spoilt(answer, "output", (x) => (gradMode ? x : x + TINY)),
  ],
  "backward-linear": ["Tanh", (answer) => spoilt(answer, "grad", (x) => x + TINY)],
  "in-place": [
    "SiLU",
    (answer, { options }) =>
      spoilt(answer, "output", (x) => (options["inplace"] === true ? x + TINY : x)),
  ],
  gradients: ["GELU", (answer) => spoilt(answer, "grad", (x) => x * 1.00001)],
  // Statistics of the whole batch, as of a norm that is not told to evaluate.
  "batch-split": [
    "LayerNorm",
    (answer, call) => spoilt(answer, "output", (x) => x + TINY * sizeAt(call, 0)),
  ],
  "batch-order": ["Conv1d", (answer) => spoilt(answer, "output", (x, i) => x + TINY * i)],
  linearity: ["AvgPool2d", (answer) => spoilt(answer, "output", (x) => x + TINY * x * x)],
};

const engine = await loadEngine("touchstone");

test("every property has a fault", () => {
  expect(Object.keys(FAULTS)).toEqual(PROPERTIES.map(({ name }) => name));
});

test.each(PROPERTIES)("$name can fail", async (property) => {
  const [name, fault] = FAULTS[property.name] ?? ["", (answer) => answer];
  const layer = LAYERS.find((one) => one.layer === `nn.${name}`);
  if (layer === undefined) throw new RangeError(`there is no nn.${name}`);
  const right = await check({ property, layer }, engine, 10, 1);
  expect(right).toMatchObject({ outcome: "passed", broken: null });
  const wrong = await check({ property, layer }, faulty(engine, fault), 10, 1);
  expect(wrong.outcome).toBe("failed");
  expect(wrong.broken?.verdict.differences[0]?.kind).toBe("numbers");
});
