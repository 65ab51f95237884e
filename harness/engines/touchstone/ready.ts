import { type nn, type Tensor, torch } from "#engine";
import type { Call } from "../../case.ts";
import type { Ready } from "../../timed.ts";
import { argumentsOf, tensorOf } from "./realise.ts";
import type { Stage } from "./stage.ts";
import { outputTensors } from "./structure.ts";

/** A call whose module is built and whose inputs are placed, to be run as a training loop would. */
export function readyToRun(
  call: Call,
  stage: Stage,
  inputs: readonly unknown[],
  keywords: Readonly<Record<string, unknown>>,
  answer: Ready["answer"],
): Ready {
  const given = argumentsOf(inputs, keywords);
  const slots = Object.keys(call.upstream);
  const upstream = slots.map((slot) => tensorOf(call.upstream[slot] as never));
  const followed = leavesOf(stage);
  const once = () => {
    for (const leaf of followed) dropGradient(leaf);
    const output = call.gradMode
      ? stage.subject(...given)
      : torch.noGrad(() => stage.subject(...given));
    if (slots.length === 0) return;
    const outputs = outputTensors(output);
    torch.backward(
      slots.map((slot) => outputs.get(slot) as Tensor),
      upstream,
    );
  };
  return {
    run: (times) => {
      for (let i = 0; i < times; i++) torch.scope(once);
    },
    answer,
    release: () => {
      for (const leaf of followed) dropGradient(leaf);
    },
  };
}

function leavesOf(stage: Stage): Tensor[] {
  const module = stage.module as nn.Module | null;
  const parameters = module === null ? [] : [...module.parameters()];
  return [...stage.leaves.values(), ...parameters].filter((leaf) => leaf.requiresGrad);
}

function dropGradient(leaf: Tensor): void {
  leaf.grad?.dispose();
  leaf.grad = null;
}
