import { type NdArray, sizeOf } from "../array.ts";
import type { Call, Limit } from "../case.ts";
import { axesOf } from "./batch-axes.ts";
import { changed, upTo } from "./ndarray.ts";
import { drawnArray } from "./numbers.ts";
import { type Claim, limitOf, type Property, sameBits, scalar, slotOf } from "./property.ts";
import { posedWith, related } from "./related.ts";
import { firstInput, tensor } from "./tensors.ts";

/** How many elements, or channels, are drawn for. */
const DRAWS = 4096;
/** Six standard deviations: chance goes so far once in 500 million runs. */
const SIGMAS = 6;

/** What dropout does to many ones. */
export const dropout: Property = {
  name: "dropout",
  says: "in training a share p is 0, or its like, and the mean stays; channels go whole; in evaluation nothing changes",
  holds: { only: ["Dropout", "Dropout*", "AlphaDropout", "FeatureAlphaDropout"] },
  // All that is left of p = 1 is nothing, without a spread.
  pose: (posed) => (posed.asked.options["p"] === 1 ? null : posedWith(posed, ["inplace"])),
  async claims({ call, answer, ask }) {
    const signs = manyOf(call);
    const { tensors } = await ask({
      ...related(call, { inputs: [tensor(signs)] }),
      training: true,
    });
    const got = slotOf({ ...answer, tensors }, "output.0");
    return [
      sameBits(call, { "output.0": firstInput(call) }, answer.tensors),
      ...sharesOf(call, signs, got),
    ];
  },
};

/** 1 and -1 by turns: of mean 0 and variance 1. */
function manyOf(call: Call): NdArray {
  const shape = shapeOf(call);
  const each = sizeOf(shape) / DRAWS;
  return changed(
    drawnArray(call.dtype, shape, () => 0),
    (_, i) => (Math.floor(i / each) % 2 ? -1 : 1),
  );
}

/** Elements, or channels of three elements an axis. */
function shapeOf({ layer }: Call): readonly number[] {
  const axes = layer === "nn.FeatureAlphaDropout" ? 2 : axesOf(layer);
  return axes === 0 ? [DRAWS] : [DRAWS / 64, 64, ...upTo(axes).map(() => 3)];
}

function sharesOf(call: Call, signs: NdArray, got: NdArray): Claim[] {
  const p = Number(call.options["p"] ?? 0.5);
  const each = got.data.length / DRAWS;
  const draws = upTo(DRAWS).map((i) => Number(got.data[i * each]));
  const mixed = upTo(got.data.length).filter(
    (i) => got.data[i] !== got.data[i - (i % each)],
  ).length;
  // What is dropped is the same for both signs; what is kept is not.
  const dropped = valueOfDropped(signs, draws, each);
  const lost = draws.filter((x) => x === dropped).length;
  const spread = SIGMAS * Math.sqrt(DRAWS * p * (1 - p));
  const [mean, variance] = momentsOf(draws);
  const squares = momentsOf(draws.map((x) => x * x))[1];
  const far = (sd: number): Limit => limitOf((SIGMAS * sd) / Math.sqrt(DRAWS), call.dtype);
  return [
    scalar(call, "channels that are mixed", 0, mixed, limitOf(0, call.dtype)),
    scalar(call, "dropped", DRAWS * p, lost, limitOf(spread, call.dtype)),
    scalar(call, "mean", 0, mean, far(Math.sqrt(variance))),
    ...(call.layer.includes("Alpha")
      ? [scalar(call, "variance", 1, variance, far(Math.sqrt(squares)))]
      : []),
  ];
}

/** The value that both signs come to; NaN where there is none. */
function valueOfDropped(signs: NdArray, draws: readonly number[], each: number): number {
  const of = (sign: number): Set<number> =>
    new Set(draws.filter((_, i) => Number(signs.data[i * each]) === sign));
  const other = of(-1);
  const [value = Number.NaN] = [...of(1)].filter((x) => other.has(x));
  return value;
}

function momentsOf(values: readonly number[]): readonly [mean: number, variance: number] {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return [mean, values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length];
}
