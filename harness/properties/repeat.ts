import type { Call, Returned } from "../case.ts";
import { changed } from "./ndarray.ts";
import { type Claim, type Property, sameBits, slotsOf } from "./property.ts";

/** The same question twice, with another in between. */
export const repeat: Property = {
  name: "repeat",
  says: "the same call with the same seed gives the same bits, whatever was asked in between",
  holds: { every: {} },
  async claims({ call, answer, ask }) {
    await ask({ ...call, seed: call.seed + 1 });
    return [all(call, answer, await ask(call))];
  },
};

/** A state that a constructor drew, loaded into a module that drew another. */
export const stateDict: Property = {
  name: "state-dict",
  says: "a module that loads another's state answers as that one does",
  holds: { every: {} },
  async claims({ call, ask }) {
    const fresh = await ask({ ...call, state: null });
    const drawn = Object.entries(slotsOf(fresh, "initial."));
    const state = Object.fromEntries(
      drawn.map(([slot, array]) => [slot.slice("initial.".length), array]),
    );
    const loaded = await ask({ ...call, state });
    const kept = Object.entries(fresh.tensors).filter(([slot]) => !slot.startsWith("initial."));
    return [all(call, { ...fresh, tensors: Object.fromEntries(kept) }, loaded)];
  },
};

/** The same under no_grad. */
export const gradMode: Property = {
  name: "grad-mode",
  says: "outputs are the same bits whether gradients are recorded or not",
  holds: {
    every: {
      "Transformer*": "without gradients PyTorch takes a fused path, which rounds otherwise",
    },
  },
  async claims({ call, answer, ask }) {
    const got = await ask({ ...call, gradMode: false, upstream: {} });
    return [
      sameBits(call, slotsOf(answer, "output.", "state."), slotsOf(got, "output.", "state.")),
    ];
  },
};

/** Gradients are linear in what backward starts from; doubling is exact. */
export const backwardLinear: Property = {
  name: "backward-linear",
  says: "backward from twice as much gives twice the gradients, bit for bit",
  holds: { every: {} },
  async claims({ call, answer, ask }) {
    const want = slotsOf(answer, "grad.");
    if (Object.keys(want).length === 0) return [];
    const upstream = Object.entries(call.upstream).map(
      ([slot, array]) => [slot, changed(array, (x) => 2 * x)] as const,
    );
    const { tensors } = await ask({ ...call, upstream: Object.fromEntries(upstream) });
    const halves = Object.entries(tensors).map(
      ([slot, array]) =>
        [slot, slot.startsWith("grad.") ? changed(array, (x) => x / 2) : array] as const,
    );
    return [
      sameBits(call, want, slotsOf({ ...answer, tensors: Object.fromEntries(halves) }, "grad.")),
    ];
  },
};

/** Everything that two answers say. */
function all(call: Call, want: Returned, got: Returned): Claim {
  return { ...sameBits(call, want.tensors, got.tensors), want, got };
}
