import * as fc from "fast-check";
import { mapped } from "../mapped.ts";
import type { Argument, Arguments, Draw } from "../sketch.ts";
import type { OptionPlan } from "./option.ts";

/** A layer's arguments and inputs, before anything is said about numbers. */
export interface Asked {
  readonly args: readonly Argument[];
  readonly options: Arguments;
  readonly inputs: readonly Argument[];
  readonly keywords: Arguments;
}

/**
 * A band, a kind of type or of gradient; "non-finite neighbours": that band where channels are neighbours in memory; "dilated
 * half": 16 bits where a dilation is given.
 */
export type Never =
  | "half"
  | "dilated half"
  | "half gradients"
  | "non-finite"
  | "non-finite neighbours"
  | "tiny"
  | "ties"
  | "own float64 state";

/** A layer that can be drawn. */
export interface FuzzLayer {
  readonly layer: string;
  readonly family: string;
  /** For each option, and each keyword of the call, the kinds of values that must occur. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
  /** How often it is drawn beside others: less often where PyTorch takes many times as long as elsewhere. */
  readonly weight: number;
  /** Inputs that may be left out, by the name of their parameter: the place that they have. */
  readonly places: Readonly<Record<string, number>>;
  /** Whether its gradients are asked where inputs are not finite: not where 0 times infinity hangs on the algorithm. */
  readonly wild: boolean;
  /** What is never asked of it, where PyTorch's own kernels disagree or a limit tells no error from rounding. */
  readonly never: readonly Never[];
  /** Whether it must not be asked: PyTorch would read or write memory that is not its own, or slips. */
  readonly unsafe: (asked: Asked) => boolean;
  readonly arbitrary: fc.Arbitrary<Asked>;
}

/** Options as they were drawn; those left out are not there. */
export type Drawn = Readonly<Record<string, Argument | undefined>>;

/** What an arbitrary draws. */
export type Geometry<A> = A extends fc.Arbitrary<infer G> ? G : never;

/** How a layer is drawn: options by themselves, and shapes that suit them. */
export interface LayerPlan<G> {
  readonly layer: string;
  readonly family: string;
  readonly weight?: number;
  readonly wild?: boolean;
  readonly never?: FuzzLayer["never"];
  readonly unsafe?: FuzzLayer["unsafe"];
  readonly options: Readonly<Record<string, OptionPlan>>;
  /** Keywords of the forward call, drawn as options are. */
  readonly keywords?: Readonly<Record<string, OptionPlan>>;
  /** Inputs that `build` gives or leaves out: their place, and the kinds of values that must occur. */
  readonly left?: Readonly<Record<string, { readonly place: number; readonly labels: string[] }>>;
  readonly geometry: fc.Arbitrary<G>;
  /** What it returns is asked; options and keywords are those drawn, unless given. */
  readonly build: (
    geometry: G,
    drawn: Drawn,
  ) => {
    readonly args: readonly Argument[];
    readonly inputs: readonly Argument[];
    readonly options?: Drawn;
    readonly keywords?: Drawn;
  };
}

const USUAL = 3;

/** The arbitrary of a plan. */
export function plan<G>(wanted: LayerPlan<G>): FuzzLayer {
  const { layer, family, weight = USUAL, wild = false, left = {} } = wanted;
  const { never = [], unsafe = () => false } = wanted;
  const drawn = fc.record(
    mapped({ ...wanted.options, ...wanted.keywords }, (one) => one.arbitrary),
  );
  const arbitrary = fc.tuple(wanted.geometry, drawn).map(([geometry, values]): Asked => {
    const named = (part: object | undefined): Drawn =>
      Object.fromEntries(Object.keys(part ?? {}).map((name) => [name, values[name]]));
    const built = wanted.build(geometry, values);
    return {
      args: built.args,
      inputs: built.inputs,
      options: present({ ...named(wanted.options), ...built.options }),
      keywords: present({ ...named(wanted.keywords), ...built.keywords }),
    };
  });
  const places = mapped(left, ({ place }) => place);
  const labels = labelsOf(wanted);
  return { layer, family, weight, places, wild, never, unsafe, labels, arbitrary };
}

function labelsOf<G>({ options, keywords, left = {} }: LayerPlan<G>): FuzzLayer["labels"] {
  const plans: LayerPlan<G>["options"] = { ...options, ...keywords };
  return {
    ...mapped(plans, ({ labels, always }) => (always === true ? labels : ["default", ...labels])),
    ...mapped(left, ({ labels }) => ["default", ...labels]),
  };
}

/** A tensor argument. */
export function x(shape: readonly number[], how: Omit<Draw, "shape"> = {}): Argument {
  return { $draw: { shape, ...how } };
}

/** The leading axes of an input: none where it is unbatched, or a batch; empty ones are rare. */
export const batch: fc.Arbitrary<readonly number[]> = fc.oneof(
  { withCrossShrink: true },
  { weight: 3, arbitrary: fc.constant([]) },
  { weight: 14, arbitrary: fc.tuple(fc.integer({ min: 1, max: 3 })) },
  { weight: 1, arbitrary: fc.constant([0]) },
);

/** A small size. */
export function small(max = 4, min = 1): fc.Arbitrary<number> {
  return fc.integer({ min, max });
}

/** A shape of any rank from `least` to `most`; empty ones are rare. */
export function shapes(least: number, most: number, max = 5): fc.Arbitrary<number[]> {
  const axis = fc.oneof(
    { withCrossShrink: true },
    { weight: 24, arbitrary: small(max) },
    { weight: 1, arbitrary: fc.constant(0) },
  );
  return fc.array(axis, { minLength: least, maxLength: most });
}

function present(drawn: Drawn): Arguments {
  const there = Object.entries(drawn).filter(([, value]) => value !== undefined);
  return Object.fromEntries(there) as Arguments;
}
