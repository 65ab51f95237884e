import { EngineError, F, nn, type Tensor, torch } from "#engine";
import type { Answer, Call, Forward, Phase, Value } from "../case.ts";
import type { Engine, Unsupported } from "../engine.ts";
import { PROTOCOL } from "../engine.ts";
import { observe } from "./touchstone/observe.ts";
import { argumentsOf, camelCase, realise, type Subject, tensorOf } from "./touchstone/realise.ts";
import { flattenTensors, Stage } from "./touchstone/stage.ts";

/** The engine of this project. */
export const engine: Engine = {
  name: "touchstone",
  version: "0.1.0",
  protocol: PROTOCOL,
  answer,
};

function answer(call: Call): Answer | Unsupported {
  const found = find(call.layer);
  if (!found) return { kind: "unsupported", reason: `there is no ${call.layer}` };
  const stage = new Stage(call);
  let phase: Phase = "construct";
  try {
    torch.manualSeed(call.seed, call.profile);
    stage.subject = construct(found, call);
    stage.noteInitialState();
    if (call.state && stage.module) stage.module.loadStateDict(statesOf(call));
    phase = "forward";
    torch.manualSeed(call.seed, call.profile);
    const fresh = torch.defaultGenerator().getState();
    for (const earlier of call.earlier) run(stage.subject, earlier, call.gradMode);
    const inputs = call.inputs.map((value, i) => stage.place(value, String(i)));
    const keywords = mapKeys(call.keywords, (value, name) => stage.place(value, name));
    stage.output = invoke(stage.subject, inputs, keywords, call.training, call.gradMode);
    stage.noteGenerator(fresh);
    phase = "backward";
    startBackward(stage, call);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { kind: "threw", phase, class: error.class, message: error.message };
  }
  return observe(call, stage);
}

/** The class or function that PyTorch calls `layer`. */
function find(layer: string): Subject | undefined {
  const [name = "", ...rooms] = layer.split(".").reverse();
  const room = rooms.reverse().join(".");
  const key = room === "nn" ? name : camelCase(name);
  return (ROOMS[room] as Readonly<Record<string, Subject>> | undefined)?.[key];
}

const ROOMS: Readonly<Record<string, object>> = {
  nn,
  torch,
  "nn.functional": F,
  "nn.init": nn.init,
};

function construct(found: Subject, call: Call): Subject {
  if (!call.layer.match(/^nn\.[A-Z]/)) return found;
  torch.setDefaultDtype(call.dtype);
  try {
    const options = mapKeys(call.options, realise);
    return Reflect.construct(found, argumentsOf(call.args.map(realise), options)).to(call.dtype);
  } finally {
    torch.setDefaultDtype("float32");
  }
}

function run(subject: Subject, forward: Forward, gradMode: boolean): void {
  const keywords = mapKeys(forward.keywords, realise);
  invoke(subject, forward.inputs.map(realise), keywords, forward.training, gradMode);
}

function invoke(
  subject: Subject,
  inputs: readonly unknown[],
  keywords: Readonly<Record<string, unknown>>,
  training: boolean,
  gradMode: boolean,
): unknown {
  if (subject instanceof nn.Module) subject.train(training);
  const body = () => subject(...argumentsOf(inputs, keywords));
  return gradMode ? body() : torch.noGrad(body);
}

function startBackward(stage: Stage, call: Call): void {
  const outputs = flattenTensors(stage.output, "output");
  const slots = Object.keys(call.upstream);
  if (slots.length === 0) return;
  torch.backward(
    slots.map((slot) => outputs.get(slot) as Tensor),
    slots.map((slot) => tensorOf(call.upstream[slot] as never)),
  );
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
