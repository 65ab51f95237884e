import type { Call, Returned, Value } from "../case.ts";
import type { Aspect } from "../engine.ts";
import { isFloat } from "../floats.ts";
import { mapped } from "../mapped.ts";
import type { Argument } from "../sketch.ts";
import { type Ask, NotDone } from "./asking.ts";
import { arrayOf, drawnArray, numberOf, partOfState, uniform } from "./numbers.ts";
import type { Posed } from "./property.ts";

/**
 * The whole call of what was posed, with its numbers. State and upstream gradients take their shapes from the engine, as a
 * live PyTorch's cases take them from PyTorch. A layer's own refusal is thrown as Refused.
 * @throws NotDone where the engine does not say what state its modules have.
 */
export async function callOf(ask: Ask, posed: Posed, lacks: readonly Aspect[]): Promise<Call> {
  if (lacks.includes("initial")) throw new NotDone("it does not say what state its modules have");
  const draft = draftOf(posed);
  const first = await ask(draft);
  const state = Object.entries(first.tensors).flatMap(([slot, array]) => {
    if (!slot.startsWith("initial.")) return [];
    const key = slot.slice("initial.".length);
    return [[key, partOfState(key, array, uniform(posed.seed, `state.${key}`))] as const];
  });
  const upstream = lacks.includes("grad") ? {} : upstreamOf(first, posed.seed, lacks);
  return { ...draft, state: Object.fromEntries(state), upstream };
}

function draftOf({ layer, asked, dtype, training, seed }: Posed): Call {
  const value = (part: Argument, path: string): Value => valueAt(part, path, dtype, seed);
  return {
    ...{ layer, dtype, seed, training },
    args: asked.args.map((part, i) => value(part, `arg.${i}`)),
    options: mapped(asked.options, (part, name) => value(part, `option.${name}`)),
    profile: "torch-2.12+",
    state: null,
    earlier: [],
    gradMode: true,
    inputs: asked.inputs.map((part, i) => value(part, `input.${i}`)),
    keywords: mapped(asked.keywords, (part, name) => value(part, `input.${name}`)),
    upstream: {},
  };
}

function valueAt(part: Argument, path: string, dtype: Posed["dtype"], seed: number): Value {
  if (part === null || typeof part !== "object") return part;
  const down = (inner: Argument, key: string | number): Value =>
    valueAt(inner, `${path}.${key}`, dtype, seed);
  if ("$draw" in part) {
    const array = arrayOf(part.$draw, dtype, uniform(seed, path));
    const { grad = isFloat(array.dtype), leaf } = part.$draw;
    return { kind: "tensor", array, grad, ...(leaf === undefined ? {} : { leaf }) };
  }
  if ("$float" in part) return numberOf(part);
  if (!("$module" in part)) return part.map(down);
  const { layer, args, options } = part.$module;
  return { kind: "module", layer, args: args.map(down), options: mapped(options, down) };
}

/** A gradient for each output that takes one. */
function upstreamOf(
  { tensors, facts }: Returned,
  seed: number,
  lacks: readonly Aspect[],
): Call["upstream"] {
  const outputs = Object.entries(tensors).filter(
    ([slot, { dtype }]) =>
      slot.startsWith("output.") &&
      isFloat(dtype) &&
      (lacks.includes("node") || `node.${slot}` in facts || isLeaf(facts[`alias.${slot}`])),
  );
  return Object.fromEntries(
    outputs.map(([slot, { dtype, shape }]) => [
      slot,
      drawnArray(dtype, shape, uniform(seed, `upstream.${slot}`)),
    ]),
  );
}

/** An input that is given back as it is has no node, and takes a gradient. */
function isLeaf(alias: string | undefined): boolean {
  return alias?.startsWith("is input.") === true;
}
