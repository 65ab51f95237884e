import type { NdArray } from "../array.ts";
import type { Call, Returned, Value } from "../case.ts";
import { cut, join, reshaped, take, upTo } from "./ndarray.ts";
import { type Claim, type Property, type Query, sameWithin, slotOf } from "./property.ts";
import { optionsOf, posedWith, related } from "./related.ts";
import { firstInput, isTensor, tensor } from "./tensors.ts";

const ONLY = { only: ["RNN", "LSTM", "GRU"] };

/** Both directions, one by one. */
export const bidirectional: Property = {
  name: "bidirectional",
  says: "a bidirectional layer is two runs, one of them backwards",
  holds: ONLY,
  pose: (posed) => posedWith(posed, ["dropout"], { bidirectional: true }),
  async claims(query) {
    const { call, ask } = query;
    const axis = timeAxis(call);
    let x = firstInput(call);
    const states: NdArray[][] = [];
    for (const layer of upTo(Number(call.options["num_layers"] ?? 1))) {
      const ahead = await ask(single(call, x, 2 * layer, `l${layer}`));
      const backwards = await ask(
        single(call, flipped(x, axis), 2 * layer + 1, `l${layer}_reverse`),
      );
      x = join([outputOf(ahead), flipped(outputOf(backwards), axis)], x.shape.length - 1);
      states.push(statesOf(ahead), statesOf(backwards));
    }
    return [await claimed(query, x, stacked(states))];
  },
};

/** A sequence, and its two halves. */
export const halves: Property = {
  name: "halves",
  says: "a sequence is its first half, and its second half from the state that the first left",
  holds: ONLY,
  pose: (posed) => posedWith(posed, ["dropout", "bidirectional"]),
  async claims(query) {
    const { call, ask } = query;
    const [x, axis] = [firstInput(call), timeAxis(call)];
    const steps = x.shape[axis] ?? 0;
    if (steps < 2) return [];
    const middle = Math.floor(steps / 2);
    const [, ...given] = call.inputs;
    const first = await ask(related(call, { inputs: [tensor(cut(x, axis, 0, middle)), ...given] }));
    const second = await ask(
      related(call, { inputs: [tensor(cut(x, axis, middle, steps)), stateValue(statesOf(first))] }),
    );
    const output = join([outputOf(first), outputOf(second)], axis);
    return [await claimed(query, output, statesOf(second))];
  },
};

/** A layer, and its cell step by step. */
export const cells: Property = {
  name: "cells",
  says: "a recurrent layer is its cell, a step at a time",
  holds: ONLY,
  pose: (posed) => posedWith(posed, ["dropout", "bidirectional", "num_layers", "proj_size"]),
  async claims(query) {
    const { call, ask } = query;
    const [x, axis] = [firstInput(call), timeAxis(call)];
    const state = Object.entries(call.state ?? {}).map(([key, array]) => [
      key.replace("_l0", ""),
      array,
    ]);
    let now = givenStates(call).map(withoutFirst);
    const outputs: NdArray[] = [];
    for (const step of upTo(x.shape[axis] ?? 0)) {
      const input = cut(x, axis, step, step + 1);
      const answer = await ask(
        related(call, {
          layer: `${call.layer}Cell`,
          options: optionsOf(call, "bias", "nonlinearity"),
          state: Object.fromEntries(state),
          inputs: [
            tensor(reshaped(input, input.shape.toSpliced(axis, 1))),
            ...(now.length === 0 ? [] : [stateValue(now)]),
          ],
        }),
      );
      now = Object.keys(answer.tensors)
        .filter((slot) => slot.startsWith("output."))
        .map((slot) => answer.tensors[slot] as NdArray);
      const [h] = now;
      if (h !== undefined) outputs.push(reshaped(h, h.shape.toSpliced(axis, 0, 1)));
    }
    const last = now.map((array) => reshaped(array, [1, ...array.shape]));
    return [await claimed(query, join(outputs, axis), last)];
  },
};

/** One layer in one direction, alone; `row` is its place among the first states. */
function single(call: Call, x: NdArray, row: number, suffix: string): Call {
  const state = Object.entries(call.state ?? {})
    .filter(([key]) => key.endsWith(`_${suffix}`))
    .map(([key, array]) => [key.replace(suffix, "l0"), array]);
  const given = givenStates(call).map((array) => cut(array, 0, row, row + 1));
  return related(call, {
    args: [x.shape.at(-1) ?? 1, call.args[1] ?? 1],
    options: optionsOf(call, "bias", "nonlinearity", "batch_first", "proj_size"),
    state: Object.fromEntries(state),
    inputs: [tensor(x), ...(given.length === 0 ? [] : [stateValue(given)])],
  });
}

async function claimed(
  { call, answer, margins }: Query,
  output: NdArray,
  states: readonly NdArray[],
): Promise<Claim> {
  const names = states.length > 1 ? ["output.1.0", "output.1.1"] : ["output.1"];
  const got = { "output.0": output, ...Object.fromEntries(states.map((h, i) => [names[i], h])) };
  const want = Object.fromEntries(
    Object.entries(answer.tensors).filter(([slot]) => slot.startsWith("output.")),
  );
  return sameWithin(await margins(), 2, call, want, got);
}

/** The first states that are given: h_0, and of an LSTM c_0. */
function givenStates({ inputs: [, given] }: Call): NdArray[] {
  const values: readonly (Value | undefined)[] = Array.isArray(given) ? given : [given];
  return values.filter(isTensor).map(({ array }) => array);
}

function stateValue(states: readonly NdArray[]): Value {
  const values = states.map((array) => tensor(array));
  return values.length === 1 ? (values[0] ?? null) : values;
}

function statesOf({ tensors }: Returned): NdArray[] {
  const slots = ["output.1", "output.1.0", "output.1.1"];
  return slots.flatMap((slot) => tensors[slot] ?? []);
}

function outputOf(answer: Returned): NdArray {
  return slotOf(answer, "output.0");
}

/** The states of layers and directions, one behind the other. */
function stacked(states: readonly (readonly NdArray[])[]): NdArray[] {
  return upTo(states[0]?.length ?? 0).map((i) =>
    join(
      states.flatMap((each) => each[i] ?? []),
      0,
    ),
  );
}

function withoutFirst(array: NdArray): NdArray {
  return reshaped(array, array.shape.slice(1));
}

function flipped(array: NdArray, axis: number): NdArray {
  return take(array, axis, upTo(array.shape[axis] ?? 0).reverse());
}

function timeAxis(call: Call): number {
  return firstInput(call).shape.length === 3 && call.options["batch_first"] === true ? 1 : 0;
}
