import { isDeepStrictEqual } from "node:util";
import type { Answer, Case, Returned } from "../case.ts";
import type { Engine, Unsupported } from "../engine.ts";
import { judge } from "../run.ts";
import type { Verdict } from "../verdict.ts";
import { diagnose, neverGiven } from "./diagnose.ts";
import type { Finding, Visit } from "./document.ts";
import { sameNumbers } from "./probe.ts";
import { STATIONS, type Station } from "./stations.ts";

/** A case that was asked, and all that was seen of it. */
interface Seen {
  readonly one: Case;
  readonly answer: Answer | Unsupported | null;
  /** The answer as it was when it came. */
  readonly copy: Answer | Unsupported | null;
  readonly verdict: Verdict;
  readonly wrote: boolean;
  readonly ms: number;
}

/** What an examination finds. */
export interface Found {
  readonly visits: readonly Visit[];
  readonly findings: readonly Finding[];
  readonly notes: readonly Finding[];
}

const SLOW_MS = 1000;
const NOWHERE = "nn.NoSuchLayer";

/** Asks an engine ten cases twice and a layer that there is not, and tells what is wrong with its adapter; `named` is what --engine says. */
export async function examine(
  engine: Engine,
  named: string,
  load: (id: string) => Case,
): Promise<Found> {
  const [visits, seen] = [[] as Visit[], [] as Seen[]];
  for (const station of STATIONS) {
    const [visit, one] = await visited(engine, station, load);
    visits.push(visit);
    if (one !== null) seen.push(one);
  }
  const again = await askedAgain(engine, seen);
  const findings = [
    ...silence(seen, visits),
    ...(await wrongAnswers(engine, named, seen)),
    ...aspects(engine, seen),
    ...again,
    ...(await askedNowhere(engine, seen)),
  ];
  return { visits, findings, notes: notesOf(seen) };
}

async function visited(
  engine: Engine,
  { family, ids }: Station,
  load: (id: string) => Case,
): Promise<[Visit, Seen | null]> {
  let reason: string | undefined;
  for (const id of ids) {
    const seen = await look(engine, load(id));
    if (seen.verdict.kind === "unsupported") reason ??= seen.verdict.reason;
    else return [{ family, id, outcome: seen.verdict.kind === "pass" ? "right" : "wrong" }, seen];
  }
  return [{ family, id: null, outcome: "unsupported", reason: reason ?? "" }, null];
}

async function look(engine: Engine, one: Case): Promise<Seen> {
  const [given, start] = [structuredClone(one), performance.now()];
  const { answer, verdict } = await judge(engine, given);
  const ms = performance.now() - start;
  const wrote = !isDeepStrictEqual(given.call, one.call);
  return { one, answer, copy: structuredClone(answer), verdict, wrote, ms };
}

/** An engine that does nothing of all that. */
function silence(seen: readonly Seen[], visits: readonly Visit[]): Finding[] {
  if (seen.length > 0) return [];
  const reasons = [...new Set(visits.map(({ reason = "" }) => reason))].slice(0, 3).join("; ");
  const advice =
    "Look each layer up by PyTorch's name, such as nn.Linear. An engine that has none of these layers cannot be examined by them.";
  return [{ about: "layers", what: `it does none of the ten families: ${reasons}`, advice }];
}

async function wrongAnswers(
  engine: Engine,
  named: string,
  seen: readonly Seen[],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { one, copy: answer, verdict } of seen) {
    if (verdict.kind !== "fail") continue;
    const others = seen.map((other) => other.one).filter(({ id }) => id !== one.id);
    findings.push(...(await diagnose({ engine, named, one, answer, fail: verdict, others })));
  }
  return findings;
}

/** What the engine never gives, and does not say so. */
function aspects(engine: Engine, seen: readonly Seen[]): Finding[] {
  const answered = seen.flatMap(({ one, copy }) =>
    copy?.kind === "returned" ? [{ one, answer: copy }] : [],
  );
  const never = neverGiven(engine, answered);
  if (never.length === 0) return [];
  const what = never.includes("grad")
    ? `it gives no gradients${never.length > 1 ? `, and no ${never.filter((one) => one !== "grad").join(", ")}` : ""}`
    : `it never gives ${never.join(", ")}`;
  const all = [...(engine.lacks ?? []), ...never].map((aspect) => `"${aspect}"`).join(", ");
  const advice = `Give them under the names that harness/case.ts lists at Returned, such as grad.input.0, or say that it does not: lacks: [${all}].`;
  return [{ about: "lacks", what, advice }];
}

/** Asks everything once more, in the other order: an answer hangs on its call alone, and stays as it was. */
async function askedAgain(engine: Engine, seen: readonly Seen[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { one, copy } of [...seen].reverse()) {
    const { answer } = await judge(engine, structuredClone(one));
    if (copy?.kind !== "returned" || answer?.kind !== "returned" || sameAnswer(copy, answer))
      continue;
    findings.push({
      about: one.id,
      what: "asked again, it answers otherwise",
      advice:
        "An answer hangs on its call alone: seed with the call's seed, and keep nothing from the calls before.",
    });
  }
  for (const { one, answer, copy } of seen) {
    if (answer?.kind !== "returned" || copy?.kind !== "returned" || sameAnswer(answer, copy))
      continue;
    findings.push({
      about: one.id,
      what: "its answer changed after it was given, when other cases were asked",
      advice: "Copy the numbers out of the library's memory: it uses that memory again.",
    });
  }
  return findings;
}

function sameAnswer(one: Returned, other: Returned): boolean {
  const [slots, others] = [one, other].map(({ tensors }) => Object.keys(tensors).sort());
  if (slots?.join() !== others?.join()) return false;
  return Object.entries(one.tensors).every(([slot, array]) => {
    const second = other.tensors[slot];
    try {
      return second !== undefined && sameNumbers(array, second);
    } catch {
      return true; // What is no array is told as malformed.
    }
  });
}

/** A layer that there is not must be unsupported: no crash, and no answer. */
async function askedNowhere(engine: Engine, seen: readonly Seen[]): Promise<Finding[]> {
  const [first] = seen;
  if (first === undefined) return [];
  const { answer, verdict } = await judge(engine, {
    ...first.one,
    call: { ...structuredClone(first.one.call), layer: NOWHERE },
  });
  if (verdict.kind === "unsupported") return [];
  const came =
    answer === null ? "a crash" : answer.kind === "threw" ? `${answer.class}` : "an answer";
  const what = `a layer that there is not, ${NOWHERE}, must be unsupported, came ${came}`;
  return [
    {
      about: "unsupported",
      what,
      advice:
        'Answer { kind: "unsupported", reason } for every layer and option that is not in your table.',
    },
  ];
}

function notesOf(seen: readonly Seen[]): Finding[] {
  const slow = seen.filter(({ ms }) => ms > SLOW_MS);
  const wrote = seen.filter(({ wrote }) => wrote);
  const about = (some: readonly Seen[]): string => some.map(({ one }) => one.id).join(", ");
  return [
    ...slow.map(({ one, ms }) => ({
      about: one.id,
      what: `it took ${(ms / 1000).toFixed(1)} s`,
      advice:
        "There are more than ten thousand cases: make what can be kept once, such as a session.",
    })),
    ...(wrote.length === 0
      ? []
      : [
          {
            about: about(wrote),
            what: "it writes into the arrays that it is given",
            advice:
              "It may, as they are copies; but a benchmark or a property asks with the same arrays again.",
          },
        ]),
  ];
}
