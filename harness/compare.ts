import { allocate, DTYPES, type NdArray, sizeOf } from "./array.ts";
import type { Answer, Case, Returned, Threw } from "./case.ts";
import { compareNumbers } from "./compare-numbers.ts";
import type { Aspect, Unsupported } from "./engine.ts";
import { wholeShapeOf } from "./excerpt.ts";
import type { Difference, SlotStatistics, TextDifference, Verdict } from "./verdict.ts";

/**
 * What an engine's answer is worth. Shape, then dtype, then count, then every number; nothing is broadcast.
 * What the engine `lacks` and does not give is listed as unchecked; what it gives all the same is compared.
 */
export function compare(
  one: Case,
  got: Answer | Unsupported,
  lacks: readonly Aspect[] = [],
): Verdict {
  const want = one.answer;
  const malformed = checkForm(got);
  if (malformed !== null) return failed([malformed]);
  if (got.kind === "unsupported") return { kind: "unsupported", reason: got.reason };
  if (want.kind === "returned" && got.kind === "returned") {
    return compareReturned(one, want, got, lacks);
  }
  if (want.kind === "threw" && got.kind === "threw") {
    return compareThrew(want, got, one.fragment, lacks);
  }
  if (want.kind === "threw" && want.phase === "backward" && lacks.includes("grad")) {
    return { kind: "unsupported", reason: "a refusal in backward, and the engine lacks grad" };
  }
  if (want.kind === "threw" && lacks.includes("refusal")) {
    return { kind: "unsupported", reason: "a refusal, and the engine lacks refusal" };
  }
  return failed([text("answer", "", said(want), said(got))]);
}

/** The verdict on an engine that threw an exception out of `answer`. */
export function crashed(one: Case, error: unknown): Verdict {
  const got = error instanceof Error ? (error.stack ?? String(error)) : String(error);
  return failed([text("crash", "", said(one.answer), got)]);
}

function compareReturned(
  one: Case,
  want: Returned,
  got: Returned,
  lacks: readonly Aspect[],
): Verdict {
  const differences: Difference[] = [];
  const slots: SlotStatistics[] = [];
  const unchecked: string[] = [];
  for (const [slot, array] of Object.entries(want.tensors)) {
    const own = entry(got.tensors, slot);
    const answered = own === undefined ? unchanged(one, slot, got, lacks) : own;
    if (answered === undefined) absent(slot, shapeText(array));
    else
      compareSlot(one, slot, array, answered, wholeShapeOf(want.facts, slot), differences, slots);
  }
  for (const [name, fact] of Object.entries(want.facts)) {
    const answered = entry(got.facts, name);
    if (answered === undefined) absent(name, fact);
    else if (answered !== fact) differences.push(text("fact", name, fact, answered));
  }
  differences.push(...extras(want, got));
  return differences.length === 0
    ? { kind: "pass", slots, unchecked }
    : { kind: "fail", differences, slots, unchecked };

  function absent(name: string, value: string): void {
    if (lacks.some((aspect) => name === aspect || name.startsWith(`${aspect}.`))) {
      unchecked.push(name);
    } else differences.push(text("missing", name, value, "nothing"));
  }
}

/**
 * A part of the state that is not in an answer is as it was before the call. Compared as such, since a step that is smaller than a
 * type's unit moves PyTorch's number and not that of an engine that rounds the other way. After steps an answer has the whole state.
 */
function unchanged(
  { call }: Case,
  slot: string,
  got: Returned,
  lacks: readonly Aspect[],
): NdArray | undefined {
  const [, key] = /^state\.(.*)$/s.exec(slot) ?? [];
  if (key === undefined || call.steps !== undefined || lacks.includes("state")) return undefined;
  return call.state === null ? entry(got.tensors, `initial.${key}`) : entry(call.state, key);
}

function compareSlot(
  one: Case,
  slot: string,
  want: NdArray,
  got: NdArray,
  whole: readonly number[] | null,
  differences: Difference[],
  slots: SlotStatistics[],
): void {
  const form = compareForm(slot, want, got);
  if (form !== null) {
    differences.push(form);
    return;
  }
  const { statistics, difference } = compareNumbers(slot, want, got, one.limits[slot] ?? "bits");
  if (whole === null) {
    slots.push(statistics);
    if (difference !== null) differences.push(difference);
  } else {
    const of = sizeOf(whole);
    slots.push({ ...statistics, sampled: { compared: want.data.length, of } });
    if (difference !== null) differences.push({ ...difference, sampledOf: of });
  }
}

function compareForm(slot: string, want: NdArray, got: NdArray): TextDifference | null {
  const form = malformedArray(got);
  if (form !== null) return text("malformed", slot, shapeText(want), form);
  if (got.shape.length !== want.shape.length || want.shape.some((n, i) => n !== got.shape[i])) {
    return text("shape", slot, shapeText(want), shapeText(got));
  }
  if (got.dtype !== want.dtype) return text("dtype", slot, want.dtype, got.dtype);
  if (got.data.length === want.data.length) return null;
  return text("count", slot, `${want.data.length} elements`, `${got.data.length} elements`);
}

function extras(want: Returned, got: Returned): TextDifference[] {
  const slots = Object.keys(got.tensors).filter((slot) => !Object.hasOwn(want.tensors, slot));
  const facts = Object.keys(got.facts).filter((name) => !Object.hasOwn(want.facts, name));
  return [
    ...slots.map((slot) => text("extra", slot, "nothing", arrayText(got.tensors[slot]))),
    ...facts.map((name) => text("extra", name, "nothing", String(got.facts[name]))),
  ];
}

function compareThrew(
  want: Threw,
  got: Threw,
  fragment: string,
  lacks: readonly Aspect[],
): Verdict {
  const differences: Difference[] = [];
  const unchecked: string[] = [];
  if (lacks.includes("phase")) unchecked.push("phase");
  else if (got.phase !== want.phase) differences.push(text("phase", "", want.phase, got.phase));
  if (lacks.includes("class")) unchecked.push("class");
  else if (got.class !== want.class) differences.push(text("class", "", want.class, got.class));
  if (lacks.includes("message")) unchecked.push("message");
  else if (!got.message.includes(fragment)) {
    differences.push(text("message", "", fragment, got.message));
  }
  return differences.length === 0
    ? { kind: "pass", slots: [], unchecked }
    : { kind: "fail", differences, slots: [], unchecked };
}

/** Types are gone at run time, and an engine may be anybody's. */
function checkForm(got: Answer | Unsupported): TextDifference | null {
  const answer: unknown = got;
  const wrong = (came: string): TextDifference =>
    text("malformed", "", "an answer: returned, threw or unsupported", came);
  if (typeof answer !== "object" || answer === null) return wrong(String(answer));
  const one = answer as Readonly<Record<string, unknown>>;
  const named = (key: string): boolean => typeof one[key] === "object" && one[key] !== null;
  const texts = (...keys: string[]): boolean => keys.every((key) => typeof one[key] === "string");
  const kind = String(one["kind"]);
  const whole =
    (kind === "returned" && named("tensors") && named("facts")) ||
    (kind === "threw" && texts("phase", "class", "message")) ||
    (kind === "unsupported" && texts("reason"));
  return whole ? null : wrong(`kind ${kind} with ${Object.keys(one).join(", ") || "nothing"}`);
}

function malformedArray(got: NdArray): string | null {
  if (typeof got !== "object" || got === null || !Array.isArray(got.shape)) {
    return "no array with a shape";
  }
  if (!DTYPES.includes(got.dtype)) return `dtype ${got.dtype}`;
  const store = allocate(got.dtype, 0).constructor;
  return got.data instanceof store ? null : `data that is no ${store.name}`;
}

function failed(differences: readonly Difference[]): Verdict {
  return { kind: "fail", differences, slots: [], unchecked: [] };
}

function text(
  kind: TextDifference["kind"],
  where: string,
  want: string,
  got: string,
): TextDifference {
  return { kind, where, want, got };
}

function entry<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function said(answer: Answer): string {
  if (answer.kind === "threw") return `${answer.class} in ${answer.phase}: ${answer.message}`;
  return `returned ${Object.keys(answer.tensors).join(", ") || "no tensors"}`;
}

function arrayText(array: NdArray | undefined): string {
  return array === undefined ? "nothing" : (malformedArray(array) ?? shapeText(array));
}

function shapeText({ dtype, shape }: NdArray): string {
  return `${dtype} of shape (${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
}
