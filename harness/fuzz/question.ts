import { hash } from "node:crypto";
import * as fc from "fast-check";
import type { Dtype } from "../array.ts";
import type { Argument, Sketch, SketchCall } from "../sketch.ts";
import { BANDS, type Band, banded } from "./band.ts";
import { drawOf, type Fault, fault, withFault } from "./fault.ts";
import type { Asked, FuzzLayer, Geometry } from "./layer.ts";

/** A sketch that was drawn, and from what: for the counts. */
export interface Question {
  readonly layer: FuzzLayer;
  readonly sketch: Sketch;
  readonly fault: Fault["kind"];
}

const LAYOUTS = ["plain", "transposed", "step2", "channels-last"] as const;

/** All that is drawn beside arguments and shapes. */
const manner = fc.record({
  fault,
  dtype: weighted<Dtype>([6, "float32"], [3, "float64"], [1, "float16"], [1, "bfloat16"]),
  layout: weighted<(typeof LAYOUTS)[number]>(
    [6, "plain"],
    [1, "transposed"],
    [1, "step2"],
    [1, "channels-last"],
  ),
  band: weighted<Band>([12, "normal"], ...BANDS.slice(1).map((band): [number, Band] => [1, band])),
  training: weighted([3, true], [2, false]),
  gradMode: weighted([9, true], [1, false]),
  state: weighted<"drawn" | null>([9, "drawn"], [1, null]),
  inputGrad: weighted([9, true], [1, false]),
  seed: fc.nat({ max: 0xffffffff }),
});
type Manner = Geometry<typeof manner>;

/** Sketches of these layers, each as likely as its weight says. */
export function questions(layers: readonly FuzzLayer[]): fc.Arbitrary<Question> {
  return fc.oneof(
    ...layers.map((layer) => ({ weight: layer.weight, arbitrary: questionsOf(layer) })),
  );
}

function questionsOf(layer: FuzzLayer): fc.Arbitrary<Question> {
  const safe = layer.arbitrary.filter((asked) => !layer.unsafe(asked));
  return fc.tuple(safe, manner).map(([asked, how]) => {
    const wrong = withFault(asked, how.fault);
    const fits = wrong === asked || layer.unsafe(wrong) || !suits(how.fault, layer);
    return {
      layer,
      sketch: sketchOf(layer, fits ? asked : wrong, suited(how, layer, asked)),
      fault: fits ? "none" : how.fault.kind,
    };
  });
}

/** Whether a fault may be asked: floating types are mixed only where no step in between rounds to one of them. */
function suits(wrong: Fault, { never }: FuzzLayer): boolean {
  const rounds = never.includes("half") || never.includes("half gradients");
  return wrong.kind !== "dtype" || wrong.dtype === "int64" || !rounds;
}

/** What suits the layer: in half precision, PyTorch's kernels may multiply what is not finite by zeros of their own. */
function suited(how: Manner, { wild, never }: FuzzLayer, { options }: Asked): Manner {
  const half = isHalf(how.dtype);
  const dilated = never.includes("dilated half") && options["dilation"] !== undefined;
  const dtype = half && (never.includes("half") || dilated) ? "float32" : how.dtype;
  const odd = how.band === "non-finite";
  const unfit =
    (odd && ((half && !wild) || never.includes("non-finite"))) ||
    ((how.band === "tiny" || how.band === "ties") && never.includes(how.band));
  const apart = odd && never.includes("non-finite neighbours") && how.layout === "channels-last";
  const loaded = dtype === "float64" && never.includes("own float64 state");
  return {
    ...how,
    dtype,
    ...(loaded ? { state: "drawn" } : {}),
    ...(unfit ? { band: "normal" } : {}),
    ...(apart ? { layout: "plain" } : {}),
  };
}

function isHalf(dtype: Dtype): boolean {
  return dtype === "float16" || dtype === "bfloat16";
}

/** The id is made of what is asked, so that the same question has the same name everywhere. */
function sketchOf({ layer, wild, never }: FuzzLayer, asked: Asked, how: Manner): Sketch {
  const { dtype, seed, state, training, gradMode } = how;
  const forward =
    (how.band === "non-finite" && !wild) || (isHalf(dtype) && never.includes("half gradients"));
  const call: SketchCall = {
    layer,
    dtype,
    args: asked.args,
    options: asked.options,
    seed,
    state,
    training,
    gradMode,
    inputs: asked.inputs.map((input) => shown(input, how)),
    keywords: asked.keywords,
    upstream: gradMode && !forward ? "drawn" : {},
  };
  const name = hash("sha256", JSON.stringify(call)).slice(0, 12);
  return { id: `${layer}/found-${name}`, tags: ["found"], call };
}

function shown(input: Argument, how: Manner): Argument {
  const draw = drawOf(input);
  if (draw === null) return Array.isArray(input) ? input.map((part) => shown(part, how)) : input;
  const { dtype, layout, band, inputGrad } = how;
  const least = { plain: 0, transposed: 2, step2: 1, "channels-last": 3 }[layout];
  return {
    $draw: {
      ...banded(draw, band, dtype),
      ...(layout === "plain" || draw.shape.length < least || draw.layout !== undefined
        ? {}
        : { layout }),
      ...(inputGrad || draw.grad !== undefined ? {} : { grad: false }),
    },
  };
}

function weighted<T>(...choices: [number, T][]): fc.Arbitrary<T> {
  return fc.oneof(
    { withCrossShrink: true },
    ...choices.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })),
  );
}
