import type { NdArray } from "../array.ts";
import type { Answer, Case } from "../case.ts";
import { compare } from "../compare.ts";
import { ConversationError } from "../conversation.ts";
import { ASPECTS, type Aspect, type Engine, type Unsupported } from "../engine.ts";
import { arraysOf, reproduce, tell } from "../explain.ts";
import type { Difference, Fail } from "../verdict.ts";
import type { Finding } from "./document.ts";
import { misreading } from "./probe.ts";

/** An answer that is not right, and what else was asked. */
export interface Complaint {
  readonly engine: Engine;
  /** What --engine names. */
  readonly named: string;
  readonly one: Case;
  readonly answer: Answer | Unsupported | null;
  readonly fail: Fail;
  readonly others: readonly Case[];
}

/** What an answer that is not right says of the adapter; each difference is looked at once. */
export async function diagnose(complaint: Complaint): Promise<Finding[]> {
  const { one, answer, fail, others, engine } = complaint;
  const finding = (what: string, advice: string): Finding => ({ about: one.id, what, advice });
  const crash = fail.differences.find(({ kind }) => kind === "crash");
  if (crash?.kind === "crash") {
    return [finding(firstLine(crash.got), isNoise(crash.got) ? ADVICE.noise : ADVICE.crash)];
  }
  const malformed = fail.differences.filter(({ kind }) => kind === "malformed");
  if (malformed.length > 0) return [finding(malformed.map(textOf).join("; "), ADVICE.malformed)];
  const mixed = answer === null ? undefined : others.find((other) => isFor(other, answer, engine));
  if (mixed !== undefined) {
    return [
      finding(`its answer is the right one for ${mixed.id}, asked at another time`, ADVICE.order),
    ];
  }
  const seen = fail.differences
    .filter((one) => !isAbsent(one))
    .map((one) => seenIn(complaint, one));
  return joined(await Promise.all(seen)).map(([what, advice]) => finding(what, advice));
}

/** What has one remedy is one finding. */
function joined(seen: readonly Seen[]): Seen[] {
  const whats = new Map<string, string[]>();
  for (const [what, advice] of seen) whats.set(advice, [...(whats.get(advice) ?? []), what]);
  return [...whats].map(([advice, all]) => [all.join(" "), advice]);
}

/** The aspects that an engine never gave, though it does not say that it lacks them. */
export function neverGiven(
  engine: Engine,
  answered: readonly { readonly one: Case; readonly answer: Answer }[],
): Aspect[] {
  return ASPECTS.filter((aspect) => {
    if (engine.lacks?.includes(aspect)) return false;
    const wanted = answered.filter(({ one }) => namesOf(one.answer).some(isOf(aspect)));
    return wanted.length > 0 && !wanted.some(({ answer }) => namesOf(answer).some(isOf(aspect)));
  });
}

function namesOf(answer: Answer): string[] {
  if (answer.kind === "threw") return [];
  return [...Object.keys(answer.tensors), ...Object.keys(answer.facts)];
}

function isOf(aspect: Aspect): (name: string) => boolean {
  return (name) => name === aspect || name.startsWith(`${aspect}.`);
}

/** What is missing of an aspect is told once, of all cases. */
function isAbsent({ kind, where }: Difference): boolean {
  return kind === "missing" && ASPECTS.some((aspect) => isOf(aspect)(where));
}

function isFor(other: Case, answer: Answer | Unsupported, engine: Engine): boolean {
  return answer.kind !== "unsupported" && compare(other, answer, engine.lacks).kind === "pass";
}

type Seen = readonly [what: string, advice: string];

async function seenIn(complaint: Complaint, difference: Difference): Promise<Seen> {
  const { one, answer, fail, engine, named } = complaint;
  const arrays = arraysOf(one.answer, answer, difference.where);
  if (difference.kind === "shape" && arrays !== null) return seenShape(difference.where, arrays);
  if (difference.kind === "dtype") return [textOf(difference), ADVICE.dtype];
  if (difference.kind === "answer") return [textOf(difference), ADVICE.answer];
  if (difference.kind === "extra") return [textOf(difference), ADVICE.extra];
  if (difference.kind !== "numbers" || arrays === null) return [textOf(difference), ADVICE.fact];
  const told = tell(one, answer, fail).find(({ where }) => where === difference.where);
  const words = [told?.sentence ?? difference.where, ...(told?.hints ?? [])].join(" ");
  if (difference.where.startsWith("output.")) {
    const misread = await misreading(engine, one, arrays[1]);
    if (misread !== null) return [`${difference.where} is wrong, as ${misread}`, ADVICE.reading];
  }
  return [words, `${ADVICE.numbers} ${reproduce(one.id, named)}`];
}

function seenShape(where: string, [want, got]: readonly [NdArray, NdArray]): Seen {
  const [wanted, came] = [want, got].map(({ shape }) => `(${shape.join(", ")})`);
  const what = `${where} must have shape ${wanted}, came ${came}`;
  if (want.shape.length === 0 && got.data.length === 1) return [what, ADVICE.scalar];
  const sorted = (shape: readonly number[]): string => [...shape].sort((a, b) => a - b).join();
  return [what, sorted(want.shape) === sorted(got.shape) ? ADVICE.layout : ADVICE.shape];
}

function textOf(difference: Difference): string {
  if (difference.kind === "numbers") return difference.where;
  const { kind, where, want, got } = difference;
  return `${where === "" ? "the answer" : where} (${kind}) must be ${want}, came ${got}`;
}

/** Whether a conversation ended with what is no frame. */
function isNoise(message: string): boolean {
  return message.includes("it answered nonsense");
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? text;
}

/** What is wrong where an engine does not even start, or cannot be talked with. */
export function adviceFor(error: unknown): string {
  if (isNoise(String((error as Error).message))) return ADVICE.noise;
  return error instanceof ConversationError ? ADVICE.process : ADVICE.start;
}

const ADVICE = {
  start:
    "An engine is a name, stdio:COMMAND, or a module that exports `engine` with a name, a version, protocol and answer(call).",
  process:
    "Run the command by itself: it must write a greeting at once, then an answer for each call, and end when its input does.",
  noise:
    "Only frames may go to standard output: send everything that is printed, by libraries too, to standard error.",
  crash:
    'What an engine cannot do it answers with { kind: "unsupported", reason }; what it throws fails the case.',
  malformed:
    'An answer is { kind: "returned", tensors, facts }, a tensor { dtype, shape, data } with a typed array of its dtype.',
  order:
    "An answer belongs to the call that was just asked: wait for the library's promise before you answer, and keep no state.",
  dtype:
    "Answer in the type that the call's dtype and inputs ask for; say unsupported where the library has it not.",
  answer:
    "Where PyTorch answers, a refusal is a failure; what the library does not do is unsupported.",
  extra:
    "Answer only what `Returned` in harness/case.ts lists: gradients of inputs whose `grad` is true, parameters, outputs.",
  fact: "Facts are PyTorch's own words. What an engine cannot tell belongs into its `lacks`.",
  scalar: "A loss has no axis: its shape is [], and it holds one number.",
  layout:
    "PyTorch has channels second, (N, C, H, W): move the library's axes back before you answer.",
  shape: "Look at the options that make the size: stride, padding, dilation, ceil_mode, keepdim.",
  reading: "Move the axes to where the library expects them when you hand the tensor over.",
  numbers: "The adapter, or the library behind it. To see all of it:",
} as const;
