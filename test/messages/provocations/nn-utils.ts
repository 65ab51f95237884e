import { floats, nn, type Provocation, torch } from "../kit/loose.ts";

const { prune, stateless } = nn.utils;
const linear = (options = {}) => new nn.Linear(4, 3, options);
const norm = (options = {}) => new nn.BatchNorm1d(3, options);
const conv = () => new nn.Conv1d(2, 3, 2);

/** A way of pruning that is not of the engine. */
class Own extends (prune.BasePruningMethod as unknown as new () => object) {}

const own = (fields: object) => Object.assign(new Own(), fields);

/** What such a method makes of the mask of a tensor that is pruned already. */
const follow = (fields: object) => {
  const container = new prune.PruningContainer(own({ name: "weight", ...fields }));
  return container.computeMask(floats(3, 4), floats(3, 4));
};

/** Weights expressed by others, pruned, fused, replaced or not drawn. */
export const UTILS: readonly Provocation[] = [
  () => nn.utils.weightNorm(nn.utils.weightNorm(linear())),
  () => nn.utils.weightNorm(linear(), { name: "scale" }),
  () => nn.utils.weightNorm(linear(), { name: "training" }),
  () => nn.utils.weightNorm(linear({ bias: false }), { name: "bias" }),
  () => nn.utils.weightNorm(new nn.LazyLinear(3)),
  () => nn.utils.removeWeightNorm(linear()),
  () => nn.utils.spectralNorm(nn.utils.spectralNorm(linear())),
  () => nn.utils.spectralNorm(linear(), { nPowerIterations: 0 }),
  () => nn.utils.spectralNorm(linear(), { name: "scale" }),
  () => nn.utils.spectralNorm(linear({ bias: false }), { name: "bias" }),
  () => nn.utils.spectralNorm(new nn.LazyLinear(3)),
  () => nn.utils.removeSpectralNorm(linear()),
  () => nn.utils.fuseConvBnEval(conv(), norm()),
  () => nn.utils.fuseConvBnEval(conv().eval(), norm({ trackRunningStats: false }).eval()),
  () => nn.utils.fuseLinearBnEval(linear().eval(), new nn.BatchNorm1d(2).eval()),
  () => nn.utils.fuseLinearBnEval(linear().eval(), norm({ affine: false }).eval()),
  () => nn.utils.fuseConvBnEval(nn.utils.weightNorm(conv().eval()), norm().eval()),
  () => nn.utils.skipInit(torch.relu),
  () => nn.utils.skipInit(class Bare {}),
  () => nn.utils.skipInit(nn.ReLU),
  () => prune.l1Unstructured(linear(), "weight", "all"),
  () => prune.l1Unstructured(linear(), "weight", 13),
  () => prune.l1Unstructured(linear(), "weight", -1),
  () => prune.l1Unstructured(linear(), "weight", 1, { importanceScores: floats(4, 3) }),
  () => prune.identity(linear({ bias: false }), "bias"),
  () => prune.randomStructured(linear(), "bias", 1, 0),
  () => prune.randomStructured(linear(), "weight", 1, 2),
  () => prune.customFromMask(linear(), "weight", floats(4, 3)),
  () => prune.remove(linear(), "weight"),
  () => prune.globalUnstructured(3, prune.L1Unstructured, { amount: 1 }),
  () => prune.globalUnstructured([], prune.RandomStructured, { amount: 1 }),
  () => prune.globalUnstructured([], prune.L1Unstructured, { amount: 1, importanceScores: [] }),
  () => new prune.PruningContainer(3),
  () => new prune.PruningContainer(new prune.Identity(), own({ name: "bias" })),
  () => follow({ pruningType: "none" }),
  () => follow({ pruningType: "structured" }),
  () => follow({ pruningType: "structured", dim: -3 }),
  () => new prune.L1Unstructured(1).prune(floats(3), { importanceScores: floats(2) }),
  () => stateless.functionalCall(3, {}),
  () => stateless.functionalCall(linear(), 3),
  () => stateless.functionalCall(linear(), [3]),
  () => stateless.functionalCall(linear(), [{ bias: floats(3) }, { bias: floats(3) }]),
  () => stateless.functionalCall(linear(), { bias: 3 }),
  () => stateless.functionalCall(linear(), { inFeatures: floats(3) }),
  () => stateless.functionalCall(linear(), { "": floats(3) }),
  () => stateless.functionalCall(linear(), { "gate.bias": floats(3) }),
  () => stateless.functionalCall(linear(), { "inFeatures.bias": floats(3) }),
  () => stateless.functionalCall(linear(), { scale: floats(3) }, { strict: true }),
  () => {
    const shared = linear();
    const tied = new nn.Sequential(shared, shared);
    return stateless.functionalCall(tied, { "0.bias": floats(3), "1.bias": floats(3) });
  },
];
