import { attach, needsGrad } from "../autograd.ts";
import { check } from "../errors.ts";
import { detach } from "../ops/copy.ts";
import { Tensor } from "../tensor.ts";
import type { Module } from "./module.ts";

/** Gradients in the order of the inputs or outputs; null for what is no tensor, wants none, or got none. */
export type Gradients = readonly (Tensor | null)[];

/** What a hook gives in the place of gradients; nothing leaves them as they are. */
export type ChangedGradients = Gradients | Tensor | null | undefined;

/** Called in the backward pass with the gradients of a module's outputs, before they enter it. */
export type FullBackwardPreHook = (module: Module, gradOutputs: Gradients) => ChangedGradients;

/** Called in the backward pass with the gradients of a module's inputs and outputs, when the inputs' are known. */
export type FullBackwardHook = (
  module: Module,
  gradInputs: Gradients,
  gradOutputs: Gradients,
) => ChangedGradients;

/** One call of a module with backward hooks: `inputs` and `outputs` stand at its doors. */
export class HookedCall {
  readonly #module: Module;
  readonly #before: readonly FullBackwardPreHook[];
  readonly #after: readonly FullBackwardHook[];
  #inputs = 0;
  #followed = false;
  /** The gradients of the outputs, from when they came until the hooks have seen them. */
  #arrived: Gradients | null = null;

  constructor(
    module: Module,
    before: readonly FullBackwardPreHook[],
    after: readonly FullBackwardHook[],
  ) {
    this.#module = module;
    this.#before = before;
    this.#after = after;
  }

  /** The inputs for forward; the hooks are called when the gradients of all of them are there. */
  inputs(given: readonly unknown[]): readonly unknown[] {
    this.#inputs = given.length;
    const tensors = given.filter((one) => one instanceof Tensor);
    this.#followed = needsGrad(tensors);
    return this.#followed ? watched(given, (grads) => this.#leave(grads)) : given;
  }

  /** The output of forward; the hooks that come before are called when the gradients of all of it are there. */
  output(made: unknown): unknown {
    if (Array.isArray(made)) return watched(made, (grads) => this.#enter(grads));
    return watched([made], (grads) => this.#enter(grads))[0];
  }

  #enter(grads: Gradients): Gradients {
    let seen = grads;
    for (const hook of this.#before) {
      seen = changed(hook(this.#module, seen), seen, "Backward pre hook", "grad_output");
    }
    this.#arrived = seen;
    if (!this.#followed) this.#leaveUnfollowed(seen);
    return seen;
  }

  #leave(grads: Gradients): Gradients {
    const outputs = this.#arrived;
    if (outputs === null) return grads;
    let seen = grads;
    for (const hook of this.#after) {
      seen = changed(hook(this.#module, seen, outputs), seen, "Backward hook", "grad_input");
    }
    this.#arrived = null;
    return seen;
  }

  /** Where no input wants a gradient there is none to be changed. */
  #leaveUnfollowed(outputs: Gradients): void {
    const none = new Array<null>(this.#inputs).fill(null);
    for (const hook of this.#after) {
      const given = hook(this.#module, none, outputs) ?? [];
      check(
        Array.isArray(given) && given.every((one) => one === null),
        "registerFullBackwardHook",
        () =>
          "Backward hook for Modules where no input requires gradient should always return None or None for all gradients.",
      );
    }
    this.#arrived = null;
  }
}

/** The values with tensors in the place of those that want gradients; `seen` is told these, and says which go on. */
function watched(
  values: readonly unknown[],
  seen: (grads: Gradients) => Gradients,
): readonly unknown[] {
  const places = [...values.keys()].filter((i) => {
    const one = values[i];
    return one instanceof Tensor && needsGrad([one]);
  });
  const tensors = places.map((i) => values[i] as Tensor);
  if (tensors.length === 0) return values;
  const doubles = attach(
    "BackwardHookFunctionBackward",
    tensors,
    tensors.map(detach),
    (...grads) => {
      const all: (Tensor | null)[] = values.map(() => null);
      places.forEach((place, i) => {
        all[place] = grads[i] ?? null;
      });
      const told = seen(all);
      return places.map((place) => told[place] ?? null);
    },
  );
  return values.map((value, i) => doubles[places.indexOf(i)] ?? value);
}

function changed(given: ChangedGradients, before: Gradients, who: string, what: string): Gradients {
  if (given === null || given === undefined) return before;
  const all = given instanceof Tensor ? [given] : given;
  check(
    all.length === before.length,
    who === "Backward hook" ? "registerFullBackwardHook" : "registerFullBackwardPreHook",
    () =>
      `${who} returned an invalid number of ${what}, got ${all.length}, but expected ${before.length}`,
  );
  return all;
}
