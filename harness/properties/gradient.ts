import type { NdArray } from "../array.ts";
import type { Call, Returned } from "../case.ts";
import { mapped } from "../mapped.ts";
import { boundOf } from "../tolerance.ts";
import type { Margins } from "./margin.ts";
import { combined, dot, greatest } from "./ndarray.ts";
import { drawnArray, uniform } from "./numbers.ts";
import { type Claim, limitOf, type Property, type Query, scalar, slotsOf } from "./property.ts";
import { inputsOf, withArrays } from "./tensors.ts";

/** The greatest step. Its square, which is the share of the third derivative, is far below a gradient's digits that matter. */
const STEP = 2 ** -12;
/** Where the estimate is less sure than this share of what is added up, a kink or a jump lies within the step. */
const UNSURE = 2 ** -10;

/** Options with which a gradient is on purpose no slope. */
const BENT = ["scale_grad_by_freq", "max_norm", "padding_idx"];
/** What is below eps is raised to it, behind the gradient's back. */
const CLAMPED = ["nn.CosineSimilarity", "nn.GaussianNLLLoss"];

/** Slopes of outputs against gradients. */
export const gradients: Property = {
  name: "gradients",
  says: "each gradient is the slope of the outputs, by finite differences in float64",
  holds: {
    every: {
      Hardsigmoid: "PyTorch multiplies by the sixth that is nearest in float32, in float64 too",
      CTCLoss:
        "its gradient takes for granted that probabilities add up to 1, which a disturbed one does not",
    },
  },
  pose: (posed) => {
    const plain = Object.entries(posed.asked.options).filter(([name]) => !BENT.includes(name));
    const eps = CLAMPED.includes(posed.layer) ? plain.filter(([name]) => name !== "eps") : plain;
    return {
      ...posed,
      dtype: "float64",
      asked: { ...posed.asked, options: Object.fromEntries(eps) },
    };
  },
  async claims(query) {
    const { call, answer } = query;
    const leaves = leavesOf(call, answer);
    if (leaves.length === 0) return [];
    const whole = await slopeAlong(query, leaves);
    if (whole !== null && Math.abs(whole.got - whole.want) <= whole.doubt) {
      return [claimOf(call, "grad", whole)];
    }
    // Something is wrong, or a kink is near: one by one they say where.
    const each = [];
    for (const leaf of leaves) each.push([leaf, await slopeAlong(query, [leaf])] as const);
    const claims = each.flatMap(([leaf, slope]) =>
      slope ? [claimOf(call, leaf.slot, slope)] : [],
    );
    return whole === null ? claims : [...claims, claimOf(call, "grad", whole)];
  },
};

/** Something that has a gradient, or an input that ought to have one. */
interface Leaf {
  /** "grad.input.0", "grad.parameter.weight". */
  readonly slot: string;
  readonly direction: NdArray;
}

function leavesOf(call: Call, answer: Returned): Leaf[] {
  if (Object.keys(call.upstream).length === 0) return [];
  const asked = [...inputsOf(call)].filter(([, { grad }]) => grad);
  const arrays: [slot: string, array: NdArray | undefined][] = [
    ...asked.map(([path, { array }]): [string, NdArray] => [`grad.input.${path}`, array]),
    ...Object.keys(slotsOf(answer, PARAMETER)).map((slot): [string, NdArray | undefined] => [
      slot,
      call.state?.[slot.slice(PARAMETER.length)],
    ]),
  ];
  return arrays.flatMap(([slot, array]) => {
    if (array === undefined || array.data.length === 0) return [];
    const next = uniform(call.seed, `along ${slot}`);
    return [{ slot, direction: drawnArray("float64", array.shape, next, [-1, 1]) }];
  });
}

const PARAMETER = "grad.parameter.";

interface Slope {
  readonly want: number;
  readonly got: number;
  readonly doubt: number;
}

/**
 * The slope along one random direction of some leaves, in which every element of their gradients has a part, or null where a
 * kink is too near. phi(t) is what backward starts from, times the outputs at t. From central differences D1 over h and D2
 * over h/2, R = (4 D2 - D1) / 3 is free of the third derivative. For a smooth phi its error is far below |D1 - D2|, which is
 * D1's; a kink of slope J moves R by at most J/2, and |D1 - D2| + |s1 - 4 s2| / h by more, s being second differences. To that
 * comes twice the rounding of phi over h / 2: of each of its outputs the margin.
 */
async function slopeAlong(query: Query, leaves: readonly Leaf[]): Promise<Slope | null> {
  const { call, answer, ask } = query;
  const at = async (t: number): Promise<number> => phi(call, await ask(movedTo(call, leaves, t)));
  const [far, near, zero] = [STEP, STEP / 2, phi(call, answer)];
  const [up1, down1, up2, down2] = [await at(far), await at(-far), await at(near), await at(-near)];
  const [d1, d2] = [(up1 - down1) / (2 * far), (up2 - down2) / (2 * near)];
  const [s1, s2] = [up1 + down1 - 2 * zero, up2 + down2 - 2 * zero];
  const want = (4 * d2 - d1) / 3;
  const rounding = (2 * roundingOfPhi(call, await query.margins())) / near;
  const doubt = Math.abs(d1 - d2) + Math.abs(s1 - 4 * s2) / far + rounding;
  let [got, scale] = [0, Math.abs(want)];
  for (const { slot, direction } of leaves) {
    const gradient = answer.tensors[slot];
    if (gradient === undefined) continue;
    got += dot(gradient, direction);
    scale += greatest(gradient);
  }
  return doubt <= Math.max(rounding, UNSURE * scale) ? { want, got, doubt } : null;
}

function claimOf(call: Call, slot: string, { want, got, doubt }: Slope): Claim {
  return scalar(call, slot, want, got, limitOf(doubt, "float64"));
}

function phi(call: Call, { tensors }: Returned): number {
  return Object.entries(call.upstream).reduce((sum, [slot, upstream]) => {
    const output = tensors[slot];
    return output === undefined ? sum : sum + dot(upstream, output);
  }, 0);
}

/** How far rounding may put phi from the truth: each output as far as its limit. */
function roundingOfPhi(call: Call, margins: Margins): number {
  return Object.entries(call.upstream).reduce((sum, [slot, { data }]) => {
    const limit = margins.limitOf(slot, 1);
    if (limit === "bits" || typeof limit.amplification !== "number") return sum;
    const each = boundOf(limit, "float64").slope * limit.amplification;
    let weight = 0;
    for (const x of data) weight += Math.abs(Number(x));
    return sum + each * weight;
  }, 0);
}

/** The call with its leaves moved along their directions, and no backward. */
function movedTo(call: Call, leaves: readonly Leaf[], t: number): Call {
  const along = new Map(leaves.map(({ slot, direction }) => [slot, direction]));
  const move = (array: NdArray, slot: string): NdArray => {
    const direction = along.get(slot);
    return direction === undefined
      ? array
      : combined([
          [1, array],
          [t, direction],
        ]);
  };
  const moved = withArrays(call, (array, path) => move(array, `grad.input.${path}`));
  const state = call.state && mapped(call.state, (array, key) => move(array, PARAMETER + key));
  return { ...moved, state, upstream: {} };
}
