import type { NdArray } from "../../array.ts";
import type { Answer, Call, Case, Value } from "../../case.ts";
import { compare } from "../../compare.ts";
import { engine } from "../../engines/touchstone.ts";
import { tell } from "../../explain.ts";
import type { Agreement, Edits, Outcome, Printed, Question, Told } from "../data.ts";
import { codeOf } from "./code.ts";

/** What the engine does with the example of a question, beside what was recorded of it. */
export function answerTo({ number, example, edits }: Question, one: Case): Told {
  const changed = Object.keys(edits).length > 0;
  const call = changed ? edited(one.call, example.options, edits) : one.call;
  return {
    number,
    code: codeOf(call),
    inputs: inputsOf(one.call),
    recorded: one.answer.kind === "returned" ? outputsOf(one.answer) : [],
    outcome: outcomeOf(call, changed ? null : one),
  };
}

/** The call with other arguments of the constructor, and nothing backward: recorded gradients may not fit. */
function edited(call: Call, options: Question["example"]["options"], edits: Edits): Call {
  const args = [...call.args];
  const named: Record<string, Value> = { ...call.options };
  for (const { name, place } of options) {
    const value = edits[name];
    if (value === undefined) continue;
    if (place === null) named[name] = value;
    else args[place] = value;
  }
  return { ...call, args, options: named, upstream: {} };
}

function outcomeOf(call: Call, documented: Case | null): Outcome {
  try {
    const first = ask(call);
    const unfit = documented === null && first.kind === "threw" && UNFIT.test(first.message);
    const answer = unfit ? ask({ ...call, state: null }) : first;
    if (answer.kind === "threw") return { ...answer, kind: "refused" };
    return {
      kind: "answered",
      outputs: outputsOf(answer),
      agreement: documented === null ? null : agreementOf(documented, answer),
      drawnAnew: unfit,
    };
  } catch (error) {
    return { kind: "broke", message: error instanceof Error ? error.message : String(error) };
  }
}

/** What is said when a recorded state does not fit the module that the options make. */
const UNFIT = /loading state_dict/;

/**
 * The engine's answer to a call.
 * @throws Error for a layer that it has not.
 */
export function ask(call: Call): Answer {
  const answer = engine.answer(call);
  if (answer instanceof Promise || answer.kind === "unsupported") {
    throw new Error(`${call.layer} is not answered`);
  }
  return answer;
}

function agreementOf(one: Case, answer: Answer): Agreement {
  const verdict = compare(one, answer);
  if (verdict.kind === "unsupported") {
    return { agrees: false, distances: [], differences: [verdict.reason] };
  }
  const told = verdict.kind === "fail" ? tell(one, answer, verdict) : [];
  return {
    agrees: verdict.kind === "pass",
    distances: verdict.slots.map(({ slot, share, referenceShare }) => ({
      slot,
      share,
      reference: referenceShare,
    })),
    differences: told.flatMap(({ sentence, lines }) => [sentence, ...lines]),
  };
}

function inputsOf({ inputs }: Call): Printed[] {
  return inputs.flatMap((value, i) => arraysIn(value, `input.${i}`));
}

/** The tensors of an argument, by their paths. */
function arraysIn(value: Value, slot: string): Printed[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => arraysIn(item, `${slot}.${i}`));
  if (value === null || typeof value !== "object" || !("kind" in value)) return [];
  return value.kind === "tensor" ? [{ slot, text: printed(value.array) }] : [];
}

function outputsOf(answer: Answer): Printed[] {
  if (answer.kind === "threw") return [];
  return Object.entries(answer.tensors)
    .filter(([slot]) => slot.startsWith("output."))
    .map(([slot, array]) => ({ slot, text: printed(array) }));
}

/** An array as PyTorch prints a tensor. */
function printed(array: NdArray): string {
  const answer = ask({
    layer: "nn.Identity",
    dtype: "float32",
    ...{ args: [], options: {}, keywords: {}, upstream: {}, earlier: [], state: null, seed: 0 },
    ...{ training: true, gradMode: false },
    profile: "torch-2.12+",
    inputs: [{ kind: "tensor", array, grad: false }],
    prints: ["output.0"],
  });
  return answer.kind === "returned" ? (answer.facts["print.output.0"] ?? "") : answer.message;
}
