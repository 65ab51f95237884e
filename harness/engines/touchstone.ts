import { EngineError, nn, type Tensor, torch } from "#engine";
import type { Dtype } from "../array.ts";
import type { Answer, Call, Forward, Phase, Step, Value } from "../case.ts";
import type { Unsupported } from "../engine.ts";
import { PROTOCOL } from "../engine.ts";
import type { Ready, TimedEngine } from "../timed.ts";
import { callable, camelCase, find, methodOf, type Subject } from "./touchstone/find.ts";
import { observe } from "./touchstone/observe.ts";
import { readyToRun } from "./touchstone/ready.ts";
import { argumentsOf, realise, tensorOf } from "./touchstone/realise.ts";
import { Stage } from "./touchstone/stage.ts";
import { flattenTensors, listed, outputTensors } from "./touchstone/structure.ts";

/** What a large example may hold: half of all that kernels can address, as they need room of their own beside. */
const MOST_BYTES = 2 ** 31;

/** The engine of this project. */
export const engine: TimedEngine = {
  name: "touchstone",
  version: "0.1.0",
  protocol: PROTOCOL,
  answer,
  ready,
  useThreads: (count) => {
    torch.setNumThreads(count);
    return torch.getNumThreads() === count;
  },
};

function ready(call: Call): Ready | Unsupported {
  const found = find(call.layer) as Subject | undefined;
  if (!found) return { kind: "unsupported", reason: `there is no ${call.layer}` };
  const stage = new Stage(call);
  stage.subject = construct(found, call);
  if (stage.module) load(stage.module, statesOf(call));
  stage.module?.train(call.training);
  const inputs = call.inputs.map((value, i) => stage.place(value, String(i)));
  const keywords = mapKeys(call.keywords, (value, name) => stage.place(value, name));
  return readyToRun(call, stage, inputs, keywords, () => answer(call));
}

function answer(call: Call): Answer | Unsupported {
  const found = find(call.layer) as Subject | undefined;
  if (!found) return { kind: "unsupported", reason: `there is no ${call.layer}` };
  const stage = new Stage(call);
  if (call.sample === undefined) return perform(call, found, stage);
  // What is large is given back at once: nothing else tells the collector how large it is.
  torch.setMemoryLimit(MOST_BYTES);
  try {
    return torch.scope(() => perform(call, found, stage));
  } finally {
    for (const tensor of flattenTensors(stage.module, "").values()) tensor.dispose();
  }
}

function perform(call: Call, found: Subject, stage: Stage): Answer {
  let phase: Phase = "construct";
  try {
    torch.manualSeed(call.seed, call.profile);
    stage.subject = construct(found, call);
    stage.noteInitialState();
    if (call.state && stage.module) load(stage.module, statesOf(call));
    torch.manualSeed(call.seed, call.profile);
    inDtype(call.dtype, () => {
      for (const step of call.steps ?? []) stage.noteStep(take(step, stage.subject));
    });
    phase = "forward";
    torch.manualSeed(call.seed, call.profile);
    const fresh = torch.defaultGenerator().getState();
    for (const earlier of call.earlier) run(stage.subject, earlier, call.gradMode);
    const inputs = call.inputs.map((value, i) => stage.place(value, String(i)));
    const keywords = mapKeys(call.keywords, (value, name) => stage.place(value, name));
    const method = call.method ? methodOf(stage.subject, call.method) : stage.subject;
    if (stage.module) stage.module.train(call.training);
    stage.output = listed(invoke(method, inputs, keywords, call.gradMode));
    stage.noteGenerator(fresh);
    phase = "backward";
    startBackward(stage, call);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { kind: "threw", phase, class: error.class, message: error.message };
  }
  return observe(call, stage);
}

function construct(found: Subject, call: Call): Subject {
  if (!call.layer.match(/^nn\.[A-Z]/)) return callable(found);
  return inDtype(call.dtype, () => {
    const options = mapKeys(call.options, (value) => realise(value));
    const args = call.args.map((value) => realise(value));
    return Reflect.construct(found, argumentsOf(args, options)).to(call.dtype);
  });
}

function inDtype<T>(dtype: Dtype, body: () => T): T {
  torch.setDefaultDtype(dtype);
  try {
    return body();
  } finally {
    torch.setDefaultDtype("float32");
  }
}

/** Takes a step, and gives what came back. */
function take({ call, inputs, keywords }: Step, whole: Subject): unknown {
  const given = inputs.map((value) => realise(value, whole));
  const named = mapKeys(keywords, (value) => realise(value, whole));
  return methodOf(whole, call)(...argumentsOf(given, named));
}

function run(subject: Subject, forward: Forward, gradMode: boolean): void {
  if (subject instanceof nn.Module) subject.train(forward.training);
  const keywords = mapKeys(forward.keywords, (value) => realise(value));
  const inputs = forward.inputs.map((value) => realise(value));
  invoke(subject, inputs, keywords, gradMode);
}

function invoke(
  subject: Subject,
  inputs: readonly unknown[],
  keywords: Readonly<Record<string, unknown>>,
  gradMode: boolean,
): unknown {
  const body = () => subject(...argumentsOf(inputs, keywords));
  return gradMode ? body() : torch.noGrad(body);
}

function startBackward(stage: Stage, call: Call): void {
  const outputs = outputTensors(stage.output);
  const slots = Object.keys(call.upstream);
  if (slots.length === 0) return;
  torch.backward(
    slots.map((slot) => outputs.get(slot) as Tensor),
    slots.map((slot) => tensorOf(call.upstream[slot] as never)),
  );
}

/** Loads a state; of a lazy module only what its constructor made is given. */
function load(module: nn.Module, state: Map<string, Tensor>): void {
  const strict = ![...module.stateDict().values()].some(nn.parameter.isLazy);
  module.loadStateDict(state, { strict });
}

function statesOf(call: Call): Map<string, Tensor> {
  const entries = Object.entries(call.state ?? {});
  return new Map(entries.map(([key, array]) => [key, tensorOf(array)]));
}

function mapKeys<T>(
  named: Readonly<Record<string, Value>>,
  change: (value: Value, name: string) => T,
): Record<string, T> {
  const entries = Object.entries(named);
  return Object.fromEntries(entries.map(([key, value]) => [camelCase(key), change(value, key)]));
}
