import type { NdArray } from "./array.ts";
import type { Answer, Case } from "./case.ts";
import type { Unsupported } from "./engine.ts";
import { places, wholeShapeOf } from "./excerpt.ts";
import { hintOfShape, hintsOf } from "./hint.ts";
import { indexOf } from "./hint-order.ts";
import { showCall, showNumber } from "./show.ts";
import type { Difference, Fail, NumberDifference, TextDifference } from "./verdict.ts";

const MOST_DIFFERENCES = 4;
const LONGEST_TEXT = 240;
const MOST_LINES = 5;

/** One difference in words. */
export interface Told {
  /** The slot or fact, or "" where it is the answer as a whole. */
  readonly where: string;
  /** What is the matter. */
  readonly sentence: string;
  /** The worst element, or what was wanted and what came. */
  readonly lines: readonly string[];
  /** What the differences have in common. */
  readonly hints: readonly string[];
}

/** A failure on one screen: the call, what differs and how, and the command that shows it again. */
export function explain(one: Case, got: Answer | Unsupported | null, fail: Fail): string {
  return explainTold(one, tell(one, got, fail), fail);
}

/** The first differences of a failure in words. */
export function tell(one: Case, got: Answer | Unsupported | null, { differences }: Fail): Told[] {
  return differences.slice(0, MOST_DIFFERENCES).map((difference) => tellOne(one, got, difference));
}

/** A failure on one screen, of which the differences are told already; `engine` is what --engine names, if it must. */
export function explainTold(
  one: Case,
  told: readonly Told[],
  { differences }: Fail,
  engine: string | null = null,
): string {
  const rest = differences.slice(told.length).map((difference) => difference.where);
  return [
    one.id,
    `  ${cut(showCall(one.call))}`,
    ...told.flatMap(({ sentence, lines, hints }) => [
      `  ${sentence}`,
      ...[...lines, ...hints].map((line) => `    ${line}`),
    ]),
    ...(rest.length > 0 ? [`  ${rest.length} more differ: ${cut(rest.join(", "))}.`] : []),
    `  To see it again: ${reproduce(one.id, engine)}`,
  ].join("\n");
}

/** The command that shows one case; `engine` is what --engine names, if it must. */
export function reproduce(id: string, engine: string | null = null): string {
  const command = `npm run touchstone -- repro ${id}`;
  if (engine === null) return command;
  return `${command} --engine ${/^[\w.:/-]+$/.test(engine) ? engine : JSON.stringify(engine)}`;
}

function tellOne(one: Case, got: Answer | Unsupported | null, difference: Difference): Told {
  const arrays = arraysOf(one.answer, got, difference.where);
  if (difference.kind !== "numbers") return tellText(difference, arrays);
  const limit = one.limits[difference.where] ?? "bits";
  const hints = arrays === null ? [] : hintsOf(...arrays, limit);
  const facts = one.answer.kind === "returned" ? one.answer.facts : {};
  const whole = wholeShapeOf(facts, difference.where);
  const shape = whole ?? arrays?.[0].shape ?? [];
  return {
    where: difference.where,
    sentence: `${difference.where}: ${sentenceOfCount(difference)}`,
    lines: [sentenceOfWorst(whole === null ? difference : inWhole(difference), shape)],
    hints,
  };
}

function sentenceOfCount(difference: NumberDifference): string {
  const { differing, total, nonFinite, byBits, sampledOf } = difference;
  const among =
    sampledOf === undefined ? `${total} elements` : `${total} elements (sampled of ${sampledOf})`;
  const manner = byBits ? "differ, compared bit for bit" : "differ by more than their limit";
  const beyond = nonFinite > 0 ? `; ${nonFinite} of them where one side is NaN or infinite` : "";
  return `${differing} of ${among} ${manner}${beyond}.`;
}

/** The difference with the worst element's place in the tensor that was sampled. */
function inWhole(difference: NumberDifference): NumberDifference {
  const { worst, total, sampledOf = total } = difference;
  return { ...difference, worst: { ...worst, at: places(sampledOf, total)[worst.at] ?? worst.at } };
}

function sentenceOfWorst({ worst, byBits }: NumberDifference, shape: readonly number[]): string {
  const { at, want, got, error, limit, ulp } = worst;
  const place = `Worst at [${indexOf(at, shape).join(", ")}]: want ${showNumber(want)}, got ${showNumber(got)}`;
  if (!Number.isFinite(error)) return `${place}.`;
  if (limit === Infinity) {
    return `${place}. The limit there is infinite: the fixture is at fault, as it cannot see.`;
  }
  const units = Number.isNaN(ulp) ? "" : `, ${round(ulp)} ULP`;
  if (byBits) return `${place}: off by ${round(error)}${units}.`;
  return `${place}: off by ${round(error)}, ${round(error / limit)} times the limit of ${round(limit)}${units}.`;
}

const SENTENCES: Readonly<Record<TextDifference["kind"], string>> = {
  crash: "the engine crashed",
  malformed: "the answer has not the form of one",
  answer: "the answer is of another kind",
  phase: "thrown in another phase",
  class: "thrown as another class",
  message: "the message lacks a part",
  missing: "is missing",
  extra: "is not in PyTorch's answer",
  dtype: "has another element type",
  shape: "has another shape",
  count: "holds another number of elements",
  fact: "reads otherwise",
};

function tellText(difference: TextDifference, arrays: readonly [NdArray, NdArray] | null): Told {
  const { kind, where, want, got } = difference;
  const hint =
    kind === "shape" && arrays !== null ? hintOfShape(arrays[0].shape, arrays[1].shape) : null;
  const [wantPart, gotPart] = kind === "fact" ? firstOtherLine(want, got) : [want, got];
  return {
    where,
    sentence: `${where === "" ? "" : `${where} `}${SENTENCES[kind]}:`,
    lines: [`want ${cut(wantPart)}`, `got  ${kind === "crash" ? firstLines(got) : cut(gotPart)}`],
    hints: hint === null ? [] : [hint],
  };
}

/** Of two texts of many lines, the first lines that differ. */
function firstOtherLine(want: string, got: string): [want: string, got: string] {
  const wants = want.split("\n");
  const gots = got.split("\n");
  if (wants.length === 1 && gots.length === 1) return [want, got];
  const at = wants.findIndex((line, i) => line !== gots[i]);
  const line = at < 0 ? wants.length : at;
  const shown = (lines: readonly string[]): string =>
    `line ${line + 1}: ${JSON.stringify(lines[line] ?? "nothing")}`;
  return [shown(wants), shown(gots)];
}

/** What was wanted and what came in a slot, where both are there. */
export function arraysOf(
  want: Answer,
  got: Answer | Unsupported | null,
  slot: string,
): readonly [NdArray, NdArray] | null {
  if (want.kind !== "returned" || got?.kind !== "returned") return null;
  const [one, other] = [want.tensors[slot], got.tensors[slot]];
  return one === undefined || other === undefined ? null : [one, other];
}

function firstLines(stack: string): string {
  return stack.split("\n").slice(0, MOST_LINES).join("\n    ");
}

function cut(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}...` : text;
}

function round(number: number): string {
  return number >= 1e6 || (number < 0.01 && number > 0)
    ? number.toExponential(2)
    : `${Number(number.toPrecision(3))}`;
}
