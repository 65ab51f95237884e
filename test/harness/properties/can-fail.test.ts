import { expect, test } from "vitest";
import { loadEngine } from "#harness/engines/index";
import { LAYERS } from "#harness/fuzz/layers";
import { check } from "#harness/properties/drive";
import { PROPERTIES } from "#harness/properties/properties";
import { firstInput } from "#harness/properties/tensors";
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
  "channel-order": ["Conv2d", (answer) => spoilt(answer, "output", (x, i) => x + TINY * i)],
  linearity: ["AvgPool2d", (answer) => spoilt(answer, "output", (x) => x + TINY * x * x)],
  // A window that knows where it is.
  shift: ["MaxPool1d", (answer) => spoilt(answer, "output", (x, i) => x + TINY * i)],
  patches: ["Conv2d", onlyIn("nn.Conv2d", (x) => x * (1 + TINY))],
  groups: [
    "Conv1d",
    (answer, { options }) =>
      spoilt(answer, "output", (x) => (Number(options["groups"] ?? 1) > 1 ? x + TINY : x)),
  ],
  adjoint: ["Conv2d", onlyIn("nn.Conv2d", (x) => x + TINY)],
  bidirectional: [
    "LSTM",
    (answer, { options }) =>
      spoilt(answer, "output", (x) => (options["bidirectional"] === true ? x + TINY : x)),
  ],
  halves: [
    "GRU",
    (answer, call) => spoilt(answer, "output", (x) => x + TINY * firstInput(call).data.length),
  ],
  cells: ["RNN", onlyIn("nn.RNN", (x) => x + TINY)],
  norms: ["GroupNorm", onlyIn("nn.GroupNorm", (x) => x + TINY)],
  // A softmax that does not take off the greatest score.
  "softmax-shift": [
    "Softmax",
    (answer, call) => spoilt(answer, "output", (x) => x + TINY * Number(firstInput(call).data[0])),
  ],
  "softmax-sum": ["LogSoftmax", (answer) => spoilt(answer, "output", (x) => x - TINY)],
  "attention-order": [
    "MultiheadAttention",
    (answer) => spoilt(answer, "output", (x, i) => x + TINY * i),
  ],
  "attention-mask": [
    "MultiheadAttention",
    (answer, { keywords }) =>
      spoilt(answer, "output", (x) => ("key_padding_mask" in keywords ? x + TINY : x)),
  ],
  dropout: [
    "Dropout",
    (answer, { training }) => spoilt(answer, "output", (x, i) => (training && i % 8 === 0 ? 0 : x)),
  ],
  "flatten-unflatten": ["Flatten", onlyIn("nn.Flatten", (x) => x + TINY)],
  reductions: [
    "MSELoss",
    (answer, { options }) =>
      spoilt(answer, "output", (x) => (options["reduction"] === "mean" ? x * (1 + TINY) : x)),
  ],
};

/** A fault of one layer, and not of those that it is compared with. */
function onlyIn(layer: string, change: (x: number) => number): Fault {
  return (answer, call) => (call.layer === layer ? spoilt(answer, "output", change) : answer);
}

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
