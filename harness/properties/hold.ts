import { hash } from "node:crypto";
import type { Answer, Call, Case, Returned } from "../case.ts";
import { compare } from "../compare.ts";
import type { Aspect, Engine } from "../engine.ts";
import { isFloat, numbersOf } from "../floats.ts";
import type { Fail } from "../verdict.ts";
import { type Ask, asking, Crashed, NotDone, Refused } from "./asking.ts";
import { type Margins, measure } from "./margin.ts";
import { callOf } from "./pose.ts";
import type { Claim, Posed, Property, Query } from "./property.ts";

/** What became of a property of one call. */
export type Finding =
  | { readonly kind: "held" }
  /** It says nothing about this call, or the layer refuses it, as it may. */
  | { readonly kind: "idle"; readonly why: string }
  | { readonly kind: "unsupported"; readonly reason: string }
  | Broken;

/** A call of which a property does not hold. */
export interface Broken {
  readonly kind: "broken";
  /** What was asked first: the whole check follows from it. */
  readonly call: Call;
  /** The answer that must have been, by the engine's own other answers, to the call that shows it. */
  readonly case: Case;
  readonly answer: Answer | null;
  readonly verdict: Fail;
}

/** Asks an engine what a property needs to know of what was posed. */
export async function holds(
  property: Property,
  engine: Engine,
  posed: Posed,
  count?: () => void,
): Promise<Finding> {
  const wanted = property.pose === undefined ? posed : property.pose(posed);
  if (wanted === null) return { kind: "idle", why: "it says nothing about this" };
  const ask = asking(engine, count);
  try {
    const call = await callOf(ask, wanted, engine.lacks ?? []);
    return await holdsOf(property, engine, call, ask);
  } catch (error) {
    return settled(error, (crash) => brokenBy(property, crash.call, crash));
  }
}

/** The same of a call whose numbers are known. */
export async function holdsOf(
  property: Property,
  { lacks = [] }: Pick<Engine, "lacks">,
  call: Call,
  ask: Ask,
): Promise<Finding> {
  let answer: Returned;
  try {
    answer = await ask(call);
  } catch (error) {
    return settled(error, (crash) => brokenBy(property, call, crash));
  }
  if (!allFinite(answer)) return { kind: "idle", why: "its numbers are not finite" };
  let margins: Promise<Margins> | null = null;
  const once = (): Promise<Margins> => (margins ??= measure(ask, call, answer));
  const query: Query = { call, answer, ask, margins: once };
  try {
    return judged(property, call, await property.claims(query), lacks);
  } catch (error) {
    if (error instanceof NotDone) return { kind: "unsupported", reason: error.message };
    if (error instanceof Crashed || error instanceof Refused)
      return brokenBy(property, call, error);
    throw error;
  }
}

/** What is said where the first call did not come back: a layer may refuse what was drawn. */
function settled(error: unknown, crash: (crash: Crashed) => Broken): Finding {
  if (error instanceof Refused) return { kind: "idle", why: error.message };
  if (error instanceof NotDone) return { kind: "unsupported", reason: error.message };
  if (error instanceof Crashed) return crash(error);
  throw error;
}

function judged(
  property: Property,
  call: Call,
  claims: readonly Claim[],
  lacks: readonly Aspect[],
): Finding {
  let looked = 0;
  for (const claim of claims) {
    const one = caseOf(property, call, claim);
    const verdict = compare(one, claim.got, lacks);
    if (verdict.kind === "fail") {
      return { kind: "broken", call, case: one, answer: claim.got, verdict };
    }
    if (verdict.kind === "pass") {
      looked += Object.keys(claim.want.tensors).length + Object.keys(claim.want.facts).length;
      looked -= verdict.unchecked.length;
    }
  }
  if (looked > 0) return { kind: "held" };
  return claims.length === 0
    ? { kind: "idle", why: "it says nothing about this" }
    : { kind: "unsupported", reason: `it lacks ${lacks.join(", ") || "what must be looked at"}` };
}

/** A related call was refused, or the engine crashed. */
function brokenBy(property: Property, call: Call, error: Crashed | Refused): Broken {
  const nothing: Returned = { kind: "returned", tensors: {}, facts: {} };
  const claim: Claim = { call: error.call, want: nothing, got: nothing, limits: {} };
  const { cause } = error;
  const [kind, got] =
    error instanceof Refused
      ? (["answer", error.message] as const)
      : ([
          "crash",
          cause instanceof Error ? (cause.stack ?? error.message) : error.message,
        ] as const);
  const verdict: Fail = {
    kind: "fail",
    differences: [{ kind, where: "", want: "an answer", got }],
    slots: [],
    unchecked: [],
  };
  const answer = error instanceof Refused ? error.answer : null;
  return { kind: "broken", call, case: caseOf(property, call, claim), answer, verdict };
}

/** The id is made of the property and of what was asked, so that the same has the same name everywhere. */
function caseOf({ name }: Property, call: Call, claim: Claim): Case {
  const { layer, args, options, inputs, keywords, dtype, seed, training } = call;
  const asked = [name, layer, args, options, inputs, keywords, dtype, seed, training];
  const text = JSON.stringify(asked, (_, value) =>
    typeof value === "bigint" ? `${value}` : ArrayBuffer.isView(value) ? null : value,
  );
  const id = `${layer}/${name}-${hash("sha256", text).slice(0, 12)}`;
  const { want: answer, limits } = claim;
  return { id, tags: ["property"], call: claim.call, answer, limits, fragment: "" };
}

function allFinite({ tensors }: Returned): boolean {
  return Object.values(tensors).every(
    (array) => !isFloat(array.dtype) || numbersOf(array).every(Number.isFinite),
  );
}
