import { allocate, type Dtype, type NdArray } from "../array.ts";
import type { Call, Limit, Returned } from "../case.ts";
import { isFloat, UNIT_ROUNDOFF } from "../floats.ts";
import type { Asked, FuzzLayer } from "../fuzz/layer.ts";
import { mapped } from "../mapped.ts";
import { globOf } from "../select.ts";
import { type Ask, NotDone } from "./asking.ts";
import type { Margins } from "./margin.ts";
import { changed } from "./ndarray.ts";

/** A layer, its arguments and shapes, before any number of it is drawn. */
export interface Posed {
  readonly layer: string;
  readonly asked: Asked;
  readonly dtype: Extract<Dtype, "float64" | "float32">;
  readonly training: boolean;
  readonly seed: number;
}

/** A call that an engine has answered, and about which something must hold. */
export interface Query {
  readonly call: Call;
  readonly answer: Returned;
  readonly ask: Ask;
  /** How far rounding is magnified in the answer; asks the engine twice more. */
  readonly margins: () => Promise<Margins>;
}

/** What must be, and what is: of the same slots, each with what may lie between. */
export interface Claim {
  /** Whose answer `got` is, or is made of. */
  readonly call: Call;
  readonly want: Returned;
  readonly got: Returned;
  readonly limits: Readonly<Record<string, Limit>>;
}

/** Something that holds for every answer of a right engine, and that nobody need have recorded. */
export interface Property {
  readonly name: string;
  /** What holds, in a sentence. */
  readonly says: string;
  /** Of which layers; patterns may hold *. For "every", why it does not hold for the rest. */
  readonly holds:
    | { readonly only: readonly string[] }
    | { readonly every: Readonly<Record<string, string>> };
  /** What is asked in the place of what was drawn, such as other options; null where it says nothing about it. */
  readonly pose?: (posed: Posed) => Posed | null;
  /** What must hold of an answer; no claims where it says nothing about the call. */
  readonly claims: (query: Query) => Promise<readonly Claim[]>;
}

/** Why a property says nothing about a layer; null where it does say something, "" where that is plain from its name. */
export function whyNot({ holds }: Property, { layer }: Pick<FuzzLayer, "layer">): string | null {
  const fits = (pattern: string): boolean => globOf(pattern).test(layer.slice("nn.".length));
  if ("only" in holds) return holds.only.some(fits) ? null : "";
  return Object.entries(holds.every).find(([pattern]) => fits(pattern))?.[1] ?? null;
}

/** A claim that these slots of two answers are the same, bit for bit. */
export function sameBits(
  call: Call,
  want: Readonly<Record<string, NdArray>>,
  got: Readonly<Record<string, NdArray>>,
): Claim {
  const limits = mapped(want, () => "bits" as const);
  return { call, want: returned(want), got: returned(only(got, want)), limits };
}

/** A claim that these slots of two answers are the same within `times` the margin of one. */
export function sameWithin(
  margins: Margins,
  times: number,
  call: Call,
  want: Readonly<Record<string, NdArray>>,
  got: Readonly<Record<string, NdArray>>,
): Claim {
  const limits = mapped(want, (_, slot) => margins.limitOf(slot, times));
  return { call, want: returned(want), got: returned(only(got, want)), limits };
}

/** A claim of one number, which is made of an answer. */
export function scalar(call: Call, name: string, want: number, got: number, limit: Limit): Claim {
  const { dtype } = call;
  const answer = (x: number): Returned =>
    returned({ [name]: changed({ dtype, shape: [], data: allocate(dtype, 1) }, () => x) });
  return { call, want: answer(want), got: answer(got), limits: { [name]: limit } };
}

/** A limit of just so much; u |want| more is allowed to the rounding of the number itself. */
export function limitOf(most: number, dtype: Dtype): Limit {
  const amplification = most / (4 * (isFloat(dtype) ? UNIT_ROUNDOFF[dtype] : 1));
  return { terms: 0, amplification, residual: null, referenceLimited: false };
}

/**
 * A slot of an answer.
 * @throws NotDone where the engine does not give it.
 */
export function slotOf({ tensors }: Returned, slot: string): NdArray {
  const array = tensors[slot];
  if (array === undefined) throw new NotDone(`its answer has no ${slot}`);
  return array;
}

/** The slots of an answer whose names begin so. */
export function slotsOf(answer: Returned, ...beginnings: string[]): Record<string, NdArray> {
  const named = Object.entries(answer.tensors).filter(([slot]) =>
    beginnings.some((beginning) => slot.startsWith(beginning)),
  );
  return Object.fromEntries(named);
}

/** Those slots of `tensors` that are asked for. */
function only(
  tensors: Readonly<Record<string, NdArray>>,
  asked: Readonly<Record<string, NdArray>>,
): Record<string, NdArray> {
  return Object.fromEntries(Object.entries(tensors).filter(([slot]) => Object.hasOwn(asked, slot)));
}

function returned(tensors: Readonly<Record<string, NdArray>>): Returned {
  return { kind: "returned", tensors, facts: {} };
}
